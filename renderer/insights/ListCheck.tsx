import { Box, Stack, Table, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { BackTestCut, BackTestSum, NamedList, RiskHistory } from '../../preload/contract/insights.ts';
import { useFormat } from '../app/format.ts';
import { addMonths } from '../month/months.ts';
import { Section } from '../month/Section.tsx';
import classes from './ListCheck.module.css';

/** Is the list right? Its names on past months, and what came of them; beside plain rules (F-82). */
export function ListCheck({ history }: { history: RiskHistory }) {
  const { t } = useTranslation('insights');
  const { cuts, total, lists } = history;
  return (
    <Section order={2} id="insight-check" title={t('check.title')} note={t('check.note')}>
      {total ? (
        <>
          <Findings history={history} total={total} />
          <Cuts cuts={cuts} />
          <Rules total={total} />
        </>
      ) : (
        <Text>{t('check.few')}</Text>
      )}
      <Kept lists={lists} />
    </Section>
  );
}

/** The list of an evening belongs to the month that begins after it. */
const monthAfter = ({ day }: { day: string }): string => addMonths(day.slice(0, 7), 1);

const tenths = (value: number): number => Math.round(value * 10) / 10;

function Findings({ history: { cuts, weeks }, total }: { history: RiskHistory; total: BackTestSum }) {
  const { t } = useTranslation('insights');
  const format = useFormat();
  const latest = cuts.at(-1);
  return (
    <div>
      {latest && latest.named > 0 && (
        <Text size="lg" fw={600}>
          {t('check.latest', {
            count: latest.named,
            month: format.month(monthAfter(latest)),
            away: format.number(latest.namedAway),
            said: format.number(tenths(latest.said)),
            weeks: t('weeks', { count: weeks }),
          })}
        </Text>
      )}
      <Text>
        {t('check.total', {
          count: cuts.length,
          named: format.number(total.named),
          away: format.number(total.namedAway),
          said: format.number(tenths(total.said)),
        })}
      </Text>
      <Text size="sm" c="dimmed">
        {t('check.listNote')}
      </Text>
    </div>
  );
}

function Cuts({ cuts }: { cuts: readonly BackTestCut[] }) {
  const { t } = useTranslation('insights');
  const format = useFormat();
  return (
    <Table.ScrollContainer minWidth="38rem">
      <Table verticalSpacing={4} horizontalSpacing="xs" tabularNums aria-label={t('check.cuts')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('check.month')}</Table.Th>
            <Table.Th ta="end">{t('check.named')}</Table.Th>
            <Table.Th ta="end">{t('check.said')}</Table.Th>
            <Table.Th ta="end">{t('check.away')}</Table.Th>
            <Table.Td />
            <Table.Th ta="end">{t('check.all')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {cuts.toReversed().map((cut) => (
            <Table.Tr key={cut.day}>
              <Table.Th scope="row" fw={500}>
                {format.month(monthAfter(cut))}
              </Table.Th>
              <Table.Td ta="end">{format.number(cut.named)}</Table.Td>
              <Table.Td ta="end">{format.number(tenths(cut.said))}</Table.Td>
              <Table.Td ta="end" fw={650}>
                {format.number(cut.namedAway)}
              </Table.Td>
              <Table.Td w="12rem">
                <Bar {...cut} />
              </Table.Td>
              <Table.Td ta="end">
                {t('check.allOf', { away: format.number(cut.stayedAway), regulars: format.number(cut.regulars) })}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

/** Of those named, the part that stayed away, with a mark where it was expected to end. The figures stand beside it. */
function Bar({ named, namedAway, said }: Pick<BackTestCut, 'named' | 'namedAway' | 'said'>) {
  if (named === 0) return null;
  return (
    <Box className={classes.bar ?? ''} aria-hidden>
      <Box className={classes.away ?? ''} style={{ width: `${(namedAway / named) * 100}%` }} />
      <Box className={classes.said ?? ''} style={{ left: `${(said / named) * 100}%` }} />
    </Box>
  );
}

const rules = ['risk', 'days', 'overdue'] as const;

function Rules({ total }: { total: BackTestSum }) {
  const { t } = useTranslation('insights');
  const format = useFormat();
  return (
    <Stack gap="xs">
      <Title order={3} size="h5">
        {t('check.rules')}
      </Title>
      <Table.ScrollContainer minWidth="34rem">
        <Table verticalSpacing={4} horizontalSpacing="xs" tabularNums aria-label={t('check.rules')}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('check.rule')}</Table.Th>
              <Table.Th ta="end">{t('check.top', { count: total.named })}</Table.Th>
              <Table.Th ta="end">{t('check.pairs')}</Table.Th>
              <Table.Th ta="end">{t('check.tenth')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rules.map((rule) => {
              const { stayedAway, auc, lift } = total[rule];
              return (
                <Table.Tr key={rule}>
                  <Table.Th scope="row" fw={500}>
                    {t(`check.${rule}`)}
                  </Table.Th>
                  <Table.Td ta="end">{format.number(stayedAway)}</Table.Td>
                  <Table.Td ta="end" fw={650}>
                    {auc === null ? '—' : format.number(Math.round(auc * 100))}
                  </Table.Td>
                  <Table.Td ta="end">
                    {lift === null ? '—' : t('check.times', { times: format.number(tenths(lift)) })}
                  </Table.Td>
                </Table.Tr>
              );
            })}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <Text size="sm" c="dimmed">
        {t('check.rulesNote')}
      </Text>
    </Stack>
  );
}

function Kept({ lists }: { lists: readonly NamedList[] }) {
  const { t } = useTranslation('insights');
  const format = useFormat();
  return (
    <Stack gap="xs">
      <Title order={3} size="h5">
        {t('check.kept')}
      </Title>
      <Text size="sm" c="dimmed">
        {t(lists.length === 0 ? 'check.keptNone' : 'check.keptNote')}
      </Text>
      {lists.length > 0 && (
        <Table verticalSpacing={4} horizontalSpacing="xs" tabularNums aria-label={t('check.kept')}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('bands.day')}</Table.Th>
              <Table.Th ta="end">{t('check.named')}</Table.Th>
              <Table.Th ta="end">{t('check.said')}</Table.Th>
              <Table.Th ta="end">{t('check.away')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {lists.map((list) => (
              <Table.Tr key={list.month}>
                <Table.Th scope="row" fw={500}>
                  {format.day(list.day)}
                </Table.Th>
                <Table.Td ta="end">{format.number(list.named)}</Table.Td>
                <Table.Td ta="end">{format.number(tenths(list.said))}</Table.Td>
                <Table.Td ta="end" fw={650}>
                  {list.stayedAway === null ? t('check.running') : format.number(list.stayedAway)}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Stack>
  );
}
