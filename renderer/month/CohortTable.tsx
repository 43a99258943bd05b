import { Box, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { CohortGrid } from '../../preload/contract/month.ts';
import { useFormat } from '../app/format.ts';
import classes from './Heat.module.css';

/**
 * Month of the first visit by months later: the share and the number that came (F-52). Months that have not begun have no
 * cell at all. `labelledBy` is the id of the heading above.
 */
export function CohortTable({ grid, labelledBy }: { grid: CohortGrid; labelledBy: string }) {
  const { t } = useTranslation('month');
  const format = useFormat();
  const cohorts = grid.cohorts.filter(({ size }) => size > 0);
  const columns = Math.max(0, ...cohorts.map(({ later }) => later.length));
  if (columns === 0) return <Text c="dimmed">{t('cohorts.none')}</Text>;
  const ages = Array.from({ length: columns }, (_, index) => index + 1);
  return (
    <>
      <Table.ScrollContainer
        minWidth={`${15 + 2.6 * columns}rem`}
        scrollAreaProps={{ type: 'auto', viewportProps: { tabIndex: 0 } }}
      >
        <Table
          className={classes.heat ?? ''}
          verticalSpacing="0.2rem"
          horizontalSpacing="0.25rem"
          withRowBorders={false}
          tabularNums
          aria-labelledby={labelledBy}
        >
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('cohorts.first')}</Table.Th>
              <Table.Th ta="end">{t('cohorts.size')}</Table.Th>
              {ages.map((age) => (
                <Table.Th key={age} ta="center" aria-label={t('cohorts.later', { count: age })}>
                  +{age}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {cohorts.map(({ month, size, later }) => (
              <Table.Tr key={month}>
                <Table.Th scope="row">{format.month(month)}</Table.Th>
                <Table.Td ta="end" pe="sm">
                  {format.number(size)}
                </Table.Td>
                {ages.map((age) => {
                  const cell = later[age - 1];
                  if (!cell || cell.pct === null) return <td key={age} className={classes.none} />;
                  return (
                    <Box
                      component="td"
                      key={age}
                      className={classes.cell ?? ''}
                      data-running={cell.month === grid.running || undefined}
                      style={{ '--share': `${cell.pct}%` }}
                    >
                      {format.wholePercent(cell.pct)} <small>{format.number(cell.came)}</small>
                    </Box>
                  );
                })}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {grid.running !== null && (
        <Text size="sm" c="dimmed">
          {t('cohorts.running', { month: format.month(grid.running) })}
        </Text>
      )}
    </>
  );
}
