import { Box, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { WeekPattern } from '../../preload/contract/insights.ts';
import { useFormat } from '../app/format.ts';
import classes from '../month/Heat.module.css';
import { Section } from '../month/Section.tsx';
import { busiest, openHours, perDay } from './week.ts';

/** Visits by weekday and hour: a table whose cells are as dark as they are full. */
export function WeekTable({ week }: { week: WeekPattern }) {
  const { t } = useTranslation('insights');
  const format = useFormat();
  const hours = openHours(week);
  const peak = busiest(week);
  const most = Math.max(1, ...week.weekdays.flatMap((day) => day.hours));
  const mostPerDay = Math.max(...week.weekdays.map((day) => perDay(day) ?? 0));
  return (
    <Section
      order={2}
      id="week-title"
      title={t('week.title')}
      note={t('week.note', { from: format.day(week.from), to: format.day(week.to) })}
    >
      {week.visits === 0 ? (
        <Text c="dimmed">{t('week.none')}</Text>
      ) : (
        <>
          {peak && (
            <Text>{t('week.busiest', { day: format.weekday(peak.weekday), from: peak.hour, to: peak.hour + 1 })}</Text>
          )}
          <Table.ScrollContainer
            minWidth={`${15 + 2.6 * hours.length}rem`}
            scrollAreaProps={{ type: 'auto', viewportProps: { tabIndex: 0 } }}
          >
            <Table
              className={classes.heat ?? ''}
              verticalSpacing={6}
              horizontalSpacing={4}
              withRowBorders={false}
              tabularNums
              aria-labelledby="week-title"
            >
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t('week.weekday')}</Table.Th>
                  {hours.map((hour) => (
                    <Table.Th key={hour} ta="center" aria-label={t('week.hour', { from: hour, to: hour + 1 })}>
                      {hour}
                    </Table.Th>
                  ))}
                  <Table.Th ta="end">{t('week.all')}</Table.Th>
                  <Table.Th aria-label={t('week.perDayLong')}>{t('week.perDay')}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {week.weekdays.map((day) => (
                  <Table.Tr key={day.weekday}>
                    <Table.Th scope="row">{format.weekday(day.weekday)}</Table.Th>
                    {hours.map((hour) => (
                      <Box
                        component="td"
                        key={hour}
                        className={classes.cell ?? ''}
                        style={{ '--share': `${((day.hours[hour] ?? 0) / most) * 100}%` }}
                      >
                        {format.number(day.hours[hour] ?? 0)}
                      </Box>
                    ))}
                    <Table.Td ta="end">{format.number(day.visits)}</Table.Td>
                    <Table.Td style={{ whiteSpace: 'nowrap' }}>
                      <Average value={perDay(day)} most={mostPerDay} />
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
          {week.withoutTime > 0 && (
            <Text size="sm" c="dimmed">
              {week.withoutTime === week.visits ? t('week.noTime') : t('week.withoutTime', { count: week.withoutTime })}
            </Text>
          )}
        </>
      )}
    </Section>
  );
}

/** Visits a day with a bar of that length. */
function Average({ value, most }: { value: number | null; most: number }) {
  const format = useFormat();
  if (value === null) return '—';
  return (
    <>
      <span className={classes.figure}>{format.number(Math.round(value * 10) / 10)}</span>
      <Box
        component="span"
        aria-hidden
        className={classes.bar ?? ''}
        style={{ '--share': most === 0 ? 0 : (value / most) * 100 }}
      />
    </>
  );
}
