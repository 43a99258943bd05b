import { Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { RewardLine, RewardReport } from '../../preload/contract/month.ts';
import { useFormat } from '../app/format.ts';
import { Section } from './Section.tsx';

const columns = ['open_at_start', 'issued', 'voided', 'redeemed', 'expired', 'open_at_end'] as const;

/** What was earned and handed over, and what is still owed: the liability (F-55). */
export function Rewards({ report }: { report: RewardReport }) {
  const { t } = useTranslation('month');
  const format = useFormat();
  const { lines, total } = report;
  return (
    <Section id="rewards-title" title={t('rewards.title')} note={t('rewards.note')}>
      {lines.length === 0 ? (
        <Text c="dimmed">{t('rewards.none')}</Text>
      ) : (
        <>
          <Text>
            {t('rewards.owed', { value: format.money(total.open_value), count: total.open_at_end })}
            {total.open_without_value > 0 && ` ${t('rewards.withoutValue', { count: total.open_without_value })}`}
          </Text>
          <Table.ScrollContainer minWidth="38rem">
            <Table verticalSpacing="0.3rem" horizontalSpacing="xs" tabularNums aria-labelledby="rewards-title">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t('rewards.program')}</Table.Th>
                  {columns.map((key) => (
                    <Table.Th key={key} ta="end">
                      {t(`rewards.${key}`)}
                    </Table.Th>
                  ))}
                  <Table.Th ta="end">{t('rewards.open_value')}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {lines.map((line) => (
                  <Line key={line.programId} name={line.program ?? ''} line={line} />
                ))}
              </Table.Tbody>
              {lines.length > 1 && (
                <Table.Tfoot>
                  <Line name={t('rewards.total')} line={total} strong />
                </Table.Tfoot>
              )}
            </Table>
          </Table.ScrollContainer>
        </>
      )}
    </Section>
  );
}

function Line({ name, line, strong = false }: { name: string; line: RewardLine; strong?: boolean }) {
  const format = useFormat();
  const weight = strong ? 650 : 400;
  const unknown = line.open_at_end > 0 && line.open_without_value === line.open_at_end;
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={strong ? 650 : 500}>
        {name}
      </Table.Th>
      {columns.map((key) => (
        <Table.Td key={key} ta="end" fw={weight}>
          {format.number(line[key])}
        </Table.Td>
      ))}
      <Table.Td ta="end" fw={weight}>
        {unknown ? '—' : format.money(line.open_value)}
      </Table.Td>
    </Table.Tr>
  );
}
