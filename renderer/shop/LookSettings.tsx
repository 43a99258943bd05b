import { Stack, useMantineTheme } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ShopSettings } from '../../preload/contract/shop.ts';
import { ErrorText } from '../app/errors.tsx';
import { type Accent, accents } from '../app/theme.ts';
import css from './FirstRun.module.css';
import look from './LookSettings.module.css';
import { useSaveShop } from './useSaveShop.ts';

/** The shop's colour; light or dark is each computer's own affair (under "You"). */
export function LookSettings({ settings }: { settings: ShopSettings }) {
  const { t } = useTranslation('shop');
  const { colors } = useMantineTheme();
  const { save, error, busy } = useSaveShop();
  const swatch = (accent: Accent) => colors[accent]?.[8];
  return (
    <Stack>
      <fieldset className={`${css.choices} ${css.small}`} aria-label={t('look.accent')} disabled={busy}>
        {accents.map((accent) => (
          <label key={accent} className={css.choice}>
            <input
              type="radio"
              name="accent"
              checked={settings.accent === accent}
              onChange={() => void save({ accent })}
            />
            <span aria-hidden className={look.swatch} style={{ backgroundColor: swatch(accent) }} />
            {t(`look.${accent}`)}
          </label>
        ))}
      </fieldset>
      <ErrorText error={error} />
    </Stack>
  );
}
