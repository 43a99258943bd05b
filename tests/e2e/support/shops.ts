import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { openInlineBackground } from '../../../main/background/inline.ts';
import { openHost } from '../../../main/bridge/host.ts';
import { shopFiles } from '../../../main/shop/files.ts';
import { localToNearestInstant, offsetAt } from '../../../main/shop/time.ts';
import type { InputFor, OutputFor, ProcedureName } from '../../../preload/contract/index.ts';
import type { Role } from '../../../preload/contract/kinds.ts';
import { punchCard } from '../../../preload/contract/rules.ts';
import type { RewardId } from '../../../preload/contract/values.ts';
import { noPaper } from '../../support/noPaper.ts';
import { headless } from './headless.ts';
import { writeLog } from './logs.ts';

const day = 86_400_000;

/** Who works in the prepared shop. */
export const team: Readonly<Record<Role, { readonly name: string; readonly pin: string }>> = {
  owner: { name: 'Ana', pin: '2468' },
  manager: { name: 'Budi', pin: '13579' },
  staff: { name: 'Cora', pin: '1470' },
};

/** Customers of the prepared shop, each in a state that some journey needs. Numbers are those on their cards. */
export const people = {
  /** Four stamps, a phone, something she likes; here two days ago. */
  maria: { name: 'Maria Ionescu', number: '100001', phone: '+40 721 234 567' },
  /** One stamp; a name with a comma-below letter. */
  stefan: { name: 'Ștefan Țurcanu', number: '100002', phone: '+40 722 111 222' },
  /** Nine of ten stamps. */
  dewi: { name: 'Dewi Lestari', number: '100003', phone: '+40 723 555 019' },
  /** One reward; a phone and a birthday (14 February). */
  andrei: { name: 'Andrei Munteanu', number: '100004', phone: '+40 724 000 123' },
  /** One reward; a birthday (3 March), no phone. */
  ion: { name: 'Ion Pop', number: '100005', phone: null },
  /** One reward; neither phone nor birthday. */
  sri: { name: 'Sri Wahyuni', number: '100006', phone: null },
  /** Came every five days, then not for nineteen: at risk. */
  bianca: { name: 'Bianca Marin', number: '100007', phone: '+40 725 444 808' },
  /** Archived. */
  elena: { name: 'Elena Radu', number: '100008', phone: '+40 726 999 010' },
} as const;

export const programName = 'Coffee card';
export const rewardName = 'A free coffee';

export type Call = <N extends ProcedureName>(name: N, input: InputFor<N>) => Promise<OutputFor<N>>;

interface Desk {
  readonly call: Call;
  /** Sets the shop's clock so many days back from now, at the present time of day by the clock on the wall: also across the change to summer time. */
  daysAgo(days: number): void;
}

/** An empty folder; whoever asked for it deletes it. */
export function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'regulars-e2e-'));
}

/**
 * Works on a folder's shop without the window, through main's own door. The hash of a PIN made here is a cheap one, because
 * these tests are not a test of scrypt. Throws when a call is refused.
 */
export async function inShop<T>(folder: string, work: (desk: Desk) => Promise<T>): Promise<T> {
  let now = Date.now();
  const host = await openHost({
    folder,
    services: {
      chooseFile: async () => null,
      chooseTarget: async () => null,
      chooseFolder: async () => null,
      ...noPaper,
      log: () => undefined,
    },
    openBackground: openInlineBackground,
    systemLanguage: 'en',
    systemTimeZone: 'UTC',
    clock: () => now,
    pinCost: 2 ** 10,
    callsPerSecond: Number.POSITIVE_INFINITY,
  });
  const call: Call = async (name, input) => {
    const result = await host.call(name, input, uuidv7());
    if (!result.ok) throw new Error(`${name}: ${JSON.stringify(result.error)}`);
    return result.value as never;
  };
  try {
    return await work({
      call,
      daysAgo: (days) => {
        const present = Date.now();
        const wall = present + offsetAt(present, firstRun.timeZone);
        now = localToNearestInstant(wall - days * day, firstRun.timeZone);
      },
    });
  } finally {
    await host.close();
  }
}

