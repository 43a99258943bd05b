import { Badge, Box, Button, Stack, Text } from '@mantine/core';
import { IconArrowRight, IconPhone } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RiskRow } from '../../preload/contract/risk.ts';
import { customerName } from '../app/customerName.ts';
import { go } from '../app/view.ts';
import { bandLook } from './bandLook.tsx';
import classes from './risk.module.css';
import { nextStep, rhythmSentence, stakeWords } from './sentence.ts';

/** Nobody calls more people than this in one evening. */
const step = 20;

interface RowsProps {
  readonly label: string;
  readonly rows: readonly RiskRow[];
  /** Without bands and stakes: newcomers, and the time when it is too early to judge. */
  readonly plain?: boolean;
}

/** People, one sentence each, and what to do next. */
export function RiskRows({ label, rows, plain = false }: RowsProps) {
  const { t } = useTranslation('risk');
  const [shown, setShown] = useState(step);
  const more = Math.min(step, rows.length - shown);
  return (
    <Stack gap="sm">
      <ol className={classes.rows} aria-label={label}>
        {rows.slice(0, shown).map((row) => (
          <PersonRow key={row.customerId} row={row} plain={plain} />
        ))}
      </ol>
      {more > 0 && (
        <Button variant="default" onClick={() => setShown(shown + step)}>
          {t('showMore', { count: more })}
        </Button>
      )}
    </Stack>
  );
}

function PersonRow({ row, plain }: { row: RiskRow; plain: boolean }) {
  const { t } = useTranslation('risk');
  const name = customerName(t, row);
  const { color, Icon } = bandLook[row.band];
  return (
    <Box
      component="li"
      className={classes.row ?? ''}
      style={{ '--band': `light-dark(var(--mantine-color-${color}-8), var(--mantine-color-${color}-5))` }}
    >
      <div className={classes.who}>
        <Text fw={650} size="lg" lh={1.3}>
          {name}
        </Text>
        <Text>{rhythmSentence(row, t)}</Text>
        <Text c="dimmed" size="sm" className={classes.phone ?? ''}>
          <IconPhone size="1rem" aria-hidden />
          {row.phoneEnd ? t('phoneEnd', { digits: row.phoneEnd }) : t('noPhone')}
        </Text>
      </div>
      {!plain && (
        <div className={classes.stake}>
          <Badge color={color} variant="light" size="lg" tt="none" leftSection={<Icon size="1.1rem" aria-hidden />}>
            {t(`band.${row.band}`)}
          </Badge>
          <Text size="sm" c="dimmed">
            {t('atStakeLabel')}: {stakeWords(row.visitsAtStake, t)}
          </Text>
        </div>
      )}
      <div className={classes.next}>
        <Text size="sm" c="dimmed">
          {t('nextStep')}
        </Text>
        <Text size="sm">{nextStep(row, t)}</Text>
      </div>
      <Button
        variant="default"
        rightSection={<IconArrowRight size="1.1rem" aria-hidden />}
        aria-label={t('openOf', { name })}
        onClick={() => go({ at: 'customer', customerId: row.customerId })}
      >
        {t('open')}
      </Button>
    </Box>
  );
}
