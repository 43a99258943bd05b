import { Badge, Box, Button, Group, Stack, Text } from '@mantine/core';
import { IconArrowRight, IconPhone } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RiskList, RiskRow } from '../../preload/contract/risk.ts';
import { customerName } from '../app/customerName.ts';
import { useFormat } from '../app/format.ts';
import { go } from '../app/view.ts';
import { LastContact } from '../contacts/LastContact.tsx';
import { LogContactButton } from '../contacts/LogContact.tsx';
import { MakeOfferButton } from '../offers/MakeOffer.tsx';
import { bandLook } from './bandLook.tsx';
import classes from './risk.module.css';
import { chanceSentence, nextStep, rhythmSentence, shareWords, stakeWords, visitsAMonth } from './sentence.ts';

/** Nobody calls more people than this in one evening. */
const step = 20;

interface RowsProps {
  readonly label: string;
  readonly list: Pick<RiskList, 'weeks'>;
  readonly rows: readonly RiskRow[];
  /** Without bands and stakes: newcomers, and the time when it is too early to judge. */
  readonly plain?: boolean;
}

/** People, why they are here, and what to do next. */
export function RiskRows({ label, list, rows, plain = false }: RowsProps) {
  const { t } = useTranslation('risk');
  const [shown, setShown] = useState(step);
  const more = Math.min(step, rows.length - shown);
  return (
    <Stack gap="sm">
      <ol className={classes.rows} aria-label={label}>
        {rows.slice(0, shown).map((row) => (
          <PersonRow key={row.customerId} row={row} weeks={list.weeks} plain={plain} />
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

interface RowProps {
  readonly row: RiskRow;
  readonly weeks: number;
  readonly plain: boolean;
}

function PersonRow({ row, weeks, plain }: RowProps) {
  const { t } = useTranslation('risk');
  const format = useFormat();
  const name = customerName(t, row);
  const { color } = bandLook[row.band];
  const chance = chanceSentence(row, weeks, t, format);
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
        <Text>
          {rhythmSentence(row, t)}
          {chance && ` ${chance}`}
        </Text>
        <Text c="dimmed" size="sm" className={classes.phone ?? ''}>
          <IconPhone size="1rem" aria-hidden />
          {row.phoneEnd ? t('phoneEnd', { digits: row.phoneEnd }) : t('noPhone')}
        </Text>
      </div>
      {!plain && <Stake row={row} weeks={weeks} />}
      <div className={classes.next}>
        <Text size="sm" c="dimmed">
          {t('nextStep')}
        </Text>
        <Text size="sm">{nextStep(row, t)}</Text>
        {row.contact && <LastContact contact={row.contact} />}
      </div>
      <Group gap="xs" className={classes.actions ?? ''}>
        <LogContactButton customerId={row.customerId} name={name} />
        <MakeOfferButton customerId={row.customerId} name={name} />
        <Button
          variant="default"
          rightSection={<IconArrowRight size="1.1rem" aria-hidden />}
          aria-label={t('openOf', { name })}
          onClick={() => go({ at: 'customer', customerId: row.customerId })}
        >
          {t('open')}
        </Button>
      </Group>
    </Box>
  );
}

/** The band, what is at stake and how likely it is to be missed. */
function Stake({ row, weeks }: Pick<RowProps, 'row' | 'weeks'>) {
  const { t } = useTranslation('risk');
  const format = useFormat();
  const { color, Icon } = bandLook[row.band];
  const visits = visitsAMonth(row, weeks);
  return (
    <div className={classes.stake}>
      <Badge color={color} variant="light" size="lg" tt="none" leftSection={<Icon size="1.1rem" aria-hidden />}>
        {t(`band.${row.band}`)}
      </Badge>
      {row.figures && (
        <Text size="sm" fw={600}>
          {t('risk', { share: shareWords(row.figures.noVisit, t, format) })}
        </Text>
      )}
      <Text size="sm" c="dimmed">
        {t('atStakeLabel')}: {stakeWords(visits, t)}
        {row.spendPerVisit !== null &&
          `, ${t('money', { money: format.money(Math.round(visits * row.spendPerVisit)) })}`}
      </Text>
    </div>
  );
}
