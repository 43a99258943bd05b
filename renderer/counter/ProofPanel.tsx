import { Button, PinInput, Text } from '@mantine/core';
import { IconGift, IconScan } from '@tabler/icons-react';
import { type RefObject, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CounterCard, CounterCustomer } from '../../preload/contract/counter.ts';
import type { AppErrorData } from '../../preload/contract/errors.ts';
import { ErrorText } from '../app/errors.tsx';
import { useFormat } from '../app/format.ts';
import { usePinGate } from '../app/session.ts';
import { BigButton } from './BigButton.tsx';
import css from './Counter.module.css';
import { DayAndMonth } from './DayAndMonth.tsx';
import { shownName, useHidden } from './privacy.ts';
import { askFor, type Claim, handOver, type Proof, useCounter } from './store.ts';

interface ProofPanelProps {
  customer: CounterCustomer;
  /** Null where only an offer can be claimed. */
  card: CounterCard | null;
  claim: Claim;
  /** What the scanner read for this customer, which proves the person. */
  code: string | null;
  primary: RefObject<HTMLButtonElement | null>;
}

/** Hands over what was claimed, once, to the right person (F-17): the scanned card, three digits, a birthday, or somebody one knows. */
export function ProofPanel({ customer, card, claim, code, primary }: ProofPanelProps) {
  const { t } = useTranslation('counter');
  const title = useTitle(claim, card);
  const hidden = useHidden();
  const busy = useCounter((state) => state.busy);
  const gate = usePinGate();
  const [error, setError] = useState<AppErrorData | null>(null);
  const [tries, setTries] = useState(0);
  const [by, setBy] = useState(customer.canProveBy[0] ?? 'known');
  const way = code === null ? by : 'card';

  const hand = async (proof: Proof) => {
    setError(null);
    const hindered = await handOver(claim, proof, gate.run);
    setError(hindered);
    if (hindered) setTries((n) => n + 1);
  };
  const choose = (other: typeof by) => {
    setBy(other);
    setError(null);
  };
  // The panel begins with its own field or button; nothing else may be in the way of Enter.
  useEffect(() => {
    if (way === 'card' || way === 'known') primary.current?.focus();
  }, [way, primary]);

  return (
    <section className={css.panel} aria-label={title}>
      <Text fw={700} size="lg">
        {title}
      </Text>
      {way === 'card' && (
        <>
          <Text className={css.proved}>
            <IconScan aria-hidden /> {t('redeem.byCard')}
          </Text>
          <BigButton
            ref={primary}
            busy={busy}
            keyHint="Enter"
            icon={<IconGift aria-hidden />}
            onClick={() => void hand({ by: 'card', code: code ?? '' })}
          >
            {t('redeem.hand')}
          </BigButton>
        </>
      )}
      {way === 'phone' && (
        <ThreeDigits key={tries} wrong={error !== null} onDigits={(digits) => void hand({ by: 'phone', digits })} />
      )}
      {way === 'birthday' && (
        <BirthdayProof onDay={(month, day) => void hand({ by: 'birthday', month, day })} busy={busy} />
      )}
      {way === 'known' && (
        <>
          <Text>{t('redeem.known', { name: shownName(t, hidden, customer) })}</Text>
          <BigButton ref={primary} busy={busy} keyHint="Enter" onClick={() => void hand({ by: 'known' })}>
            {t('redeem.iKnow')}
          </BigButton>
        </>
      )}
      <ErrorText error={error} />
      <div className={css.more}>
        {way !== 'card' &&
          customer.canProveBy
            .filter((other) => other !== way)
            .map((other) => (
              <Button key={other} variant="subtle" size="sm" onClick={() => choose(other)}>
                {other === 'phone' ? t('redeem.usePhone') : t('redeem.useBirthday')}
              </Button>
            ))}
        <Button variant="subtle" size="sm" color="gray" onClick={() => askFor(null)}>
          {t('redeem.close')}
        </Button>
      </div>
    </section>
  );
}

/** What is being handed over, in words. */
function useTitle(claim: Claim, card: CounterCard | null): string {
  const { t } = useTranslation('counter');
  const format = useFormat();
  if (claim.what === 'offer') return t('redeem.title', { reward: claim.name });
  if (claim.what === 'reward')
    return t('redeem.title', { reward: card?.rewards.find(({ rewardId }) => rewardId === claim.rewardId)?.name ?? '' });
  const { spend } = claim;
  if (spend.on === 'amount') {
    const amount = format.money(spend.points * (card?.pointValue ?? 0));
    return t('spend.titleAmount', { count: spend.points, number: format.number(spend.points), amount });
  }
  const reward = card?.cardRewards.find(({ programRewardId }) => programRewardId === spend.programRewardId);
  return t('redeem.title', { reward: reward?.name ?? '' });
}

function ThreeDigits({ wrong, onDigits }: { wrong: boolean; onDigits(digits: string): void }) {
  const { t } = useTranslation('counter');
  return (
    <div>
      <Text id="redeem-digits" mb="xs">
        {t('redeem.askPhone')}
      </Text>
      <PinInput
        length={3}
        type="number"
        size="xl"
        autoFocus
        oneTimeCode={false}
        placeholder=""
        error={wrong}
        ariaLabel={t('redeem.digit')}
        aria-labelledby="redeem-digits"
        role="group"
        onComplete={onDigits}
      />
    </div>
  );
}

function BirthdayProof({ busy, onDay }: { busy: boolean; onDay(month: number, day: number): void }) {
  const { t } = useTranslation('counter');
  const [day, setDay] = useState<number | null>(null);
  const [month, setMonth] = useState<number | null>(null);
  return (
    <div className={css.panel}>
      <Text>{t('redeem.askBirthday')}</Text>
      <DayAndMonth day={day} month={month} onDay={setDay} onMonth={setMonth} autoFocus />
      <BigButton
        busy={busy}
        disabled={day === null || month === null}
        icon={<IconGift aria-hidden />}
        onClick={() => {
          if (day !== null && month !== null) onDay(month, day);
        }}
      >
        {t('redeem.hand')}
      </BigButton>
    </div>
  );
}
