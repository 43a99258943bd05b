import { rmSync } from 'node:fs';
import { type Fault, faultOf, isOutOfReach } from '../../db/faults.ts';
import { listPeople } from '../../db/queries/people.ts';
import type { ShopFailure } from '../../preload/contract/shop.ts';
import type { Language } from '../../preload/contract/values.ts';
import { makeDemoShop } from '../demo/demo.ts';
import { shopFiles } from '../shop/files.ts';
import { failedShop, type Opened, openShop, type Shop } from '../shop/open.ts';
import { freeBytes, leastToOpen } from '../shop/space.ts';
import { AppError } from './errors.ts';
import type { Services } from './services.ts';
import type { Session } from './session.ts';
import type { State } from './state.ts';

export interface DemoDoorParts {
  /** The data folder of the shop in whose place the demo is shown. */
  readonly folder: string;
  readonly services: Services;
  readonly session: Session;
  readonly clock: () => number;
  readonly language: Language;
  /** scrypt N of the demo's PINs. */
  readonly pinCost: number;
  state(): State;
  fail(failure: ShopFailure): void;
  /** Leaves whatever is open. */
  leave(): Promise<void>;
  /** Opens the folder's own shop. */
  open(): Promise<void>;
  /** A demo is open. */
  enter(shop: Shop): void;
}

/** The way into the demo shop and out of it (F-81). One after another with whatever else opens or leaves a shop. */
export interface DemoDoor {
  /** Why no demo can be shown, where one should be; null otherwise. */
  readonly failed: ShopFailure['demo'];
  /** The demo as it lies there. Of one that does not open nothing is worth saving: it is made anew, or left. */
  open(): Promise<void>;
  /** For an owner, or where there is no shop yet. Errors: PIN_NEEDED, NOT_ALLOWED, SHOP_BUSY, READ_ONLY. */
  enter(onProgress: (done: number, total: number | null) => void): Promise<void>;
  /** Back to the folder's own shop. NO_SHOP outside a demo. */
  leave(): Promise<void>;
}

export function createDemoDoor(parts: DemoDoorParts): DemoDoor {
  const { folder, services, session, clock } = parts;
  const { demo } = shopFiles(folder);

  const fail = (found: ShopFailure['kind'] | Fault): void =>
    parts.fail(failedShop('demo', { demo: whyNoDemo(found) }).failure);

  /** A disk without room answers all sorts of things. */
  const whyNoDemo = (found: ShopFailure['kind'] | Fault): ShopFailure['demo'] => {
    if (found === 'busy') return found;
    if (found === 'damaged' || found === 'behind' || found === 'corrupt') return 'damaged';
    return found === 'full' || found === 'noRoom' || freeBytes(folder) < leastToOpen ? 'full' : 'unreadable';
  };

  /** Nothing in it is worth anything; what the disk does not give up is thrown away when a demo is made again. */
  const remove = (): void => {
    try {
      rmSync(demo, { recursive: true, force: true, maxRetries: 5 });
    } catch (error) {
      services.log('warn', 'DEMO_LEFT', { code: (error as NodeJS.ErrnoException).code ?? null });
    }
  };

  const failed = (): ShopFailure['demo'] => {
    const state = parts.state();
    return state.kind === 'failed' ? state.failure.demo : null;
  };

  return {
    get failed() {
      return failed();
    },
    async open() {
      try {
        const opened = await openShop(demo, clock);
        if (opened.state === 'open') parts.enter(opened.shop);
        else fail(opened.state === 'failed' ? opened.failure.kind : 'unreadable');
      } catch (error) {
        services.log('error', 'OUT_OF_REACH', { code: (error as NodeJS.ErrnoException).code ?? null });
        fail(faultOf(error));
      }
    },
    async enter(onProgress) {
      const state = parts.state();
      if (state.kind === 'open' && state.demo) return;
      const { who } = session;
      const hasOwner = state.kind === 'open' && listPeople(state.shop.read).length > 0;
      if (hasOwner && !(who?.role === 'owner' && who.proof === 'pin'))
        throw new AppError(who?.role === 'owner' ? 'PIN_NEEDED' : 'NOT_ALLOWED');
      const fromFailed = failed() !== null;
      await parts.leave();
      try {
        // Whatever keeps one from opening, another takes its place; but not of one that somebody uses.
        const opened = await openShop(demo, clock).catch((error: unknown): Opened => {
          if (faultOf(error) === 'busy') throw new AppError('SHOP_BUSY', { why: 'demo' });
          return { state: 'empty' };
        });
        const { language, pinCost } = parts;
        const { shop, owner } = await makeDemoShop(demo, opened, { language, now: clock(), pinCost, onProgress });
        parts.enter(shop);
        session.signIn(owner);
      } catch (error) {
        // A demo that another process has open is not ours to delete.
        const isBusy = error instanceof AppError && error.data.code === 'SHOP_BUSY';
        if (!isBusy) remove();
        if (fromFailed) fail(isBusy ? 'busy' : faultOf(error));
        else await parts.open();
        throw isOutOfReach(error) ? new AppError('READ_ONLY') : error;
      }
    },
    async leave() {
      const why = failed();
      const state = parts.state();
      if (!(state.kind === 'open' ? state.demo : why)) throw new AppError('NO_SHOP');
      await parts.leave();
      if (why !== 'busy') remove();
      await parts.open();
    },
  };
}
