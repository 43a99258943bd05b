import { Button, Text, TextInput } from '@mantine/core';
import { IconCoins, IconGift } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CounterCard } from '../../preload/contract/counter.ts';
import { useFormat } from '../app/format.ts';
import { BigButton } from './BigButton.tsx';
import css from './Counter.module.css';
import { cardProgress, worthWords } from './cardWords.ts';
import { NumberPad } from './NumberPad.tsx';
import { askFor, type Spend } from './store.ts';

/** What points are spent on: a reward at its price, or any part of them as money off (F-18). Then the person is asked for. */
export function SpendPanel({ card }: { card: CounterCard }) {
  const { t } = useTranslation('counter');
  const format = useFormat();
  const { programId, pointValue, stamps } = card;
  const within = card.cardRewards.filter(({ reached }) => reached);
  const spend = (on: Spend) => askFor({ what: 'points', programId, spend: on });
  return (
    <section className={css.panel} aria-label={t('spend.title')}>
      <Text fw={700} size="lg">
        {t('spend.title')}
      </Text>
      <Text c="dimmed">{cardProgress(t, format, card)}</Text>
      {within.map((reward, index) => {
        const worth = worthWords(t, format, reward);
        return (
          <BigButton
            key={reward.programRewardId}
            quiet
            autoFocus={index === 0}
            icon={<IconGift aria-hidden />}
            onClick={() => spend({ on: 'reward', programRewardId: reward.programRewardId })}
          >
            <span className={css.price}>
              <span>{reward.name}</span>
              <span className={css.ticketFacts}>
                {t('card.points', { count: reward.at, number: format.number(reward.at) })}
                {worth !== null && ` · ${worth}`}
              </span>
            </span>
          </BigButton>
        );
      })}
      {pointValue !== null && (
        <Part
          balance={stamps}
          worth={pointValue}
          focus={within.length === 0}
          onPoints={(points) => spend({ on: 'amount', points })}
        />
      )}
      <div className={css.more}>
        <Button variant="subtle" size="sm" color="gray" onClick={() => askFor(null)}>
          {t('redeem.close')}
        </Button>
      </div>
    </section>
  );
}

interface PartProps {
  balance: number;
  /** Minor units a point is worth. */
  worth: number;
  focus: boolean;
  onPoints(points: number): void;
}

/** Any number of points from 1 to all of them, with what they take off. */
function Part({ balance, worth, focus, onPoints }: PartProps) {
  const { t } = useTranslation('counter');
  const format = useFormat();
  const [typed, setTyped] = useState('');
  const [wrong, setWrong] = useState<string | null>(null);
  const points = /^\d{1,10}$/.test(typed.trim()) ? Number(typed) : null;
  const type = (text: string) => {
    setTyped(text);
    setWrong(null);
  };
  const confirm = () => {
    if (points === null || points < 1) return setWrong(t('spend.notPoints'));
    if (points > balance) return setWrong(t('spend.tooMany', { count: balance, number: format.number(balance) }));
    onPoints(points);
  };
  return (
    <>
      <TextInput
        label={t('spend.part')}
        description={t('spend.partHelp', { amount: format.money(worth) })}
        size="lg"
        inputMode="numeric"
        autoComplete="off"
        maxLength={10}
        autoFocus={focus}
        value={typed}
        error={wrong}
        onChange={(event) => type(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          event.preventDefault();
          confirm();
        }}
      />
      <NumberPad value={typed} onChange={type} decimal={null} />
      <div className={css.more}>
        <Button variant="subtle" size="sm" onClick={() => type(String(balance))}>
          {t('spend.all', { number: format.number(balance) })}
        </Button>
      </div>
      <BigButton icon={<IconCoins aria-hidden />} onClick={confirm}>
        {points === null || points < 1 || points > balance
          ? t('spend.take')
          : t('spend.takeAmount', { amount: format.money(points * worth) })}
      </BigButton>
    </>
  );
}
