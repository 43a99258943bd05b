import { stringify } from 'csv-stringify/sync';
import { type InProgress, listGiven, listInProgress } from '../../../db/queries/cards.ts';
import { customerNumber, listConsents, listPhones } from '../../../db/queries/customers.ts';
import { channels } from '../../../preload/contract/customers.ts';
import type { ChangeLine, ChangePreview } from '../../../preload/contract/programs.ts';
import type { ProgramRules } from '../../../preload/contract/rules.ts';
import type { CustomerId } from '../../../preload/contract/values.ts';
import type { JobContext } from '../../background/jobs.ts';
import { harmlessCell } from '../../shop/csvCell.ts';
import { cardToday, forceOf } from '../cardNow.ts';
import { rewardsDue } from '../engine/rewards.ts';
import { stateOf } from '../state.ts';
import { getProgramNow, type ProgramNow } from '../versions.ts';
import { differ, type Effect, effectOn, withRules } from './effect.ts';

export interface ChangeParams {
  readonly programKey: number;
  /** The rules as they would be. */
  readonly rules: ProgramRules;
  readonly today: string;
}

/** Names that the page shows of each sort; the contact list has all. */
const mostLines = 100;
/** Cards looked at between two looks at what the person wants: some milliseconds. */
const step = 200;

interface Affected extends Effect {
  readonly card: InProgress;
  readonly stamps: number;
  /** Stamps of the card it goes by afterwards; null for points. */
  readonly goal: number | null;
}

/** Every card in progress, with what the new rules do to it. */
function* affected({ read, progress, checkCancelled }: JobContext, params: ChangeParams): Generator<Affected> {
  const program = getProgramNow(read, params.programKey);
  const changed = withRules(program, params.rules);
  if (!('earn' in params.rules) || !differ(program.latest.rules, params.rules)) return;
  for (const card of inProgress(read, params.programKey, progress, checkCancelled)) {
    const { stamps } = cardToday(read, card, program, params.today);
    if (stamps <= 0) continue;
    const standing = { balance: stamps, lap: card.lap, given: new Set(listGiven(read, card.key, card.lap)) };
    const rules = (of: ProgramNow) => ({ force: forceOf(of, card), next: forceOf(of, null) });
    const after = rules(changed);
    const goal = after.force.rules.kind === 'stamps' ? after.force.rules.goal : null;
    yield { card, stamps, goal, ...effectOn(standing, rules(program), after) };
  }
}

function* inProgress(
  read: JobContext['read'],
  programKey: number,
  progress: JobContext['progress'],
  checkCancelled: () => void,
): Generator<InProgress> {
  let done = 0;
  let all: number | null = null;
  for (let after = 0; ; ) {
    checkCancelled();
    const { total, cards } = listInProgress(read, programKey, after, step);
    yield* cards;
    done += cards.length;
    all ??= total;
    progress(done, all);
    after = cards.at(-1)?.key ?? after;
    if (cards.length < step) return;
  }
}

/** Whom a change concerns, and how; writes nothing. */
export function previewChange(job: JobContext, params: ChangeParams): ChangePreview {
  const program = getProgramNow(job.read, params.programKey);
  const lines = { earning: [] as ChangeLine[], keeping: [] as ChangeLine[], others: [] as ChangeLine[] };
  const counted = { cards: 0, keeping: 0, earning: 0, rewards: 0 };
  for (const { card, stamps, goal, keeps, earned } of affected(job, params)) {
    counted.cards++;
    if (keeps) counted.keeping++;
    if (earned.length > 0) counted.earning++;
    counted.rewards += earned.length;
    const list = lines[earned.length > 0 ? 'earning' : keeps ? 'keeping' : 'others'];
    const { customerId, name } = card;
    if (list.length < mostLines)
      list.push({
        customerId: customerId as CustomerId,
        number: customerNumber(card),
        name,
        stamps,
        goal,
        keeps,
        earned: [...earned],
      });
  }
  return {
    ...counted,
    differs: differ(program.latest.rules, params.rules),
    givenAtOnce: stateOf(program, params.today) === 'running',
    lines: [...lines.earning, ...lines.keeping, ...lines.others],
  };
}

/** The columns of the contact list; a consent is yes, no, or empty when nobody asked. */
const columns = [
  'number',
  'name',
  'phone',
  'email',
  'language',
  'progress',
  'of',
  'change',
  'rewards',
  ...channels.map((channel) => `consent_${channel}`),
];

/** Everybody a change concerns as CSV: how to reach them and what to tell. */
export function listChangeContacts(job: JobContext, params: ChangeParams): string {
  const rows: string[][] = [];
  for (const { card, stamps, goal, keeps, earned } of affected(job, params)) {
    const consents = new Map(listConsents(job.read, card.customerKey).map(({ channel, given }) => [channel, given]));
    const consent = (channel: string) => {
      const given = consents.get(channel);
      return given === undefined ? '' : given ? 'yes' : 'no';
    };
    rows.push([
      customerNumber(card),
      harmlessCell(card.name ?? ''),
      // As text: a spreadsheet would take the plus for a sum and drop the zero in front.
      listPhones(job.read, card.customerKey)
        .map(({ typed }) => harmlessCell(typed))
        .join(', '),
      harmlessCell(card.email ?? ''),
      card.language ?? '',
      String(stamps),
      goal === null ? '' : String(goal),
      keeps ? 'keeps_old_rules' : 'new_rules',
      harmlessCell(earned.join(', ')),
      ...channels.map(consent),
    ]);
  }
  return stringify([columns, ...rows], { bom: true, record_delimiter: '\r\n' });
}

/** Keys of the cards on which the present rules owe a reward that was not given yet. */
export function listEarnedCards(job: JobContext, { programKey, today }: Omit<ChangeParams, 'rules'>): number[] {
  const { read, progress, checkCancelled } = job;
  const program = getProgramNow(read, programKey);
  const found: number[] = [];
  if (program.latest.rules.kind !== 'stamps') return found;
  const next = forceOf(program, null);
  for (const card of inProgress(read, programKey, progress, checkCancelled)) {
    const balance = cardToday(read, card, program, today).stamps;
    const given = new Set(listGiven(read, card.key, card.lap));
    if (rewardsDue({ balance, lap: card.lap, given }, forceOf(program, card), next).length > 0) found.push(card.key);
  }
  return found;
}
