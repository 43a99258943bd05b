import { Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Compared, MonthContent } from '../../preload/contract/month.ts';
import { useFormat } from '../app/format.ts';
import { difference, type Kind, measures, written } from './measures.ts';
import { addMonths } from './months.ts';
import { Section } from './Section.tsx';

/** The month beside the one before it and the same one a year ago (F-53). */
export function Comparison({ content }: { content: MonthContent }) {
  const { t } = useTranslation('month');
  const format = useFormat();
  const { month } = content.figures;
  return (
    <Section id="comparison-title" title={t('compare.title')} note={t('compare.note')}>
      <Table.ScrollContainer minWidth="34rem">
        <Table verticalSpacing="0.3rem" horizontalSpacing="xs" tabularNums aria-labelledby="comparison-title">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('compare.figure')}</Table.Th>
              <Table.Th ta="end">{format.month(month)}</Table.Th>
              <Table.Th ta="end">{format.month(addMonths(month, -1))}</Table.Th>
              <Table.Th ta="end">{format.month(addMonths(month, -12))}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {measures.map(({ key, kind, of }) => (
              <Table.Tr key={key}>
                <Table.Th scope="row" fw={500}>
                  {t(`compare.${key}`)}
                </Table.Th>
                <Table.Td ta="end" fw={650}>
                  {written(of(content), kind, format)}
                </Table.Td>
                <Then now={of(content)} then={content.lastMonth} kind={kind} of={of} />
                <Then now={of(content)} then={content.lastYear} kind={kind} of={of} />
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Section>
  );
}

interface ThenProps {
  readonly now: number | null;
  readonly then: Compared | null;
  readonly kind: Kind;
  of(month: Compared): number | null;
}

/** The figure then, and how much more or less it is now. */
function Then({ now, then, kind, of }: ThenProps) {
  const format = useFormat();
  const value = then && of(then);
  const by = difference(now, value, kind, format);
  return (
    <Table.Td ta="end">
      {written(value, kind, format)}{' '}
      <Text span size="sm" c="dimmed" miw="4.5em" display="inline-block">
        {by === null ? '' : `(${by})`}
      </Text>
    </Table.Td>
  );
}
