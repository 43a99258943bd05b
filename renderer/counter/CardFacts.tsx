import { Button } from '@mantine/core';
import { IconClockBolt, IconCoins, IconGift, IconHourglass, IconInfoCircle } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CounterCard } from '../../preload/contract/counter.ts';
import { useFormat } from '../app/format.ts';
import css from './Counter.module.css';
import { runningOut } from './cardWords.ts';

/** Dates shown before the rest is folded away. */
const datesAtOnce = 5;

/** The happy hour that runs now, named before anything is recorded (F-11). */
export function RunningNow({ card: { state, multiplier } }: { card: CounterCard }) {
  const { t } = useTranslation('counter');
  const format = useFormat();
  if (state !== 'running' || !multiplier) return null;
  const { name, effect } = multiplier;
  return (
    <ul className={css.cardFacts}>
      <Fact icon={<IconClockBolt aria-hidden />} strong>
        {effect.kind === 'times'
          ? t('fact.times', { name, times: format.number(effect.times) })
          : t('fact.plus', { name, n: format.number(effect.units) })}
      </Fact>
    </ul>
  );
}

/** What the drawing of a card does not say: what is on the way, what waits and what runs out when. */
export function CardFacts({ card }: { card: CounterCard }) {
  const { t } = useTranslation('counter');
  const format = useFormat();
  const { carry, minimumSpend, every } = card;
  const interim =
    card.kind === 'stamps'
      ? card.cardRewards.find(({ at, reached }) => !reached && at > card.stamps && at !== card.goal)
      : null;
  const running = card.state === 'running';
  return (
    <ul className={css.cardFacts}>
      {card.usedUp && <Fact icon={<IconInfoCircle aria-hidden />}>{t('fact.usedUp')}</Fact>}
      {interim && (
        <Fact icon={<IconGift aria-hidden />}>
          {t('fact.interim', { count: interim.at - card.stamps, reward: interim.name })}
        </Fact>
      )}
      {running && card.per === 'amount' && every !== null && (
        <Fact icon={<IconCoins aria-hidden />}>
          {card.kind === 'stamps'
            ? t('fact.rateStamps', { count: card.units, amount: format.money(every) })
            : t('fact.ratePoints', { count: card.units, amount: format.money(every) })}
        </Fact>
      )}
      {running && minimumSpend !== null && (
        <Fact icon={<IconCoins aria-hidden />}>{t('fact.minimum', { minimum: format.money(minimumSpend) })}</Fact>
      )}
      {carry !== 0 && (
        <Fact icon={<IconCoins aria-hidden />}>
          {carry < 0
            ? t('fact.carryOwed', { amount: format.money(-carry) })
            : card.kind === 'stamps'
              ? t('fact.carryStamp', { amount: format.money(carry) })
              : t('fact.carryPoint', { amount: format.money(carry) })}
        </Fact>
      )}
      <RunsOut card={card} />
    </ul>
  );
}

/** Every batch with its date (F-15): "12 points until 3 May, 30 until 9 June". */
function RunsOut({ card }: { card: CounterCard }) {
  const { t } = useTranslation('counter');
  const format = useFormat();
  const [all, setAll] = useState(false);
  const dates = runningOut(card.lots);
  if (dates.length === 0) return null;
  const shown = all ? dates : dates.slice(0, datesAtOnce);
  const words = shown.map(({ units, day }) =>
    card.kind === 'stamps'
      ? t('fact.stampsUntil', { count: units, day: format.day(day) })
      : t('fact.pointsUntil', { count: units, number: format.number(units), day: format.day(day) }),
  );
  return (
    <Fact icon={<IconHourglass aria-hidden />}>
      {words.join(', ')}
      {shown.length < dates.length && (
        <Button variant="subtle" size="sm" onClick={() => setAll(true)}>
          {t('fact.moreDates', { count: dates.length - shown.length })}
        </Button>
      )}
    </Fact>
  );
}

function Fact({ icon, strong = false, children }: { icon: ReactNode; strong?: boolean; children: ReactNode }) {
  return (
    <li className={css.fact} data-strong={strong || undefined}>
      {icon}
      <span>{children}</span>
    </li>
  );
}
