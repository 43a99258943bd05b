import { Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Captured, MonthFigures } from '../../preload/contract/month.ts';
import { useFormat } from '../app/format.ts';
import { CapturedText } from '../month/CapturedText.tsx';
import { RetentionLine } from '../month/RetentionLine.tsx';
import { Section } from '../month/Section.tsx';
import { ShowFigures } from './ShowFigures.tsx';

const columns = ['start', 'end', 'retention', 'churn', 'visitors'] as const;

/** The line, and the table behind it for those who want figures or cannot see the line. */
export function RetentionOverTime({ months, captured }: { months: readonly MonthFigures[]; captured: Captured }) {
  const { t } = useTranslation('insights');
  return (
    <Section order={2} id="insight-retention" title={t('retention.title')}>
      <RetentionLine months={months} />
      <CapturedText captured={captured} span />
      <ShowFigures of="retention">
        <Figures months={months} />
      </ShowFigures>
    </Section>
  );
}

function Figures({ months }: { months: readonly MonthFigures[] }) {
  const { t } = useTranslation(['insights', 'month']);
  const format = useFormat();
  return (
    <Table.ScrollContainer minWidth="34rem">
      <Table verticalSpacing={4} horizontalSpacing="xs" tabularNums aria-label={t('retention.table')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('month:history.month')}</Table.Th>
            {columns.map((key) => (
              <Table.Th key={key} ta="end">
                {t(`month:history.${key}`)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {months.toReversed().map((figures) => (
            <Table.Tr key={figures.month}>
              <Table.Th scope="row" fw={500}>
                {format.month(figures.month)}
                {!figures.complete && ` (${t('month:soFar')})`}
                {figures.complete && !figures.mature && figures.start > 0 && ` (${t('month:early')})`}
              </Table.Th>
              <Table.Td ta="end">{format.number(figures.start)}</Table.Td>
              <Table.Td ta="end">{format.number(figures.end)}</Table.Td>
              <Table.Td ta="end" fw={650}>
                {format.percent(figures.retention_pct)}
              </Table.Td>
              <Table.Td ta="end">{format.percent(figures.churn_pct)}</Table.Td>
              <Table.Td ta="end">{format.number(figures.visitors)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