/** The same, as the owner of the prepared shop. */
export async function asOwner<T>(folder: string, work: (desk: Desk) => Promise<T>): Promise<T> {
  return inShop(folder, async (desk) => {
    await desk.call('people.signIn', { personId: await personIdOf(desk.call, 'owner'), pin: team.owner.pin });
    return work(desk);
  });
}

export async function personIdOf(call: Call, role: Role) {
  const person = (await call('people.list', {})).find((one) => one.role === role);
  if (!person) throw new Error(`the shop has no ${role}`);
  return person.personId;
}

export async function customerIdOf(call: Call, number: string) {
  const { customerId } = await call('counter.scan', { code: number });
  if (!customerId) throw new Error(`nobody has the number ${number}`);
  return customerId;
}

export async function programIdOf(call: Call, name = programName) {
  const program = (await call('programs.list', {})).find((one) => one.rules.name === name);
  if (!program) throw new Error(`there is no program ${name}`);
  return program.programId;
}

export async function openRewardOf(call: Call, number: string): Promise<RewardId> {
  const { cards } = await call('counter.open', { customerId: await customerIdOf(call, number) });
  const reward = cards.flatMap((card) => card.rewards)[0];
  if (!reward) throw new Error(`${number} has no open reward`);
  return reward.rewardId;
}

/**
 * Ends the setting up: a recovery code that was noted, the key of the shop and a second place for backups that have to wait. An owner without
 * them is asked before anything else.
 */
export async function keepRecoveryCode(call: Call): Promise<string> {
  const { code } = await call('people.makeRecoveryCode', {});
  await call('people.confirmRecoveryCode', { recoveryCode: code });
  await call('keys.later', {});
  await call('backups.later', {});
  return code;
}

/** What a shop is made with. */
export const firstRun: InputFor<'shop.create'> = {
  name: 'Cafenea Luna',
  language: 'en',
  currency: 'RON',
  timeZone: 'Europe/Bucharest',
  owner: team.owner,
  program: punchCard({ name: programName, goal: 10, rewardName }),
};

/** A café in its second month: three people, one program, eight customers. Its till asks everybody for their PIN. */
export async function makeCafe(folder: string): Promise<void> {
  await inShop(folder, async ({ call, daysAgo }) => {
    daysAgo(40);
    await call('shop.create', firstRun);
    await keepRecoveryCode(call);
    for (const role of ['manager', 'staff'] as const) await call('people.add', { ...team[role], role });
    await call('shop.update', { trustedTill: false });
    const programId = await programIdOf(call);
    const enrol = async (
      who: { name: string; phone: string | null },
      more: Partial<InputFor<'customers.enrol'>> = {},
    ) => (await call('customers.enrol', { name: who.name, phones: who.phone ? [who.phone] : [], ...more })).customerId;

    const maria = await enrol(people.maria, { likes: 'Flat white, extra hot', tags: ['student'] });
    const stefan = await enrol(people.stefan);
    const dewi = await enrol(people.dewi);
    const andrei = await enrol(people.andrei, { birthday: { month: 2, day: 14, year: null } });
    const ion = await enrol(people.ion, { birthday: { month: 3, day: 3, year: 1980 } });
    const sri = await enrol(people.sri);
    const bianca = await enrol(people.bianca);
    const elena = await enrol(people.elena);
    await call('customers.archive', { customerId: elena });

    // In the order of time: the ledger's clock never runs backwards.
    const visits: [days: number, customerId: typeof maria, stamps: number][] = [
      [39, bianca, 1],
      [34, bianca, 1],
      [29, bianca, 1],
      [24, bianca, 1],
      [20, sri, 10],
      [19, bianca, 1],
      [16, maria, 1],
      [13, ion, 10],
      [11, maria, 1],
      [10, andrei, 10],
      [9, stefan, 1],
      [6, maria, 1],
      [5, dewi, 9],
      [2, maria, 1],
    ];
    for (const [days, customerId, stamps] of visits) {
      daysAgo(days);
      await call('counter.stamp', { customerId, programId, stamps });
    }
  });
}

