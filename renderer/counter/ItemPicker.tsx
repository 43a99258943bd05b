import { ActionIcon, UnstyledButton } from '@mantine/core';
import { IconMinus, IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { parseMoney } from '../../preload/contract/money.ts';
import type { Item } from '../../preload/contract/programs.ts';
import type { ItemId } from '../../preload/contract/values.ts';
import { useAsk } from '../app/client.ts';
import { AmountInput } from './AmountInput.tsx';
import css from './Counter.module.css';
import type { StampInput } from './store.ts';

/** How many of an item, and what they cost together as it was typed. */
export interface Line {
  readonly quantity: number;
  readonly amount: string;
}
export type Lines = ReadonlyMap<ItemId, Line>;

/** The lines as the contract wants them; null when an amount is no money. */
export function boughtOf(lines: Lines, currency: string): NonNullable<StampInput['items']> | null {
  const bought = [...lines].map(([itemId, { quantity, amount }]) => ({
    itemId,
    quantity,
    amount: amount.trim() === '' ? null : parseMoney(amount, currency),
    typed: amount.trim() !== '',
  }));
  if (bought.some(({ typed, amount }) => typed && amount === null)) return null;
  return bought.map(({ typed: _typed, ...line }) => line);
}

interface ItemPickerProps {
  lines: Lines;
  onChange(lines: Lines): void;
  /** What each costs matters too. */
  amounts: boolean;
}

/** What was bought, by large buttons in their categories (F-03): each press is one more. */
export function ItemPicker({ lines, onChange, amounts }: ItemPickerProps) {
  const { t } = useTranslation('counter');
  const items = (useAsk('programs.items', {}).data ?? []).filter((item) => !item.archived);
  const change = (itemId: ItemId, line: Partial<Line>) => {
    const known = lines.get(itemId) ?? { quantity: 0, amount: '' };
    const next = new Map(lines).set(itemId, { ...known, ...line });
    if ((next.get(itemId)?.quantity ?? 0) < 1) next.delete(itemId);
    onChange(next);
  };
  const more = (itemId: ItemId, by: number) => change(itemId, { quantity: (lines.get(itemId)?.quantity ?? 0) + by });
  const chosen = items.filter(({ itemId }) => lines.has(itemId));
  return (
    <div className={css.panel}>
      {chosen.map(({ itemId, name }) => {
        const line = lines.get(itemId);
        if (!line) return null;
        return (
          <div key={itemId} className={css.line}>
            <span className={css.lineName}>{name}</span>
            <ActionIcon size="2.75rem" aria-label={t('items.less', { item: name })} onClick={() => more(itemId, -1)}>
              <IconMinus aria-hidden />
            </ActionIcon>
            <span className={css.quantity}>{line.quantity}</span>
            <ActionIcon size="2.75rem" aria-label={t('items.more', { item: name })} onClick={() => more(itemId, 1)}>
              <IconPlus aria-hidden />
            </ActionIcon>
            {amounts && (
              <AmountInput
                className={css.lineAmount ?? ''}
                aria-label={t('items.amount', { item: name })}
                value={line.amount}
                onChange={(event) => change(itemId, { amount: event.currentTarget.value })}
              />
            )}
          </div>
        );
      })}
      {byCategory(items).map(([category, ofIt]) => (
        <fieldset key={category} className={css.items}>
          <legend className={css.category}>{category || t('items.other')}</legend>
          {ofIt.map(({ itemId, name }) => (
            <UnstyledButton
              key={itemId}
              className={css.item}
              aria-pressed={lines.has(itemId)}
              onClick={() => more(itemId, 1)}
            >
              {name}
            </UnstyledButton>
          ))}
        </fieldset>
      ))}
      {items.length === 0 && <span>{t('items.none')}</span>}
    </div>
  );
}

/** Items under their categories, those without one last. */
function byCategory(items: readonly Item[]): [string, Item[]][] {
  const groups = Map.groupBy(items, ({ category }) => category ?? '');
  return [...groups].sort(([a], [b]) => Number(a === '') - Number(b === '') || a.localeCompare(b));
}
