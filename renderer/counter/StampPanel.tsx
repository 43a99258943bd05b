import { Button, SimpleGrid, UnstyledButton } from '@mantine/core';
import { IconCoins, IconRubberStamp } from '@tabler/icons-react';
import { type RefObject, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CounterCard } from '../../preload/contract/counter.ts';
import { parseMoney } from '../../preload/contract/money.ts';
import { useFormat, useLocale } from '../app/format.ts';
import { AmountWithPad } from './AmountInput.tsx';
import { BigButton } from './BigButton.tsx';
import css from './Counter.module.css';
import { boughtOf, ItemPicker, type Lines } from './ItemPicker.tsx';
import { stamp, useCounter } from './store.ts';
import { useStampKeys } from './useTillKeys.ts';

const several = [2, 3, 4, 5, 6, 7, 8, 9] as const;
const nothing: Lines = new Map();

interface StampPanelProps {
  card: CounterCard;
  /** Set when stamping is the obvious action. */
  primary: RefObject<HTMLButtonElement | null> | null;
  /** The customer was just served: a stamp is possible, but not expected. */
  served: boolean;
  /** It would be another stamp of the same visit. */
  again: boolean;
}

/**
 * Records a visit on a card. A punch card that counts visits is one press; the amount and what was bought are asked only where the program
 * needs them (F-07, F-19), and then the field is there at once.
 */
export function StampPanel({ card, primary, served, again }: StampPanelProps) {
  const { t } = useTranslation('counter');
  const { currency } = useLocale();
  const busy = useCounter((state) => state.busy);
  const paid = usePaidByReward();
  const [typed, setTyped] = useState('');
  const [lines, setLines] = useState(nothing);
  const [wrong, setWrong] = useState<string | null>(null);
  const [open, setOpen] = useState<'several' | 'amount' | 'items' | null>(null);
  const amountField = useRef<HTMLInputElement>(null);
  const byVisit = card.per === 'visit';
  const needsAmount = card.minimumSpend !== null || card.per === 'amount';
  const needsItems = card.per === 'item';
  const digits = byVisit && card.kind === 'stamps';

  const refuse = (why: string) => {
    setWrong(why);
    if (open !== 'items') setOpen('amount');
    amountField.current?.focus();
  };
  /** Null for what the program says. */
  const give = async (stamps: number | null) => {
    const amount = typed.trim() === '' ? null : parseMoney(typed, currency);
    const items = boughtOf(lines, currency);
    if ((typed.trim() !== '' && amount === null) || items === null) return refuse(t('amount.notMoney'));
    const known = amount !== null || (items.length > 0 && items.every((item) => item.amount !== null));
    if (needsAmount && !known) return refuse(card.kind === 'stamps' ? t('amount.needed') : t('amount.neededPoints'));
    setWrong(null);
    if (!(await stamp({ programId: card.programId, stamps, amount, items }))) return;
    // The next stamp is another purchase.
    setTyped('');
    setLines(nothing);
    setOpen(null);
  };
  useStampKeys(digits && !served, (stamps) => void give(stamps));

  const withAmount = (needsAmount && !served) || open === 'amount';
  const withItems = card.countsItems && ((needsItems && !served) || open === 'items');
  const toggle = (what: 'several' | 'amount' | 'items') => setOpen(open === what ? null : what);
  return (
    <div className={css.panel}>
      {withItems && <ItemPicker lines={lines} onChange={setLines} amounts={needsAmount} />}
      {withAmount && (
        <AmountWithPad
          ref={amountField}
          label={t('amount.label')}
          description={<AmountHelp card={card} paid={paid} />}
          size="lg"
          autoFocus={open === 'amount' || (card.per === 'amount' && primary !== null)}
          error={wrong}
          value={typed}
          onType={(text) => {
            setTyped(text);
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
        icon={card.kind === 'stamps' ? <IconRubberStamp aria-hidden /> : <IconCoins aria-hidden />}
        {...(primary ? { keyHint: 'Enter' } : served || !digits ? {} : { keyHint: '1' })}
        onClick={() => void give(null)}
      >
        {buttonWords(card, again, t)}
      </BigButton>
      <div className={css.more}>
        {digits && (
          <Button variant="subtle" size="sm" aria-expanded={open === 'several'} onClick={() => toggle('several')}>
            {t('stamp.several')}
          </Button>
        )}
        {!needsAmount && (
          <Button variant="subtle" size="sm" aria-expanded={open === 'amount'} onClick={() => toggle('amount')}>
            {t('amount.add')}
          </Button>
        )}
        {card.countsItems && !needsItems && (
          <Button variant="subtle" size="sm" aria-expanded={open === 'items'} onClick={() => toggle('items')}>
            {t('items.open')}
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

/** "Add a stamp" where a visit brings it; where an amount or the things bought do, the purchase is recorded. */
function buttonWords(card: CounterCard, again: boolean, t: ReturnType<typeof useTranslation<'counter'>>['t']): string {
  if (card.per !== 'visit') return again ? t('record.another') : t('record.purchase');
  if (card.kind === 'points') return t('stamp.addPoints', { count: card.units });
  if (card.units > 1) return t('stamp.addSeveral', { count: card.units });
  return again ? t('stamp.another') : t('stamp.add');
}

/** Minor units that the last action took off this customer's purchase: they earn nothing (F-07), and the till says so. */
function usePaidByReward(): number {
  const { shown, opened } = useCounter();
  if (!shown || shown.undone || shown.confirmation.customerId !== opened?.customerId) return 0;
  const { spent, redeemed, used, offerId } = shown.confirmation;
  const paying = offerId === null ? redeemed : used;
  return spent?.amount ?? (paying?.kind === 'amount' ? (paying.value ?? 0) : 0);
}

function AmountHelp({ card, paid }: { card: CounterCard; paid: number }) {
  const { t } = useTranslation('counter');
  const format = useFormat();
  const minimum = card.minimumSpend === null ? null : format.money(card.minimumSpend);
  return (
    <>
      {minimum !== null &&
        (card.kind === 'stamps' ? t('amount.minimum', { minimum }) : t('amount.minimumPoints', { minimum }))}
      {minimum !== null && paid > 0 && ' · '}
      {paid > 0 && t('amount.paid', { amount: format.money(paid) })}
    </>
  );
}
