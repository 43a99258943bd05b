import { UnstyledButton } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Band, RiskList } from '../../preload/contract/risk.ts';
import { useFormat } from '../app/format.ts';
import { bandLook, regularBands } from './bandLook.tsx';
import classes from './risk.module.css';

interface TilesProps {
  readonly counts: RiskList['counts'];
  readonly chosen: readonly Band[];
  onChange(bands: Band[]): void;
}

/** How many regulars are in each band; a tap puts the band on the list or takes it off. */
export function BandTiles({ counts, chosen, onChange }: TilesProps) {
  const { t } = useTranslation('risk');
  const format = useFormat();
  const toggle = (band: Band) =>
    onChange(chosen.includes(band) ? chosen.filter((other) => other !== band) : [...chosen, band]);
  return (
    <fieldset className={classes.tiles} aria-label={t('filterHint')}>
      {regularBands.map((band) => {
        const { color, Icon } = bandLook[band];
        const on = chosen.includes(band);
        return (
          <UnstyledButton
            key={band}
            className={classes.tile}
            style={{
              '--band': `light-dark(var(--mantine-color-${color}-8), var(--mantine-color-${color}-5))`,
              '--band-text': `var(--mantine-color-${color}-text)`,
            }}
            aria-pressed={on}
            onClick={() => toggle(band)}
          >
            <span className={classes.tileHead}>
              <Icon size="1.3rem" aria-hidden />
              {t(`band.${band}`)}
              {on && <IconCheck size="1.1rem" aria-hidden className={classes.tick ?? ''} />}
            </span>
            <span className={classes.tileCount}>{format.number(counts[band])}</span>
            <span className={classes.tileText}>{t(`bandMeaning.${band}`)}</span>
          </UnstyledButton>
        );
      })}
    </fieldset>
  );
}
