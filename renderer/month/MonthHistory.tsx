import { Button, Card, Stack, Table, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { MonthFigures } from '../../preload/contract/month.ts';
import { useFormat } from '../app/format.ts';
import { RetentionLine } from './RetentionLine.tsx';

/** Behind the chosen month; dimmed text on it keeps 4.5:1 in light and dark. */
const shade = 'light-dark(var(--mantine-color-gray-1), var(--mantine-color-dark-6))';

interface HistoryProps {
  /** Oldest first. */
  readonly months: readonly MonthFigures[];
  readonly chosen: string;
  onMonth(month: string): void;
}

/** The months one under the other, newest first, with the line of their retention. */
export function MonthHistory({ months, chosen, onMonth }: HistoryProps) {
  const { t } = useTranslation('month');
  return (
    <Card withBorder radius="lg" padding="lg" component="section" aria-labelledby="history-title">
      <Stack gap="lg">
        <Title order={2} size="h3" id="history-title">
          {t('history.title')}
        </Title>
        <RetentionLine months={months} />
        <Table.ScrollContainer minWidth="44rem">
          <Table
            verticalSpacing={4}
            horizontalSpacing="xs"
            highlightOnHover
            highlightOnHoverColor={shade}
            tabularNums
            aria-labelledby="history-title"
          >
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('history.month')}</Table.Th>
                {(['start', 'new', 'wonBack', 'lost', 'end', 'retention', 'churn', 'visitors'] as const).map((key) => (
                  <Table.Th key={key} ta="end">
                    {t(`history.${key}`)}
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {months.toReversed().map((figures) => (
                <MonthRow key={figures.month} figures={figures} chosen={figures.month === chosen} onMonth={onMonth} />
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      </Stack>
    </Card>
  );
}

function MonthRow({
  figures,
  chosen,
  onMonth,
}: {
  figures: MonthFigures;
  chosen: boolean;
  onMonth(month: string): void;
}) {
  const { t } = useTranslation('month');
  const format = useFormat();
  const name = format.month(figures.month);
  const counts = [figures.start, figures.new, figures.won_back, figures.lost, figures.end];
  const early = !figures.mature && figures.start > 0;
  return (
    <Table.Tr {...(chosen ? { bg: shade } : {})}>
      <Table.Th scope="row" fw={500}>
        <Button
          variant="subtle"
          px="xs"
          aria-label={t('history.open', { month: name })}
          aria-current={chosen ? 'true' : undefined}
          onClick={() => onMonth(figures.month)}
        >
          {name}
        </Button>
        {!figures.complete && (
          <Text size="xs" c="dimmed" px="xs">
            {t('soFar')}
          </Text>
        )}
      </Table.Th>
      {counts.map((count, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: five fixed columns
        <Table.Td key={index} ta="end">
          {format.number(count)}
        </Table.Td>
      ))}
      <Table.Td ta="end">
        <Text span fw={650}>
          {format.percent(figures.retention_pct)}
        </Text>
        {early && (
          <Text size="xs" c="dimmed">
            {t('early')}
          </Text>
        )}
      </Table.Td>
      <Table.Td ta="end">{format.percent(figures.churn_pct)}</Table.Td>
      <Table.Td ta="end">{format.number(figures.visitors)}</Table.Td>
    </Table.Tr>
  );
}
