import type { Value } from '../../../db/salvage/leaves.ts';
import { completed } from '../../../db/salvage/rows.ts';
import type { Row } from '../../../db/salvage/shapes.ts';
import type { Key } from '../../../db/salvage/store.ts';
import { ProgramRules, punchCard } from '../../../preload/contract/rules.ts';
import { lostPin } from '../../people/pin.ts';
import { type Gathered, nobody, number } from './gather.ts';

/** What stands in for a row that is lost, as far as its table wants something. */
interface Mending {
  readonly now: number;
  newId(): string;
  /** What the shop is called and speaks where its own row is lost. */
  readonly shop: Readonly<Record<string, Value>>;
}

const lostName = '?';
/** Stamps a card takes whose rules are lost, until the owner says what they were. */
const usualGoal = 10;
/** First number a shop gives out. */
const firstNumber = 100_001;

/**
 * Makes rows for what others point at and nothing knows any more, so that no entry is lost for want of the row it names: a customer without a name,
 * a paused program without a name. What may point at nothing points at nothing; what cannot be without its other row goes. Answers the tables in
 * which something had to be made up or left out.
 */
export function mend(gathered: Gathered, by: Mending): ReadonlySet<string> {
  const { shapes, store, of } = gathered;
  const touched = new Set<string>();
  const put = (table: string, row: Readonly<Record<string, Value>>): void => {
    const shape = shapes.get(table);
    if (!shape) return;
    of(table).put(completed(shape, row));
    touched.add(table);
  };
  const nextKey = (table: string): number => of(table).highest('key') + 1;
  const makers = makersOf(gathered, { ...by, put, nextKey });

  if (of('shop').size === 0) {
    const [device] = of('device').values();
    const deviceKey = number(device?.key ?? 1);
    put('shop', { only: 1, createdAt: by.now, ...by.shop, deviceKey });
  }
  for (let again = true; again; ) {
    again = false;
    for (const shape of shapes.values())
      for (const reference of shape.references) {
        const { to, columns } = reference;
        // Entries that name one another are the ledger's own matter.
        if (to === 'entry' && shape.name === 'entry') continue;
        const make = makers[to];
        if (make)
          for (const row of store.orphans(shape, reference)) {
            const named = row[columns[0]?.from ?? ''];
            if (to === 'customer') gathered.nameless.add(number(named));
            make(named as Key, row);
            again = true;
          }
        else {
          const isLoose = columns.every(({ from }) => !shape.columns.find(({ name }) => name === from)?.required);
          const changed = isLoose ? store.loosen(shape, reference) : store.drop(shape, reference);
          if (changed > 0) touched.add(shape.name);
          if (changed > 0 && !isLoose) again = true;
        }
      }
    if (mendPrograms(gathered, { ...by, put, nextKey })) again = true;
  }
  mendOwners(gathered, by, put, nextKey);
  return touched;
}

interface Making extends Mending {
  put(table: string, row: Readonly<Record<string, Value>>): void;
  nextKey(table: string): number;
}

type Maker = (key: Key, child: Row) => void;

function makersOf({ of }: Gathered, { now, newId, put, nextKey }: Making): Readonly<Record<string, Maker>> {
  let lastNumber = Math.max(firstNumber - 1, of('customer').highest('number'));
  /** The entry that says most of a reward. */
  const issueOf = (rewardKey: Key) =>
    of('entry')
      .where('rewardKey', rewardKey)
      .findLast((row) => row.kind === 'issue');
  const programOf = (versionKey: Value | undefined): Value =>
    of('programVersion').get(number(versionKey))?.programKey ?? null;
  /** A customer has one open card of a program. */
  const hasOpen = (customerKey: Value, programKey: number): boolean =>
    of('card')
      .where('customerKey', customerKey)
      .some((row) => row.programKey === programKey && row.closedAt === null);
  return {
    device: (key) => put('device', { key, id: newId(), createdAt: now }),
    person: (key) => put('person', { key, id: newId(), role: 'staff', createdAt: now, archivedAt: now, ...nobody() }),
    customer: (key) => {
      lastNumber++;
      put('customer', { key, id: newId(), number: lastNumber, sortName: `\uffff${lastNumber}`, createdAt: now });
    },
    // Its entries are in the ledger: it is taken for one that was ended as it should.
    batch: (key) => put('batch', { key, id: newId(), kind: 'import', openedAt: now, closedAt: now }),
    item: (key) => put('item', { key, id: newId(), name: lostName, createdAt: now }),
    receipt: (requestId, child) =>
      put('receipt', {
        ...{ requestId, procedure: 'ledger.salvage', argsHash: '', answer: 'null', entries: 0 },
        ...{ personKey: child.personKey ?? null, recordedAt: child.recordedAt ?? now },
      }),
    offer: (key, child) =>
      put('offer', {
        ...{ key, id: newId(), customerKey: child.customerKey ?? null, kind: 'text', name: lostName },
        ...{ endsOn: child.businessDay ?? null, madeAt: child.recordedAt ?? now },
      }),
    program: (key) => put('program', { key, id: newId(), createdAt: now, pausedAt: now }),
    programVersion: (key, child) => {
      const programKey = number(child.programKey) || nextKey('program');
      const versions = [...of('programVersion').values()].filter((row) => row.programKey === programKey);
      const version = Math.max(0, ...versions.map((row) => number(row.version))) + 1;
      // The other rules of the same program are the best guess there is.
      const rules = versions.at(-1)?.rules ?? lostRules();
      put('programVersion', { key, programKey, version, afterSeq: 0, rules, createdAt: now });
    },
    programReward: (key, child) => {
      const programVersionKey =
        child.programVersionKey ??
        of('card').get(number(child.cardKey))?.programVersionKey ??
        nextKey('programVersion');
      addReward({ of, put, newId }, Number(key), number(programVersionKey));
    },
    card: (key, child) => {
      const ofReward = of('programReward').get(number(child.programRewardKey))?.programVersionKey;
      const programVersionKey = number(child.programVersionKey ?? ofReward) || nextKey('programVersion');
      const programKey = number(programOf(programVersionKey)) || nextKey('program');
      const taken = hasOpen(child.customerKey ?? null, programKey);
      const openedOn =
        typeof child.businessDay === 'string' ? child.businessDay : new Date(now).toISOString().slice(0, 10);
      put('card', {
        ...{ key, id: newId(), customerKey: child.customerKey ?? null, programKey, programVersionKey },
        ...{ openedAt: child.recordedAt ?? now, openedOn, closedAt: taken ? now : null },
      });
    },
    reward: (key, child) => {
      const issue = issueOf(key) ?? child;
      const programVersionKey = number(issue.programVersionKey);
      const offered = [...of('programReward').values()].filter((row) => row.programVersionKey === programVersionKey);
      const given = offered.find((row) => row.at === -number(issue.stamps)) ?? offered[0];
      put('reward', {
        ...{ key, id: newId(), customerKey: issue.customerKey ?? null, cardKey: issue.cardKey ?? null, lap: 1 },
        ...{ programRewardKey: given?.key ?? nextKey('programReward'), issuedAt: issue.recordedAt ?? now },
      });
    },
  };
}

