import type { WriteConnection } from '../../db/open.ts';
import { findPerson, insertPerson, listPeople } from '../../db/queries/people.ts';
import { insertShop } from '../../db/queries/shop.ts';
import type { ProgramRules } from '../../preload/contract/rules.ts';
import type { Language } from '../../preload/contract/values.ts';
import { AppError, found } from '../bridge/errors.ts';
import type { SignedIn } from '../bridge/session.ts';
import type { Pins } from '../people/pin.ts';
import { createProgram } from '../programs/versions.ts';
import type { Shop } from './open.ts';

export interface NewShop {
  readonly name: string;
  readonly language: Language;
  readonly currency: string;
  readonly timeZone: string;
  readonly dayStartMinutes: number;
  /** UTC ms. */
  readonly now: number;
  newId(): string;
}

/** The shop's own row and this computer as its first device. */
export function fillShop(write: WriteConnection, shop: NewShop): void {
  const { newId, now, ...settings } = shop;
  insertShop(write, { ...settings, id: newId(), deviceId: newId(), createdAt: now });
}

/** The owner and the first program: what a shop needs before the counter opens. Throws SHOP_EXISTS when it has people already. */
export async function completeFirstRun(
  shop: Shop,
  of: {
    owner: { name: string; pin: string };
    program: ProgramRules | null;
    now: number;
    pins: Pins;
    newId(): string;
  },
): Promise<SignedIn> {
  const hash = await of.pins.hash(of.owner.pin);
  const id = of.newId();
  shop.transaction((write) => {
    if (listPeople(write).length > 0) throw new AppError('SHOP_EXISTS');
    insertPerson(write, { id, name: of.owner.name, role: 'owner', language: null, ...hash, createdAt: of.now });
    if (of.program) createProgram(write, of.program, of.newId, of.now);
  });
  const owner = found(findPerson(shop.read, id));
  return { personKey: owner.key, personId: id, role: 'owner', proof: 'pin' };
}
