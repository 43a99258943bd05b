import { rmSync } from 'node:fs';
import { visitDayRange } from '../../db/queries/ledger.ts';
import { insertPerson, listPeople, type PersonRow } from '../../db/queries/people.ts';
import { findShop } from '../../db/queries/shop.ts';
import { createSeedIds } from '../../db/seed/ids.ts';
import { Random } from '../../db/seed/random.ts';
import { seedWords } from '../../db/seed/words/words.ts';
import type { Language } from '../../preload/contract/values.ts';
import { AppError } from '../bridge/errors.ts';
import type { SignedIn } from '../bridge/session.ts';
import { tillSlice } from '../ledger/slices.ts';
import { createPins, type PinHash } from '../people/pin.ts';
import { dayNumber } from '../retention/days.ts';
import { fillShop } from '../shop/firstRun.ts';
import { createShop, type Opened, type Shop } from '../shop/open.ts';
import { businessDayNumberOf } from '../shop/time.ts';
import { seedShop } from './seed.ts';

export interface DemoOptions {
  readonly language: Language;
  /** UTC ms: the demo's last visits are of a moment ago. */
  readonly now: number;
  /** scrypt N. */
  readonly pinCost: number;
  readonly onProgress?: (done: number, total: number | null) => void;
}

const customers = 400;
/** Who works in the demo shop and with which PIN; the page tells the visitor. Names come with the language. */
export const demoStaff = [
  { role: 'owner', pin: '1234' },
  { role: 'manager', pin: '2222' },
  { role: 'staff', pin: '3333' },
  { role: 'staff', pin: '4444' },
] as const;
/** A demo left behind by a crash is taken up again for so many days; later nobody in it would have come for weeks. */
const freshDays = 7;
/** Parts in a thousand that hashing the PINs takes. */
const hashingShare = 400;

/**
 * The demo shop in a folder of its own: the one that `opened` found there while it is whole and fresh, else a new one with 400 customers
 * and a year and a half behind it. The same language and moment give the same shop. Throws SHOP_BUSY when another process has it open.
 */
export async function makeDemoShop(
  folder: string,
  opened: Opened,
  options: DemoOptions,
): Promise<{ shop: Shop; owner: SignedIn }> {
  if (opened.state === 'failed' && opened.failure.kind === 'busy') throw new AppError('SHOP_BUSY', { why: 'demo' });
  if (opened.state === 'open') {
    const owner = ownerOfWhole(opened.shop, options);
    if (owner) return { shop: opened.shop, owner: signedIn(owner) };
    opened.shop.close();
  }
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  return build(folder, options);
}

async function build(
  folder: string,
  { language, now, pinCost, onProgress }: DemoOptions,
): Promise<{ shop: Shop; owner: SignedIn }> {
  const words = seedWords[language];
  const ids = createSeedIds(new Random(`demo/${language}/${now}`));
  const newId = () => ids(now);
  const hashes: PinHash[] = [];
  // Without pepper: everybody is told these PINs.
  const pins = createPins(null, pinCost);
  // One after another: each takes 128 MB while it lasts.
  for (const { pin } of demoStaff) {
    hashes.push(await pins.hash(pin));
    onProgress?.(Math.round((hashingShare * hashes.length) / demoStaff.length), 1000);
  }
  const shop = createShop(
    folder,
    () => now,
    (write) => {
      fillShop(write, { ...words.shop, language, dayStartMinutes: 0, now, newId });
      demoStaff.forEach(({ role }, i) => {
        const hash = hashes[i];
        const name = words.people[i];
        if (hash && name) insertPerson(write, { id: newId(), name, role, language: null, ...hash, createdAt: now });
      });
    },
  );
  try {
    await seedShop(shop, {
      customers,
      entries: null,
      now,
      slice: tillSlice,
      onProgress: (done, total) =>
        onProgress?.(hashingShare + Math.round(((1000 - hashingShare) * done) / (total ?? 1000)), 1000),
    });
    const owner = listPeople(shop.read).find((person) => person.role === 'owner');
    if (!owner) throw new Error('the demo shop has no owner');
    return { shop, owner: signedIn(owner) };
  } catch (error) {
    shop.close();
    throw error;
  }
}

/** The owner of a demo shop that was made to its end, in the language asked for, not long ago; null for anything else. */
function ownerOfWhole({ read }: Shop, { language, now }: DemoOptions): PersonRow | null {
  const row = findShop(read);
  const visits = visitDayRange(read);
  if (row?.language !== language || !visits) return null;
  const today = businessDayNumberOf(now, row.timeZone, row.dayStartMinutes);
  const age = today - dayNumber(visits.last);
  if (age < 0 || age > freshDays) return null;
  return listPeople(read).find((person) => person.role === 'owner') ?? null;
}

const signedIn = (owner: PersonRow): SignedIn => ({
  personKey: owner.key,
  personId: owner.id,
  role: owner.role,
  proof: 'pin',
});
