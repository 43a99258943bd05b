import { Box, Group, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { BandsAt, RiskHistory } from '../../preload/contract/insights.ts';
import { useFormat } from '../app/format.ts';
import { Section } from '../month/Section.tsx';
import { bandLook, regularBands } from '../risk/bandLook.tsx';
import classes from './BandsOverTime.module.css';
import { ShowFigures } from './ShowFigures.tsx';

/** Months whose names fit below the columns. */
const mostWords = 14;

/** How many regulars stood in each band at each month's end: columns, and the table behind them. */
export function BandsOverTime({ history }: { history: RiskHistory }) {
  const { t } = useTranslation(['insights', 'month']);
  const { bands, windowDays } = history;
  const days = t('month:days', { count: windowDays });
  return (
    <Section order={2} id="insight-bands" title={t('bands.title')} note={t('bands.note', { days })}>
      {bands.every(({ regulars }) => regulars === 0) ? (
        <Text c="dimmed">{t('bands.none')}</Text>
      ) : (
        <>
          <Columns bands={bands} />
          <ShowFigures of="bands">
            <Figures bands={bands} />
          </ShowFigures>
        </>
      )}
    </Section>
  );
}

function Columns({ bands }: { bands: readonly BandsAt[] }) {
  const { t, i18n } = useTranslation(['insights', 'risk']);
  const format = useFormat();
  const most = Math.max(...bands.map(({ regulars }) => regulars));
  const step = Math.ceil(bands.length / mostWords);
  const short = new Intl.DateTimeFormat(i18n.language, { month: 'short', timeZone: 'UTC' });
  return (
    <figure className={classes.figure}>
      <div className={classes.columns} role="img" aria-label={t('bands.chart')}>
        {bands.map((at, index) => (
          <div key={at.day} className={classes.month}>
            <div className={classes.space}>
              <span className={classes.count}>
                {(bands.length - 1 - index) % step === 0 ? format.number(at.regulars) : ''}
              </span>
              <Box className={classes.column ?? ''} style={{ height: `${(at.regulars / most) * 85}%` }}>
                {regularBands.toReversed().map((band) => (
                  <Box
                    key={band}
                    className={classes.part ?? ''}
                    data-band={band}
                    style={{ flexGrow: at.bands[band], backgroundColor: colourOf(bandLook[band].color) }}
                  />
                ))}
              </Box>
            </div>
            <span>
              {(bands.length - 1 - index) % step === 0 && (
                <>
                  {short.format(Date.parse(`${at.month}-01T00:00:00Z`))}
                  {(index < step || Number(at.month.slice(5)) <= step) && <small>{at.month.slice(0, 4)}</small>}
                </>
              )}
            </span>
          </div>
        ))}
      </div>
      <Group component="figcaption" gap="lg" mt="sm">
        {regularBands.map((band) => {
          const { Icon, color } = bandLook[band];
          return (
            <Group key={band} gap={6}>
              <Box className={classes.key ?? ''} style={{ backgroundColor: colourOf(color) }} />
              <Icon size="1rem" aria-hidden />
              <Text size="sm">{t(`risk:band.${band}`)}</Text>
            </Group>
          );
        })}
      </Group>
    </figure>
  );
}

const colourOf = (name: string): string => `var(--mantine-color-${name}-filled)`;

function Figures({ bands }: { bands: readonly BandsAt[] }) {
  const { t } = useTranslation(['insights', 'risk']);
  const format = useFormat();
  return (
    <>
      <Table.ScrollContainer minWidth="46rem">
        <Table verticalSpacing={4} horizontalSpacing="xs" tabularNums aria-label={t('bands.table')}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('bands.day')}</Table.Th>
              {regularBands.map((band) => (
                <Table.Th key={band} ta="end">
                  {t(`risk:band.${band}`)}
                </Table.Th>
              ))}
              <Table.Th ta="end">{t('bands.regulars')}</Table.Th>
              <Table.Th ta="end">{t('bands.expected')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {bands.toReversed().map((at) => (
              <Table.Tr key={at.day}>
                <Table.Th scope="row" fw={500} style={{ whiteSpace: 'nowrap' }}>
                  {format.day(at.day)}
                </Table.Th>
                {regularBands.map((band) => (
                  <Table.Td key={band} ta="end">
                    {format.number(at.bands[band])}
                  </Table.Td>
                ))}
                <Table.Td ta="end" fw={650}>
                  {format.number(at.regulars)}
                </Table.Td>
                <Table.Td ta="end">
                  {at.expectedActive === null ? '—' : format.number(Math.round(at.expectedActive))}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <Text size="sm" c="dimmed">
        {t('bands.expectedNote')}
      </Text>
    </>
  );
}