const lostRules = (): string => {
  const { rewards: _rewards, ...rules } = ProgramRules.parse(
    punchCard({ name: lostName, goal: usualGoal, rewardName: lostName }),
  ) as Extract<ProgramRules, { kind: 'stamps' }>;
  return JSON.stringify(rules);
};

function addReward(
  { of, put, newId }: Pick<Gathered, 'of'> & Pick<Making, 'put' | 'newId'>,
  key: number,
  programVersionKey: number,
): void {
  const rules = JSON.parse(String(of('programVersion').get(programVersionKey)?.rules ?? '{}')) as { goal?: number };
  const others = [...of('programReward').values()].filter((row) => row.programVersionKey === programVersionKey);
  put('programReward', {
    ...{ key, id: newId(), programVersionKey, at: rules.goal ?? usualGoal, kind: 'text', name: lostName },
    position: Math.max(-1, ...others.map((row) => number(row.position))) + 1,
  });
}

/** A program without rules, or rules that no longer hold together because a reward of theirs is lost. True when something was made. */
function mendPrograms({ of }: Gathered, making: Making): boolean {
  const { put, nextKey, newId, now } = making;
  let made = false;
  for (const program of of('program').values()) {
    const key = number(program.key);
    if (![...of('programVersion').values()].some((row) => row.programKey === key)) {
      put('programVersion', {
        ...{
          key: nextKey('programVersion'),
          programKey: key,
          version: 1,
          afterSeq: 0,
          rules: lostRules(),
          createdAt: now,
        },
      });
      of('program').put({ ...program, pausedAt: program.pausedAt ?? now });
      made = true;
    }
  }
  for (const row of of('programVersion').values()) {
    const { key } = row;
    const rewards = [...of('programReward').values()]
      .filter((reward) => reward.programVersionKey === key)
      .sort((a, b) => number(a.position) - number(b.position))
      .map(({ key: _key, programVersionKey: _version, position: _position, id, ...rest }) => ({
        rewardId: id,
        ...rest,
      }));
    const rules = JSON.parse(String(row.rules)) as object;
    if (ProgramRules.safeParse({ ...rules, ...(rewards.length > 0 ? { rewards } : {}) }).success) continue;
    const before = of('programReward').size;
    if (rewards.some((reward) => (reward as Row).name === lostName)) {
      // Even with a reward at its end they make no sense: rules that do, and their rewards stay those that were issued.
      if (row.rules === lostRules()) continue;
      of('programVersion').put({ ...row, rules: lostRules() });
      made = true;
    } else addReward({ of, put, newId }, nextKey('programReward'), Number(key));
    made ||= of('programReward').size > before;
  }
  return made;
}

/** Somebody must be able to prove that the shop is theirs: by the recovery code, where nobody's PIN is known any more. */
function mendOwners({ of }: Gathered, { newId, now }: Mending, put: Making['put'], nextKey: Making['nextKey']): void {
  const owners = [...of('person').values()].filter((row) => row.role === 'owner');
  if (owners.some((row) => row.archivedAt === null)) return;
  const lost = owners.filter((row) => row.pinPepper === lostPin);
  for (const row of lost) of('person').put({ ...row, archivedAt: null });
  if (lost.length === 0)
    put('person', { key: nextKey('person'), id: newId(), role: 'owner', createdAt: now, ...nobody() });
}
