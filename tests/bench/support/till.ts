import { setImmediate as nextTurn } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { v7 as uuidv7 } from 'uuid';
import { insertClosedBatch } from '../../../db/queries/batches.ts';
import { insertCard } from '../../../db/queries/cards.ts';
import { findProgram } from '../../../db/queries/programs.ts';
import { findShop } from '../../../db/queries/shop.ts';
import { openThreadBackground } from '../../../main/background/thread.ts';
import { type Host, openHost } from '../../../main/bridge/host.ts';
import { openLedger } from '../../../main/ledger/ledger.ts';
import { inSlices, quietSlice } from '../../../main/ledger/slices.ts';
import { newId } from '../../../main/shop/ids.ts';
import { openShop } from '../../../main/shop/open.ts';
import { noPaper } from '../../support/noPaper.ts';

export const owner = { name: 'Owner', pin: '1234' };

/** A shop's main process with its worker, as under the window; `call` throws what is refused. */
export interface Till {
  readonly host: Host;
  call<T>(name: string, input: unknown): Promise<T>;
}

/** Opens the till of a folder. `clock`: UTC ms, the computer's unless told otherwise; `target`: where what is saved goes. */
export async function openTill(
  folder: string,
  { clock, target = null }: { clock?: () => number; target?: string | null } = {},
): Promise<Till> {
  const host = await openHost({
    folder,
    services: {
      chooseFile: async () => null,
      chooseTarget: async () => target,
      chooseFolder: async () => null,
      ...noPaper,
      log: () => undefined,
    },
    // The worker lies beside the built benchmark.
    openBackground: (file) => openThreadBackground(new URL('./worker.js', pathToFileURL(process.argv[1] ?? '')), file),
    systemLanguage: 'en',
    systemTimeZone: 'UTC',
    ...(clock ? { clock } : {}),
    pinCost: 2 ** 10,
    callsPerSecond: Number.POSITIVE_INFINITY,
  });
  return {
    host,
    async call<T>(name: string, input: unknown): Promise<T> {
      const answer = await host.call(name, input, uuidv7());
      if (!answer.ok) throw new Error(`${name}: ${answer.error.code}`);
      return answer.value as T;
    },
  };
}

/** Makes the shop of an empty folder, with one program. Answers the program's id and the owner's. */
export async function createBenchShop(
  { call }: Till,
  program: object,
): Promise<{ programId: string; ownerId: string }> {
  const shop = { name: 'Bench', language: 'en', currency: 'EUR', timeZone: 'Europe/Bucharest' };
  await call('shop.create', { ...shop, owner, program });
  const [made] = await call<{ programId: string }[]>('programs.list', {});
  const [person] = await call<{ personId: string }[]>('people.list', {});
  if (!made || !person) throw new Error('no shop');
  return { programId: made.programId, ownerId: person.personId };
}

/**
 * As many customers with a card of `units` each, opened on 1 June 2026, into a shop that nobody has open: as opening balances would have
 * made them, without the counter's checks, because making them is not what is measured.
 */
export async function addCards(
  folder: string,
  { programId, count, units, now }: { programId: string; count: number; units: number; now: number },
): Promise<void> {
  const opened = await openShop(folder, () => now);
  if (opened.state !== 'open') throw new Error(opened.state);
  const { shop } = opened;
  const settings = findShop(shop.read);
  const program = findProgram(shop.read, programId);
  if (!settings || !program) throw new Error('no shop');
  const batchKey = insertClosedBatch(shop.write, { id: newId(), kind: 'expiry', personKey: null, at: now });
  const insertCustomer = shop.write.prepare(
    "INSERT INTO customer (id, number, sortName, createdAt) VALUES (?, ?, '~', ?)",
  );
  await inSlices(
    shop,
    Array.from({ length: count }, (_, i) => i + 200_000),
    (write, number) => {
      const customerKey = Number(insertCustomer.run(newId(), number, now).lastInsertRowid);
      const onCard = { customerKey, programVersionKey: 1 };
      const openedOn = '2026-06-01';
      const card = { ...onCard, id: newId(), programKey: program.key, openedAt: now, openedOn };
      const cardKey = insertCard(write, card);
      const by = { now, today: openedOn, deviceKey: settings.deviceKey, personKey: null, requestId: null, batchKey };
      const ledger = openLedger(write, { ...by, clockSuspect: () => false, newId });
      ledger.append({ ...onCard, kind: 'opening', cardKey, stamps: units });
      ledger.finish();
    },
    { slice: quietSlice },
  );
  shop.close();
}

/** How long main's turns take, ms, until `over` says so; `nowAndThen` is done between two of them every half second. */
export async function turnsUntil(over: () => boolean, nowAndThen: () => Promise<void>): Promise<number[]> {
  const turns: number[] = [];
  let last = 0;
  while (!over()) {
    const at = performance.now();
    await nextTurn();
    turns.push(performance.now() - at);
    if (at - last < 500) continue;
    last = at;
    await nowAndThen();
  }
  return turns;
}
