import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { MonthReport } from '../../preload/contract/month.ts';
import { useFormat } from '../app/format.ts';
import { FactList } from './FactList.tsx';
import { Section } from './Section.tsx';

/** Share of visits with an amount below which nothing is said about money, percent. */
const enough = 80;

/** What the visits brought, what is to be expected, and what customers cost (F-85). Dashes where too few visits carry an amount. */
export function MoneyView({ report, children }: { report: MonthReport; children?: React.ReactNode }) {
  const { t } = useTranslation('month');
  const format = useFormat();
  const { costs } = report;
  const { money, figures } = report.content;
  const amount = (minor: number | null) => (minor === null ? '—' : format.money(Math.round(minor)));
  const share = money.with_amount_pct;
  const spent = (key: 'perNewHint' | 'perKeptHint', cost: number | null, count: number) =>
    cost === null ? t('money.costsUnknown') : t(`money.${key}`, { cost: amount(cost), count });
  return (
    <Section id="money-title" title={t('money.title')}>
      <FactList
        facts={[
          { key: 'income', name: t('money.income'), value: amount(money.income) },
          { key: 'perActive', name: t('money.perActive'), value: amount(money.income_per_active) },
          { key: 'perVisit', name: t('money.perVisit'), value: amount(money.income_per_visit) },
          {
            key: 'returning',
            name: t('money.returning'),
            hint: t('money.returningHint'),
            value: format.percent(money.returning_share_pct),
          },
          {
            key: 'retained',
            name: t('money.retained'),
            hint: t('money.retainedHint'),
            value: format.percent(money.revenue_retention_pct),
          },
          {
            key: 'expected',
            name: t('money.expected'),
            hint: t('money.expectedHint'),
            value: amount(money.expected_value),
          },
          {
            key: 'perNew',
            name: t('money.perNew'),
            hint: spent('perNewHint', costs.winning, figures.new),
            value: amount(costs.per_new),
          },
          {
            key: 'perKept',
            name: t('money.perKept'),
            hint: spent('perKeptHint', costs.keeping, figures.kept),
            value: amount(costs.per_kept),
          },
        ]}
      />
      <Text size="sm" c="dimmed">
        {share === null
          ? t('money.noVisits')
          : t(share < enough ? 'money.tooFew' : 'money.coverage', {
              share: format.percent(share),
              enough: format.wholePercent(enough),
            })}
      </Text>
      {children}
    </Section>
  );
}
