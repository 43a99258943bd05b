import { findReceipt } from '../../db/queries/receipts.ts';
import type { ShopRow } from '../../db/queries/shop.ts';
import { findShop, updateShop, updateWords } from '../../db/queries/shop.ts';
import { isCurrency } from '../../preload/contract/money.ts';
import type { ShopSettings } from '../../preload/contract/shop.ts';
import { noOwnWords, type OwnWords } from '../../preload/contract/words.ts';
import { AppError, found } from '../bridge/errors.ts';
import { implement } from '../bridge/implement.ts';
import { isTimeZone } from './time.ts';

/** The settings as the page knows them. */
export function settingsOf(row: ShopRow): ShopSettings {
  const { id: _id, deviceKey: _device, createdAt: _created, ...rest } = row;
  const { only: _only, ...settings } = rest as typeof rest & { only?: number };
  return { ...settings, trustedTill: row.trustedTill === 1, words: wordsOf(row) };
}

/** What the shop calls a stamp, a point and a reward. */
export const wordsOf = ({ words }: Pick<ShopRow, 'words'>): OwnWords =>
  words === null ? noOwnWords : (JSON.parse(words) as OwnWords);

/** Refuses a currency or zone this computer does not know. */
export function checkPlace(place: { currency?: string | undefined; timeZone?: string | undefined }): void {
  if (place.currency !== undefined && !isCurrency(place.currency)) throw new AppError('BAD_CURRENCY', {}, ['currency']);
  if (place.timeZone !== undefined && !isTimeZone(place.timeZone))
    throw new AppError('BAD_TIME_ZONE', {}, ['timeZone']);
}

export const shop = implement('shop', {
  settings: ({ settings }) => settingsOf(settings),

  outcome({ read, now, who }, { requestId }) {
    const receipt = findReceipt(read, requestId);
    if (!receipt || receipt.personKey !== who?.personKey) return null;
    const { procedure, answer, recordedAt } = receipt;
    return { procedure, answer: JSON.parse(answer) as unknown, age: Math.max(0, now - recordedAt) };
  },

  update({ write, settings, note }, changes) {
    checkPlace(changes);
    const present = settingsOf(settings);
    // Keys left out stay as they are; exactOptionalPropertyTypes and zod's undefined do not meet otherwise.
    const given = Object.fromEntries(
      Object.entries(changes).filter(([, value]) => value !== undefined),
    ) as Partial<ShopSettings>;
    const { words: _words, ...next } = { ...present, ...given };
    updateShop(write, { ...next, trustedTill: next.trustedTill ? 1 : 0 });
    note({ fields: Object.keys(given).join(',') });
    return settingsOf(found(findShop(write)));
  },

  setWords({ write }, { words }) {
    updateWords(write, JSON.stringify(words));
    return settingsOf(found(findShop(write)));
  },
});
