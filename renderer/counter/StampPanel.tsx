import { Button, SimpleGrid, UnstyledButton } from '@mantine/core';
import { IconRubberStamp } from '@tabler/icons-react';
import { type RefObject, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CounterCard } from '../../preload/contract/counter.ts';
import { parseMoney } from '../../preload/contract/money.ts';
import { useFormat, useLocale } from '../app/format.ts';
import { AmountInput } from './AmountInput.tsx';
import { BigButton } from './BigButton.tsx';
import css from './Counter.module.css';
import { stamp, useCounter } from './store.ts';
import { useStampKeys } from './useTillKeys.ts';

const several = [2, 3, 4, 5, 6, 7, 8, 9] as const;

interface StampPanelProps {
  card: CounterCard;
  /** Set when stamping is the obvious action. */
  primary: RefObject<HTMLButtonElement | null> | null;
  /** The customer was just served: a stamp is possible, but not expected. */
  served: boolean;
  /** It would be another stamp of the same visit. */
  again: boolean;
}

/** Give one stamp or several; the amount is asked only where the program has a minimum spend (F-07, F-19). */
export function StampPanel({ card, primary, served, again }: StampPanelProps) {
  const { t } = useTranslation('counter');
  const format = useFormat();
  const { currency } = useLocale();
  const busy = useCounter((state) => state.busy);
  const [typed, setTyped] = useState('');
  const [wrong, setWrong] = useState<string | null>(null);
  const [open, setOpen] = useState<'several' | 'amount' | null>(null);
  const amountField = useRef<HTMLInputElement>(null);
  const needsAmount = card.minimumSpend !== null;

  const refuse = (why: string) => {
    setWrong(why);
    setOpen('amount');
    amountField.current?.focus();
  };
  /** Null for what the program says. */
  const give = async (stamps: number | null) => {
    const amount = typed.trim() === '' ? null : parseMoney(typed, currency);
    if (typed.trim() !== '' && amount === null) return refuse(t('amount.notMoney'));
    if (needsAmount && amount === null) return refuse(t('amount.needed'));
    setWrong(null);
    if (!(await stamp({ programId: card.programId, stamps, amount }))) return;
    // The next stamp is another purchase.
    setTyped('');
    setOpen(null);
  };
  useStampKeys(!served, (stamps) => void give(stamps));

  return (
    <div className={css.panel}>
      {((needsAmount && !served) || open === 'amount') && (
        <AmountInput
          ref={amountField}
          label={t('amount.label')}
          description={
            card.minimumSpend === null ? null : t('amount.minimum', { minimum: format.money(card.minimumSpend) })
          }
          size="lg"
          autoFocus={open === 'amount'}
          error={wrong}
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            setWrong(null);
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return;
            event.preventDefault();
            void give(null);
          }}
        />
      )}
      <BigButton
        ref={primary ?? undefined}
        quiet={primary === null}
        busy={busy}
        icon={<IconRubberStamp aria-hidden />}
        {...(primary ? { keyHint: 'Enter' } : served ? {} : { keyHint: '1' })}
        onClick={() => void give(null)}
      >
        {again ? t('stamp.another') : t('stamp.add')}
      </BigButton>
      <div className={css.more}>
        <Button
          variant="subtle"
          size="sm"
          aria-expanded={open === 'several'}
          onClick={() => setOpen(open === 'several' ? null : 'several')}
        >
          {t('stamp.several')}
        </Button>
        {!needsAmount && (
          <Button
            variant="subtle"
            size="sm"
            aria-expanded={open === 'amount'}
            onClick={() => setOpen(open === 'amount' ? null : 'amount')}
          >
            {t('amount.add')}
          </Button>
        )}
      </div>
      {open === 'several' && (
        <SimpleGrid cols={4} spacing="xs">
          {several.map((stamps) => (
            <UnstyledButton
              key={stamps}
              className={css.few}
              aria-label={t('stamp.addSeveral', { count: stamps })}
              onClick={(event) => {
                if (event.detail < 2) void give(stamps);
              }}
            >
              +{stamps}
            </UnstyledButton>
          ))}
        </SimpleGrid>
      )}
    </div>
  );
}