/** Customers of the shop of regulars: how often they come, days, and how long they have been away. */
export const regulars = {
  /** Every six days or so, away for three weeks: at risk. A student; Cora serves her. */
  vera: { name: 'Vera Dinu', gap: 6, away: 22, tag: 'student', phone: '+40 727 100 201' },
  /** Every nine days, away for four weeks: overdue. */
  paul: { name: 'Paul Stan', gap: 9, away: 28, tag: null, phone: null },
} as const;

/** People come a little sooner or later than they usually do; the same in every run. */
const moods = [0.4, 2.2, 0.7, 1, 1.6, 0.5, 1.2, 0.8];

/** On which days before today the n-th customer came, in the last 125. */
function visitsOf({ gap, away }: { gap: number; away: number }, n: number): number[] {
  const days: number[] = [];
  for (let ago = away, i = 0; ago < 125; i++) {
    days.push(ago);
    ago += Math.max(1, Math.round(gap * (moods[(3 * i + n) % moods.length] ?? 1)));
  }
  return days;
}

/** A café with four months behind it and 42 regulars, old enough for percentages. Five left long ago; two are slipping away. */
export async function makeRegulars(folder: string): Promise<void> {
  await inShop(folder, async ({ call, daysAgo }) => {
    daysAgo(130);
    await call('shop.create', firstRun);
    await keepRecoveryCode(call);
    for (const role of ['manager', 'staff'] as const) await call('people.add', { ...team[role], role });
    await call('shop.update', { trustedTill: false });
    const programId = await programIdOf(call);
    const faithful = Array.from({ length: 40 }, (_, n) => ({
      ...{ name: `Guest ${n + 1}`, gap: 4 + (n % 9), away: n % 8 === 7 ? 75 : n % 3, tag: null, phone: null },
    }));
    const everybody = await Promise.all(
      [regulars.vera, regulars.paul, ...faithful].map(async ({ name, gap, away, tag, phone }, n) => {
        const { customerId } = await call('customers.enrol', {
          name,
          phones: phone ? [phone] : [],
          tags: tag ? [tag] : [],
        });
        const days = visitsOf({ gap, away }, n);
        return { customerId, days, spend: 1200 + 100 * (n % 7) };
      }),
    );
    const staff = await personIdOf(call, 'staff');
    const owner = await personIdOf(call, 'owner');
    for (let ago = 129; ago >= 0; ago--) {
      const here = everybody.filter(({ days }) => days.includes(ago));
      daysAgo(ago);
      for (const [who, pin, theirs] of [
        [staff, team.staff.pin, here.filter(({ customerId }) => customerId === everybody[0]?.customerId)],
        [owner, team.owner.pin, here.filter(({ customerId }) => customerId !== everybody[0]?.customerId)],
      ] as const) {
        if (theirs.length === 0) continue;
        await call('people.signIn', { personId: who, pin });
        for (const { customerId, spend } of theirs)
          await call('counter.stamp', { customerId, programId, amount: spend });
      }
    }
  });
}

/** The café with an imported log: sixty regulars with rhythms of 3 to 17 days, their last thirty visits each, beside its own customers. */
export async function makeImported(folder: string): Promise<void> {
  await makeCafe(folder);
  headless('import-visits', '--data', folder, writeLog(folder, { customers: 60, visits: 30 }));
}

/** A shop of one owner, a program and nobody else. */
export async function makeNewShop(folder: string): Promise<void> {
  await inShop(folder, async ({ call }) => {
    await call('shop.create', firstRun);
    await keepRecoveryCode(call);
  });
}

export const makers = { cafe: makeCafe, imported: makeImported, regulars: makeRegulars, newShop: makeNewShop } as const;
export type ShopName = keyof typeof makers;

/** What Chromium has in the data folder of a running app. */
export const isChromiums = (name: string): boolean => /^(browser|Singleton.*)$/.test(name);

/** Copies a closed shop's folder into another. */
export function fillFolder(folder: string, from: string): void {
  cpSync(from, folder, { recursive: true, filter: (path) => !isChromiums(basename(path)) });
}

/** Copies a closed shop's folder to a new one. */
export function copyShop(from: string): string {
  const folder = newFolder();
  fillFolder(folder, from);
  return folder;
}

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

export const databaseOf = (folder: string): string => shopFiles(folder).database;

/** SHA-256 of a file's bytes. */
export function hashOf(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}
