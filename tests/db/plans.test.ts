import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listKnownVisits } from '../../db/queries/batches.ts';
import { iterateGains } from '../../db/queries/cards.ts';
import { findKeyByExternalId, findLikely, listCustomers, searchCustomers } from '../../db/queries/customers.ts';
import { ledgerVersion, listLiveVisitsOnDay } from '../../db/queries/ledger.ts';
import { listBornOn, listExpiring, listNearly, listUnused } from '../../db/queries/lists.ts';
import { listUnclosedMonths } from '../../db/queries/month.ts';
import { listVisitDays } from '../../db/queries/visits.ts';
import { openInlineBackground } from '../../main/background/inline.ts';
import { keepBackups } from '../../main/backups/keep.ts';
import { createDispatcher, type Dispatcher } from '../../main/bridge/dispatcher.ts';
import { Session } from '../../main/bridge/session.ts';
import { createClockWatch } from '../../main/ledger/clock.ts';
import { createPins } from '../../main/people/pin.ts';
import { openShop, type Shop } from '../../main/shop/open.ts';
import { customerSorts } from '../../preload/contract/customers.ts';
import { explaining, type Planned, slowSteps } from '../support/plans.ts';
import { cheapPins, copyTestShop, day, hostDefaults, opening } from '../support/shop.ts';

const filter = {
  text: '',
  state: 'active',
  tag: null,
  mark: null,
  programId: null,
  hasOpenReward: false,
  seenSince: null,
  notSeenSince: null,
  descending: false,
  offset: 0,
  limit: 100,
} as const;

let shop: Shop;
let seen: Planned[] = [];
let watched: Shop;
const plansOf = (work: () => unknown): Planned[] => {
  seen.length = 0;
  work();
  return [...seen];
};
const stepsOf = (work: () => unknown): string =>
  plansOf(work)
    .flatMap((planned) => planned.plan)
    .join('\n');

beforeAll(async () => {
  const opened = await openShop((await copyTestShop({ lasting: true })).folder, () => opening);
  if (opened.state !== 'open') throw new Error(opened.state);
  shop = opened.shop;
  seen = [];
  const read = explaining(shop.read, seen);
  const write = explaining(shop.write, seen);
  const transaction: Shop['transaction'] = (work, ...rest) =>
    shop.transaction((connection) => work(explaining(connection, seen)), ...rest);
  watched = { ...shop, read, write, transaction };
});
afterAll(() => shop.close());

describe("the table's sorts walk an index", () => {
  const indexes = {
    name: 'customerByName',
    number: 'customerByNumber',
    lastVisitDay: 'customerByLastVisit',
    firstVisitDay: 'customerByFirstVisit',
    visitDays: 'customerByVisits',
    openRewards: 'customerByRewards',
  } as const;
  test.each(customerSorts.flatMap((sort) => [[sort, 'up', false] as const, [sort, 'down', true] as const]))(
    '%s, %s',
    (sort, _way, descending) => {
      const plans = plansOf(() => listCustomers(watched.read, { ...filter, sort, descending }));
      const page = plans.at(-1);
      expect(page?.plan.join('\n')).toContain(`USING INDEX ${indexes[sort]}`);
      expect(page?.plan.join('\n')).not.toContain('TEMP B-TREE');
    },
  );

  test('and what filters a lot is looked up, not searched for', () => {
    expect(stepsOf(() => listCustomers(watched.read, { ...filter, sort: 'name', tag: 'vip' }))).toContain(
      'customerTagByTag',
    );
    expect(stepsOf(() => listCustomers(watched.read, { ...filter, sort: 'name', text: 'ana pop' }))).toContain(
      'VIRTUAL TABLE INDEX',
    );
    expect(stepsOf(() => listCustomers(watched.read, { ...filter, sort: 'name', text: 'a' }))).toContain(
      'customerByName (sortName>? AND sortName<?)',
    );
  });
});

