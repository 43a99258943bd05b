import { Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { DayEnd } from '../../preload/contract/dayEnd.ts';
import { useFormat } from '../app/format.ts';

/** What was done, by person, with the sum of all. */
export function DayTable({ day }: { day: DayEnd }) {
  const { t } = useTranslation('dayEnd');
  const format = useFormat();
  // A column of nothing but zeros is no news: points only where the shop has any.
  const columns = (['visits', 'stamps', 'points', 'redeemed', 'takenBack'] as const).filter(
    (column) => column !== 'points' || day.total.points !== 0,
  );
  return (
    <Table tabularNums verticalSpacing="sm" aria-label={t('byPerson')}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">{t('person')}</Table.Th>
          {columns.map((column) => (
            <Table.Th key={column} scope="col" ta="end">
              {t(`column.${column}`)}
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {day.people.map((person) => (
          <Table.Tr key={person.personId ?? ''}>
            <Table.Th scope="row" fw={500}>
              {person.name ?? t('nobody')}
            </Table.Th>
            {columns.map((column) => (
              <Table.Td key={column} ta="end">
                {format.number(person[column])}
              </Table.Td>
            ))}
          </Table.Tr>
        ))}
      </Table.Tbody>
      <Table.Tfoot>
        <Table.Tr>
          <Table.Th scope="row">{t('total')}</Table.Th>
          {columns.map((column) => (
            <Table.Th key={column} ta="end">
              {format.number(day.total[column])}
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Tfoot>
    </Table>
  );
}
