import { Button } from '@mantine/core';
import type { CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import type { CounterBenefit, CounterCustomer } from '../../preload/contract/counter.ts';
import { useAct } from '../app/client.ts';
import { showDone } from '../app/confirm.ts';
import { showError } from '../app/errors.tsx';
import { type Format, useFormat } from '../app/format.ts';
import css from './Counter.module.css';
import { iconOf, inkOf } from './cardLook.ts';
import { worthWords } from './cardWords.ts';
import { takeBenefit, useCounter } from './store.ts';

/** What this customer has as a frequent buyer or a member (F-04), each with one button, and what they could join. */
export function BenefitList({ customer }: { customer: CounterCustomer }) {
  const { t } = useTranslation('counter');
  const { benefits, joinable, archived, customerId } = customer;
  const join = useAct('counter.join');
  if (archived || (benefits.length === 0 && joinable.length === 0)) return null;
  return (
    <section className={css.panel} aria-label={t('benefit.title')}>
      {benefits.map((benefit) => (
        <Benefit key={benefit.programId} of={benefit} />
      ))}
      {joinable.length > 0 && (
        <div className={css.more}>
          {joinable.map(({ programId, name }) => (
            <Button
              key={programId}
              variant="subtle"
              size="sm"
              loading={join.busy}
              onClick={async () => {
                const answer = await join.act({ customerId, programId });
                if (answer.ok) showDone(t('benefit.joined', { program: name }));
                else showError(answer.error);
              }}
            >
              {t('benefit.join', { program: name })}
            </Button>
          ))}
        </div>
      )}
    </section>
  );
}

function Benefit({ of }: { of: CounterBenefit }) {
  const { t } = useTranslation('counter');
  const format = useFormat();
  const busy = useCounter((state) => state.busy);
  const Drawing = iconOf[of.icon];
  const worth = worthWords(t, format, of.benefit);
  return (
    <div className={css.benefit} style={{ '--ink': inkOf[of.color] } as CSSProperties}>
      <span className={css.tabIcon} aria-hidden>
        <Drawing size="1.1rem" />
      </span>
      <span className={css.benefitText}>
        <strong>{of.benefit.name}</strong>
        <span className={css.benefitFacts}>
          {[of.name, worth, ...benefitFacts(of, format, t)].filter(Boolean).join(' · ')}
        </span>
      </span>
      {of.available && (
        <Button
          size="md"
          variant="light"
          aria-busy={busy}
          aria-label={t('benefit.useOne', { benefit: of.benefit.name })}
          onClick={(event) => {
            if (!busy && event.detail < 2) void takeBenefit(of.programId);
          }}
        >
          {t('benefit.use')}
        </Button>
      )}
    </div>
  );
}

/** How far it is from being given, how many uses are left, until when. */
function benefitFacts(
  of: CounterBenefit,
  format: Format,
  t: ReturnType<typeof useTranslation<'counter'>>['t'],
): string[] {
  const { visits, needed, withinDays, usageCap, uses } = of;
  const left = usageCap === null ? null : Math.max(0, usageCap - uses);
  return [
    ...(visits !== null && needed !== null && withinDays !== null && visits < needed
      ? [t('benefit.visits', { visits, count: needed, days: format.number(withinDays) })]
      : []),
    ...(left === null ? [] : [left === 0 ? t('benefit.usedUp') : t('benefit.left', { count: left })]),
    ...(of.usedToday ? [t('benefit.usedToday')] : []),
    ...(of.endsOn === null ? [] : [t('benefit.until', { day: format.day(of.endsOn) })]),
  ];
}
