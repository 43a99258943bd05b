import type { DatabaseFile } from '../../db/cipher.ts';
import { versionOf } from '../../db/migrate.ts';
import { schemaVersion } from '../../db/migrations/index.ts';
import { openReader, type ReadConnection } from '../../db/open.ts';
import { findShop } from '../../db/queries/shop.ts';
import type { LookedFor, LookedUp, Provers, RescueProof } from '../../preload/contract/rescue.ts';
import type { CustomerId } from '../../preload/contract/values.ts';
import type { QueryContext } from '../bridge/context.ts';
import { AppError } from '../bridge/errors.ts';
import { counter } from '../counter/counter.ts';
import { dayOf } from '../memberCards/attach.ts';
import { lookUpCode } from '../memberCards/lookUp.ts';
import type { Pins } from '../people/pin.ts';
import { newId } from '../shop/ids.ts';
import { businessDayOf } from '../shop/time.ts';
import { proveOwner, proversOf } from './proof.ts';
import type { Tries } from './tries.ts';

/** So many customers are shown for a text. */
const most = 5;

export interface LookUpParts {
  readonly tries: Tries;
  readonly clock: () => number;
  /** The shop's file with its key, and what PINs are checked with. Refuses with SHOP_EXISTS anywhere but in safe mode. */
  of(): { readonly file: DatabaseFile; readonly pins: Pins };
}

/** What can be seen of a shop in safe mode: read by a connection that cannot write and is closed again, for an owner who has proved to be one. */
export function createLookUp({ tries, clock, of }: LookUpParts) {
  let proven = false;

  async function reading<T>(work: (read: ReadConnection, pins: Pins) => T | Promise<T>): Promise<T> {
    const { file, pins } = of();
    const read = openReader(file);
    try {
      return await work(read, pins);
    } finally {
      read.close();
    }
  }

  return {
    /** Nobody where the file cannot be read, or was written by another version. */
    provers: (): Promise<Provers> =>
      reading((read, pins) =>
        versionOf(read) === schemaVersion ? proversOf(read, pins) : { owners: [], hasCode: false },
      ),

    async begin(proof: RescueProof): Promise<void> {
      await reading((read, pins) => proveOwner(read, proof, { pins, tries }));
      proven = true;
    },

    find: (text: string): Promise<LookedFor> => {
      if (!proven) throw new AppError('NOT_SIGNED_IN');
      return reading((read) => {
        const settings = findShop(read);
        if (!settings) throw new AppError('NO_SHOP');
        const now = clock();
        const today = businessDayOf(now, settings.timeZone, settings.dayStartMinutes);
        const context: QueryContext = { read, settings, now, today, who: null, newId };
        return lookedFor(context, text);
      });
    },
  };
}

/** As at the counter: what is exactly a card's code, or a number, is whose it is; anything else may be a part of a name or a phone. */
function lookedFor(context: QueryContext, text: string): LookedFor {
  const none = { customers: [], problem: null, replacedOn: null };
  // Another system's numbers could be words.
  const found = /\d/.test(text) ? lookUpCode(context.read, text) : { is: 'unknown' as const };
  switch (found.is) {
    case 'customer':
      return { ...none, customers: [lookedUp(context, found.customer.id as CustomerId)] };
    case 'replaced':
      return { ...none, problem: found.is, replacedOn: dayOf(context, found.at) };
    case 'misread':
    case 'blank':
      return { ...none, problem: found.is };
    case 'unknown': {
      const hits = counter.find(context, { text, limit: most });
      return { ...none, customers: hits.map((hit) => lookedUp(context, hit.customerId)) };
    }
  }
}

function lookedUp(context: QueryContext, customerId: CustomerId): LookedUp {
  const { number, name, phoneEnd, cards } = counter.open(context, { customerId });
  return {
    ...{ number, name, phoneEnd },
    cards: cards.map((card) => ({ name: card.name, stamps: card.stamps, goal: card.goal })),
    rewards: cards.flatMap((card) => card.rewards.map((reward) => reward.name)),
  };
}
