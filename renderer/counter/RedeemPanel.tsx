import { Button, PinInput, Text } from '@mantine/core';
import { IconGift, IconScan } from '@tabler/icons-react';
import { type RefObject, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CounterCustomer, OpenReward } from '../../preload/contract/counter.ts';
import type { AppErrorData } from '../../preload/contract/errors.ts';
import { customerName } from '../app/customerName.ts';
import { ErrorText } from '../app/errors.tsx';
import { usePinGate } from '../app/session.ts';
import { BigButton } from './BigButton.tsx';
import css from './Counter.module.css';
import { DayAndMonth } from './DayAndMonth.tsx';
import { askProof, type Proof, redeem, useCounter } from './store.ts';

interface RedeemPanelProps {
  customer: CounterCustomer;
  reward: OpenReward;
  /** What the scanner read for this customer, which proves the person. */
  code: string | null;
  primary: RefObject<HTMLButtonElement | null>;
}

/** Hands a reward over, once, to the right person (F-17): the scanned card, three digits, a birthday, or somebody one knows. */
export function RedeemPanel({ customer, reward, code, primary }: RedeemPanelProps) {
  const { t } = useTranslation('counter');
  const busy = useCounter((state) => state.busy);
  const gate = usePinGate();
  const [error, setError] = useState<AppErrorData | null>(null);
  const [tries, setTries] = useState(0);
  const [by, setBy] = useState(customer.canProveBy[0] ?? 'known');
  const way = code === null ? by : 'card';

  const hand = async (proof: Proof) => {
    setError(null);
    const hindered = await redeem(reward.rewardId, proof, gate.run);
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
    <section className={css.panel} aria-label={t('redeem.title', { reward: reward.name })}>
      <Text fw={700} size="lg">
        {t('redeem.title', { reward: reward.name })}
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
          <Text>{t('redeem.known', { name: customerName(t, customer) })}</Text>
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
        <Button variant="subtle" size="sm" color="gray" onClick={() => askProof(null)}>
          {t('redeem.close')}
        </Button>
      </div>
    </section>
  );
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
