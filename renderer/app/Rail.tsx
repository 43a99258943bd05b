import { UnstyledButton } from '@mantine/core';
import { IconAlertCircleFilled } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useAsk } from './client.ts';
import { placeOf, type placesFor } from './navigation.ts';
import css from './Shell.module.css';
import { useMay } from './session.ts';
import { openPlace, type View } from './view.ts';

const inSight = (button: HTMLButtonElement | null) => button?.scrollIntoView({ block: 'nearest' });

/** Where one can go: what people do, one under the other, large enough for a thumb. */
export function Rail({ places, view }: { places: ReturnType<typeof placesFor>; view: View }) {
  const { t } = useTranslation('app');
  const here = placeOf(view);
  const backup = useAsk('shop.status', {}).data?.health?.backup ?? 'fine';
  const mark = useMay('backups.list') && backup !== 'fine' ? t('backupMark') : undefined;
  return (
    <nav className={css.rail} aria-label={t('navigation')}>
      {places.map(({ at, icon: Icon }) => (
        <UnstyledButton
          key={at}
          className={css.place}
          aria-current={at === here ? 'page' : undefined}
          aria-description={at === 'settings' ? mark : undefined}
          title={at === 'settings' ? mark : undefined}
          // With large text the rail scrolls; the place one is at stays in sight.
          ref={at === here ? inSight : undefined}
          onClick={() => openPlace(at)}
        >
          <Icon aria-hidden stroke={1.6} size="1.625rem" />
          {at === 'settings' && mark && <IconAlertCircleFilled aria-hidden size="1.1rem" className={css.mark} />}
          {t(`place.${at}`)}
        </UnstyledButton>
      ))}
    </nav>
  );
}