describe('the search', () => {
  test.each(['ana', 'an', 'ana popescu', '0722', 'maria@x.ro', '100001'])('for %j asks the word index', (text) => {
    const plans = plansOf(() => searchCustomers(watched.read, text));
    const matching = plans.filter(({ sql }) => sql.includes('MATCH'));
    expect(matching.length).toBeGreaterThan(0);
    for (const { plan } of matching) {
      expect(plan[0]).toMatch(/^SCAN s VIRTUAL TABLE INDEX/);
      expect(plan.join('\n')).toContain('SEARCH c USING INTEGER PRIMARY KEY');
    }
    expect(plans.flatMap(slowSteps)).toEqual([]);
  });

  test('for one letter walks the names', () => {
    const plans = plansOf(() => searchCustomers(watched.read, 'm'));
    expect(plans.flatMap((planned) => planned.plan).join('\n')).toContain('customerByName (sortName>? AND sortName<?)');
    expect(plans.flatMap(slowSteps)).toEqual([]);
  });

  test('for likely duplicates looks up phone, e-mail and name', () => {
    const plans = plansOf(() =>
      findLikely(watched.read, { phone: '0722123456', e164: '+40722123456', email: 'a@b.ro', name: 'Maria' }),
    );
    const steps = plans.flatMap((planned) => planned.plan).join('\n');
    expect(steps).toContain('customerPhoneByNumber');
    expect(steps).toContain('customerByEmail');
    expect(steps).toContain('customerByName (sortName=?)');
    expect(plans.flatMap(slowSteps)).toEqual([]);
  });
});

test('the visit days of everybody come from their own index, already in order', () => {
  const steps = stepsOf(() => listVisitDays(watched.read, '2026-03-10'));
  expect(steps).toContain('USING COVERING INDEX entryVisitDay');
  // Only the few that were taken back are sorted.
  const [everybody, takenBack] = steps.split('SEARCH entry USING INTEGER PRIMARY KEY (rowid=?)');
  expect(everybody).not.toMatch(/TEMP B-TREE FOR (ORDER BY|GROUP BY)/);
  expect(takenBack).toContain('entryReversal');
});

test("a customer's visits of a day are looked up, not searched for among all they ever had", () => {
  const steps = stepsOf(() => listLiveVisitsOnDay(watched.read, 1, '2026-03-10'));
  expect(steps).toContain('entryVisitDay (customerKey=? AND businessDay=?)');
});

test('what came on a card last is read from its end, not put in order among all it ever had', () => {
  const steps = stepsOf(() => [...iterateGains(watched.read, 1)]);
  expect(steps).toContain('entryByCard (cardKey=?)');
  expect(steps).not.toContain('TEMP B-TREE');
});

test('months that are to close are found from month to month, not entry by entry', () => {
  const plans = plansOf(() => listUnclosedMonths(watched.read, '2026-02'));
  expect(plans.flatMap(({ plan }) => plan).join('\n')).toContain('entryByDay (businessDay>? AND businessDay<?)');
  expect(plans.flatMap(slowSteps)).toEqual([]);
});

test('an import looks every row up', () => {
  const plans = plansOf(() => {
    findKeyByExternalId(watched.read, '0001');
    listKnownVisits(watched.read, 1, 1);
  });
  expect(plans.flatMap(slowSteps)).toEqual([]);
});

test('asking whether the ledger changed reads no ledger', () => {
  const steps = stepsOf(() => ledgerVersion(watched.read));
  expect(steps).toContain('SEARCH entry');
  expect(steps).not.toContain('SCAN entry');
});

