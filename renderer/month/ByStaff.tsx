import { Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { StaffLine } from '../../preload/contract/month.ts';
import { useFormat } from '../app/format.ts';
import { Section } from './Section.tsx';

/** First-time customers who came back, by who served them first; the owner's eyes only (F-54). */
export function ByStaff({ lines }: { lines: readonly StaffLine[] }) {
  const { t } = useTranslation('month');
  const format = useFormat();
  return (
    <Section id="staff-title" title={t('staff.title')} note={t('staff.note')}>
      {lines.length === 0 ? (
        <Text c="dimmed">{t('staff.none')}</Text>
      ) : (
        <Table.ScrollContainer minWidth="30rem">
          <Table verticalSpacing="0.3rem" horizontalSpacing="xs" tabularNums aria-labelledby="staff-title">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('staff.person')}</Table.Th>
                <Table.Th ta="end">{t('staff.first')}</Table.Th>
                <Table.Th ta="end">{t('staff.back')}</Table.Th>
                <Table.Th ta="end">{t('staff.share')}</Table.Th>
                <Table.Th ta="end">{t('staff.open')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {lines.map((line) => (
                <Table.Tr key={line.personId ?? ''}>
                  <Table.Th scope="row" fw={500}>
                    {line.name ?? t('staff.nobody')}
                  </Table.Th>
                  <Table.Td ta="end">{format.number(line.first_time)}</Table.Td>
                  <Table.Td ta="end">{format.number(line.came_back)}</Table.Td>
                  <Table.Td ta="end" fw={650}>
                    {format.percent(line.came_back_pct)}
                  </Table.Td>
                  <Table.Td ta="end">{format.number(line.still_open)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Section>
  );
}