describe('nothing the till does looks at all rows', () => {
  let dispatcher: Dispatcher;
  let now = opening;
  const ids: Record<'customer' | 'reward' | 'program' | 'visit', string> = {
    customer: '',
    reward: '',
    program: '',
    visit: '',
  };

  const call = async (name: string, input: unknown, requestId = uuidv7()): Promise<Planned[]> => {
    seen.length = 0;
    const result = await dispatcher.call(name, input, requestId);
    if (!result.ok) throw new Error(`${name}: ${JSON.stringify(result.error)}`);
    const value = result.value as Record<string, unknown>;
    if (typeof value.customerId === 'string') ids.customer = value.customerId;
    const issued = value.issued as { rewardId: string }[] | undefined;
    if (issued?.[0]) ids.reward = issued[0].rewardId;
    const entries = value.entryIds as string[] | undefined;
    if (entries?.[0]) ids.visit = entries[0];
    return [...seen];
  };

  beforeAll(async () => {
    const background = openInlineBackground(shop.file);
    const session = new Session();
    dispatcher = createDispatcher({
      shop: watched,
      session,
      background,
      services: hostDefaults.services,
      backups: keepBackups(
        { shop, background, clock: () => now },
        { demo: true, changed: () => {}, log: () => {}, restore: async () => 0 },
      ),
      clock: () => now,
      clockWatch: createClockWatch(
        () => now,
        () => 0,
      ),
      monotonic: () => 0,
      newId: uuidv7,
      pins: createPins(null, cheapPins),
      callsPerSecond: Number.POSITIVE_INFINITY,
      announce: () => undefined,
      progress: () => undefined,
      suspectDamage: () => undefined,
      makeRoom: () => false,
    });
    const owner = shop.read
      .prepare<[], { key: number; id: string }>("SELECT key, id FROM person WHERE role = 'owner'")
      .get();
    session.signIn({ personKey: owner?.key ?? 0, personId: owner?.id ?? '', role: 'owner', proof: 'pin' });
    ids.program = shop.read.prepare<[], { id: string }>('SELECT id FROM program').get()?.id ?? '';
    return () => background.close();
  });

  test.each<[string, () => Promise<Planned[]>]>([
    [
      'enrol',
      () => call('customers.enrol', { name: 'Ana Pop', phones: ['0722 123 456'], tags: ['vip'], consents: ['sms'] }),
    ],
    ['find', () => call('counter.find', { text: 'ana' })],
    ['scan', () => call('counter.scan', { code: '100001' })],
    ['open', () => call('counter.open', { customerId: ids.customer })],
    ['stamp', () => call('counter.stamp', { customerId: ids.customer, programId: ids.program, stamps: 6 })],
    ['open again', () => call('counter.open', { customerId: ids.customer })],
    ['redeem', () => call('counter.redeem', { rewardId: ids.reward, proof: { by: 'phone', digits: '456' } })],
    [
      'stamp and undo',
      async () => {
        now += day;
        const request = uuidv7();
        const stamped = await call('counter.stamp', { customerId: ids.customer, programId: ids.program }, request);
        return [...stamped, ...(await call('counter.undo', { undo: request }))];
      },
    ],
    [
      'stamp and void',
      async () => {
        now += day;
        const stamped = await call('counter.stamp', { customerId: ids.customer, programId: ids.program });
        return [...stamped, ...(await call('counter.reverse', { entryId: ids.visit, as: 'void', reason: 'mistake' }))];
      },
    ],
    ['the record', () => call('customers.get', { customerId: ids.customer })],
    ['likely duplicates', () => call('customers.likely', { name: 'Ana Pop', phone: '0722123456' })],
    ['edit', () => call('customers.update', { customerId: ids.customer, name: 'Ana Popa', phones: ['0722123456'] })],
  ])('%s', async (_what, work) => {
    const plans = await work();
    expect(plans.length).toBeGreaterThan(1);
    expect(plans.flatMap((planned) => slowSteps(planned).map((step) => `${step} ← ${planned.sql}`))).toEqual([]);
  });

  test('what a command writes is looked at as well', async () => {
    const plans = await call('customers.update', { customerId: ids.customer, name: 'Ana Pop' });
    expect(plans.filter(({ sql }) => /^\s*UPDATE customer\b/.test(sql))).not.toEqual([]);
  });

  test('the timeline sorts one customer, never the ledger', async () => {
    const plans = await call('customers.timeline', { customerId: ids.customer });
    const steps = plans.flatMap((planned) => planned.plan);
    expect(steps.join('\n')).toMatch(/SEARCH e USING INDEX entryByCustomer \(customerKey=\?/);
    expect(steps.filter((step) => /^SCAN e\b/.test(step))).toEqual([]);
  });
});

describe('the ready lists find their people by an index (F-46)', () => {
  const asked = { today: '2026-03-10', programKey: null, limit: 500 };
  test.each<[string, () => unknown, RegExp]>([
    [
      'expiring',
      () => listExpiring(watched.read, { ...asked, to: '2026-03-24' }),
      /SEARCH card USING INDEX cardExpiring[\s\S]*SEARCH r USING INDEX rewardExpiring/,
    ],
    [
      'birthdays',
      () => listBornOn(watched.read, { ...asked, days: [{ month: 3, day: 10 }] }),
      /SEARCH c USING INDEX customerByBirthday \(birthMonth=\? AND birthDay=\?\)/,
    ],
    [
      'nearly',
      () => listNearly(watched.read, { ...asked, reaches: [{ programKey: 1, from: 9, at: 10 }] }),
      /SEARCH k USING INDEX cardByProgress \(programKey=\? AND balance>\? AND balance<\?\)/,
    ],
    ['unused', () => listUnused(watched.read, { ...asked, before: 1 }), /SEARCH r USING INDEX rewardUnused/],
  ])('%s', (_name, ask, index) => {
    const steps = stepsOf(ask);
    expect(steps).toMatch(index);
    expect(steps).not.toMatch(/SCAN (c|k|r|card|reward|customer)\b/);
  });
});
