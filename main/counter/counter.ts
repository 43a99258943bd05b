import { fold, searchWords } from '../../db/fold.ts';
import type { ReadConnection } from '../../db/open.ts';
import {
  findOpenCard,
  findReward,
  getCard,
  getReward,
  insertCard,
  listOpenCards,
  listOpenRewards,
  type RewardRow,
} from '../../db/queries/cards.ts';
import {
  type CustomerLine,
  type CustomerRow,
  customerNumber,
  findCustomer,
  getCustomer,
  listPhones,
  searchCustomers,
} from '../../db/queries/customers.ts';
import {
  type EntryRow,
  findEntry,
  isLive,
  listEntriesOfRequest,
  listLiveOfVisit,
  listLiveVisitsOnDay,
} from '../../db/queries/ledger.ts';
import { findProgram, listPrograms, type ProgramRow } from '../../db/queries/programs.ts';
import {
  type Confirmation,
  type CounterCard,
  maxStampsPerVisit,
  type OpenReward,
  undoMilliseconds,
} from '../../preload/contract/counter.ts';
import type { CardId, CustomerId, EntryId, ProgramId, RequestId, RewardId } from '../../preload/contract/values.ts';
import type { CommandContext, QueryContext } from '../bridge/context.ts';
import { AppError, found } from '../bridge/errors.ts';
import { implement } from '../bridge/implement.ts';
import { phoneEnd } from '../customers/phones.ts';
import { dayOf } from '../memberCards/attach.ts';
import { readCode } from '../memberCards/code.ts';
import { lookUpCode } from '../memberCards/lookUp.ts';
import { programState } from '../programs/programs.ts';
import { issueEarned, reverseAll } from './reversal.ts';
import { decideVisit, provesIdentity, type TodaysVisit } from './rules.ts';

const openReward = (row: RewardRow): OpenReward => ({
  rewardId: row.id as RewardId,
  programId: row.programId as ProgramId,
  name: row.name,
  value: row.value,
  issuedAt: row.issuedAt,
});

/** Best first: the exact number or name, names that begin with what was typed, then whoever was here last. */
function ranked(rows: readonly CustomerLine[], text: string): CustomerLine[] {
  const typed = fold(text.trim());
  const [word = ''] = searchWords(text);
  const score = (row: CustomerLine) => {
    if (customerNumber(row) === typed) return 0;
    const name = fold(row.name ?? '');
    if (name === typed) return 0;
    if (name.startsWith(typed)) return 1;
    return name.split(/\s+/).some((part) => part.startsWith(word)) ? 2 : 3;
  };
  return rows
    .map((row) => ({ row, score: score(row) }))
    .sort(
      (a, b) =>
        a.score - b.score ||
        (b.row.lastVisitDay ?? '').localeCompare(a.row.lastVisitDay ?? '') ||
        b.row.key - a.row.key,
    )
    .map(({ row }) => row);
}

/** Visits of today made at this till, with the stamps each brought to one card. Imported ones trigger no limit (F-12). */
function visitsAtTheTill(
  read: ReadConnection,
  customerKey: number,
  today: string,
  cardKey: number | null,
): (TodaysVisit & { entry: EntryRow })[] {
  return listLiveVisitsOnDay(read, customerKey, today)
    .filter((entry) => entry.batchKey === null)
    .map((entry) => ({
      entry,
      seq: entry.seq,
      // When it happened: recordedAt stays ahead for good once the clock was wrong.
      at: entry.occurredAt ?? entry.recordedAt,
      stampsOnCard: listLiveOfVisit(read, customerKey, entry.seq)
        .filter((part) => part.kind === 'stamp' && part.cardKey === cardKey)
        .reduce((sum, part) => sum + part.stamps, 0),
    }));
}

const isBirthday = (customer: CustomerRow, today: string): boolean => {
  if (customer.birthMonth === null || customer.birthDay === null) return false;
  const [year = 0, month, day] = today.split('-').map(Number);
  if (customer.birthMonth === month && customer.birthDay === day) return true;
  // Born on 29 February: congratulated on the 28th when the year has no 29th.
  const leap = new Date(Date.UTC(year, 1, 29)).getUTCMonth() === 1;
  return !leap && customer.birthMonth === 2 && customer.birthDay === 29 && month === 2 && day === 28;
};

function cardOf(
  program: ProgramRow,
  today: string,
  card: { id: string; balance: number } | null,
  rewards: readonly RewardRow[],
): CounterCard {
  return {
    cardId: (card?.id ?? null) as CardId | null,
    programId: program.id as ProgramId,
    name: program.name,
    state: programState(program, today),
    icon: program.icon as CounterCard['icon'],
    color: program.color as CounterCard['color'],
    goal: program.goal,
    stamps: card?.balance ?? 0,
    rewardName: program.rewardName,
    minimumSpend: program.minimumSpend,
    rewards: rewards.filter((reward) => reward.programId === program.id).map(openReward),
  };
}

const activeCustomer = ({ read }: QueryContext, id: string): CustomerRow => {
  const customer = found(findCustomer(read, id));
  if (customer.archivedAt !== null) throw new AppError('CUSTOMER_ARCHIVED');
  return customer;
};

function confirmation(
  context: CommandContext,
  of: Omit<Confirmation, 'requestId' | 'entryIds' | 'undoUntil'>,
): Confirmation {
  return {
    requestId: context.requestId as RequestId,
    entryIds: context.ledger.appended.map((entry) => entry.id as EntryId),
    undoUntil: context.now + undoMilliseconds,
    ...of,
  };
}

export const counter = implement('counter', {
  find({ read }, { text, limit }) {
    // A card's code is one word, however it was typed.
    const reading = readCode(text);
    const wanted = reading && 'code' in reading ? reading.code : text;
    return ranked(searchCustomers(read, wanted), wanted)
      .slice(0, limit)
      .map((row) => ({
        customerId: row.id as CustomerId,
        number: customerNumber(row),
        name: row.name,
        phoneEnd: phoneEnd(row.phone),
        lastVisitDay: row.lastVisitDay,
      }));
  },

  scan(context, { code }) {
    const found = lookUpCode(context.read, code);
    if (found.is === 'customer')
      return { customerId: found.customer.id as CustomerId, problem: null, replacedOn: null, blank: null };
    return {
      customerId: null,
      problem: found.is,
      replacedOn: found.is === 'replaced' ? dayOf(context, found.at) : null,
      blank: found.is === 'blank' ? found.code : null,
    };
  },

  open({ read, settings, now, today }, { customerId }) {
    const customer = found(findCustomer(read, customerId));
    const rewards = listOpenRewards(read, customer.key);
    const cards = new Map(listOpenCards(read, customer.key).map((card) => [card.programKey, card]));
    const visits = visitsAtTheTill(read, customer.key, today, null);
    const last = visits.at(-1);
    const until = last ? last.at + settings.minutesBetweenVisits * 60_000 : 0;
    const phones = listPhones(read, customer.key);
    return {
      customerId,
      number: customerNumber(customer),
      name: customer.name,
      phoneEnd: phoneEnd(phones[0]?.typed ?? null),
      canProveBy: [
        ...(phones.some((phone) => phoneEnd(phone.typed)) ? (['phone'] as const) : []),
        ...(customer.birthMonth !== null ? (['birthday'] as const) : []),
      ],
      likes: customer.likes,
      mark: customer.mark,
      archived: customer.archivedAt !== null,
      birthdayToday: isBirthday(customer, today),
      firstVisitDay: customer.firstVisitDay,
      lastVisitDay: customer.lastVisitDay,
      visitDays: customer.visitDays,
      visitsToday: visits.length,
      sameVisitUntil: until > now ? until : null,
      // Running programs, and others only while something of the customer's is still on them.
      cards: listPrograms(read)
        .map((program) => cardOf(program, today, cards.get(program.key) ?? null, rewards))
        .filter(
          (card) =>
            card.state === 'running' || card.rewards.length > 0 || (card.state === 'paused' && card.stamps !== 0),
        ),
    };
  },

  stamp(context, { customerId, programId, stamps, amount, sameVisit, override }) {
    const { read, write, ledger, settings, now, today, newId, note } = context;
    const customer = activeCustomer(context, customerId);
    const program = found(findProgram(read, programId));
    const state = programState(program, today);
    if (state !== 'running') throw new AppError('PROGRAM_NOT_RUNNING', { state });
    if (program.minimumSpend !== null && amount === null)
      throw new AppError('AMOUNT_NEEDED', { minimum: program.minimumSpend });
    if (program.minimumSpend !== null && amount !== null && amount < program.minimumSpend)
      throw new AppError('MINIMUM_SPEND', { minimum: program.minimumSpend });

    const known = findOpenCard(read, customer.key, program.key);
    const visits = visitsAtTheTill(read, customer.key, today, known?.key ?? null);
    const asked = { sameVisit, lifted: override !== null };
    if (override) context.approval(override.approval);
    const decision = decideVisit(visits, settings, now, asked);
    if (decision.decision === 'tooSoon')
      throw new AppError('TOO_SOON', { until: decision.until, mode: settings.limitMode });
    if (decision.decision === 'limit') throw new AppError('VISIT_LIMIT', { limit: decision.limit });
    const joined = decision.decision === 'join' ? visits.find((visit) => visit.seq === decision.visitSeq) : undefined;
    const already = joined?.stampsOnCard ?? 0;
    if (already + stamps > maxStampsPerVisit)
      throw new AppError('TOO_MANY_STAMPS', { cap: maxStampsPerVisit, left: maxStampsPerVisit - already });

    const cardKey =
      known?.key ??
      insertCard(write, { id: newId(), customerKey: customer.key, programKey: program.key, openedAt: now });
    const visitSeq = joined?.seq ?? ledger.append({ kind: 'visit', customerKey: customer.key, amount }).seq;
    ledger.append({
      kind: 'stamp',
      customerKey: customer.key,
      cardKey,
      programVersionKey: program.versionKey,
      visitSeq,
      stamps,
      // A new visit carries its amount itself; a later addition brings its own.
      amount: joined ? amount : null,
    });
    const issued = issueEarned(context, {
      customerKey: customer.key,
      cardKey,
      programVersionKey: program.versionKey,
      goal: program.goal,
      visitSeq,
    });
    const warning = decision.decision === 'new' ? decision.warning : null;
    note({ stamps, warning, lifted: override !== null }, customerId);
    return confirmation(context, {
      customerId,
      programId,
      before: known?.balance ?? 0,
      after: getCard(read, cardKey).balance,
      goal: program.goal,
      issued: issued.map(openReward),
      redeemed: null,
      warning,
    });
  },

  redeem(context, { rewardId, proof }) {
    const { read, ledger, settings, now, today, note } = context;
    const reward = found(findReward(read, rewardId));
    const customer = getCustomer(read, reward.customerKey);
    if (customer.archivedAt !== null) throw new AppError('CUSTOMER_ARCHIVED');
    if (reward.state !== 'open') throw new AppError('REWARD_NOT_OPEN', { state: reward.state });
    if (proof.by === 'card') {
      const shown = lookUpCode(read, proof.code);
      if (shown.is === 'replaced') throw new AppError('CARD_REPLACED', { on: dayOf(context, shown.at) });
      if (shown.is !== 'customer' || shown.customer.key !== customer.key) throw new AppError('IDENTITY_WRONG');
    } else {
      const phoneEnds = listPhones(read, customer.key)
        .map((phone) => phoneEnd(phone.typed))
        .filter((end) => end !== null);
      const answer = provesIdentity(proof, { phoneEnds, birthMonth: customer.birthMonth, birthDay: customer.birthDay });
      if (answer !== 'yes') throw new AppError(answer === 'wrong' ? 'IDENTITY_WRONG' : 'IDENTITY_NEEDED');
    }
    const last = visitsAtTheTill(read, customer.key, today, null).at(-1);
    const goingOn = last && now < last.at + settings.minutesBetweenVisits * 60_000 ? last.seq : null;
    // Coming only for the reward is a visit too: the person was here.
    const visitSeq = goingOn ?? ledger.append({ kind: 'visit', customerKey: customer.key }).seq;
    ledger.append({
      kind: 'redeem',
      customerKey: customer.key,
      cardKey: reward.cardKey,
      programVersionKey: reward.programVersionKey,
      rewardKey: reward.key,
      visitSeq,
    });
    note({ by: proof.by, reward: rewardId }, customer.id);
    const program = found(findProgram(read, reward.programId));
    const { balance } = getCard(read, reward.cardKey);
    return confirmation(context, {
      customerId: customer.id as CustomerId,
      programId: reward.programId as ProgramId,
      before: balance,
      after: balance,
      goal: program.goal,
      issued: [],
      redeemed: openReward(getReward(read, reward.key)),
      warning: null,
    });
  },

  undo(context, { undo }) {
    const { read, who, ledger, note } = context;
    const entries = listEntriesOfRequest(read, undo);
    const [first] = entries;
    if (!first || first.kind === 'void' || first.kind === 'return') throw new AppError('NOTHING_TO_UNDO');
    if (first.personKey !== (who?.personKey ?? null)) throw new AppError('NOT_ALLOWED');
    const age = context.ageOf(undo);
    if (age === null || age > undoMilliseconds) throw new AppError('UNDO_TOO_LATE');
    const mine = new Set(entries.map((entry) => entry.seq));
    // A visit that something else has joined since stays: only what this request did is taken back.
    const shared = (entry: EntryRow) =>
      entry.kind === 'visit' && listLiveOfVisit(read, entry.customerKey, entry.seq).some((part) => !mine.has(part.seq));
    // A reward goes with the stamps it was made of, not by itself.
    const own = entries.filter((entry) => entry.kind !== 'issue' && isLive(read, entry.seq) && !shared(entry));
    if (own.length === 0) throw new AppError('ALREADY_VOIDED');
    reverseAll(context, own, 'void', null);
    const customer = getCustomer(read, first.customerKey);
    note({ undo }, customer.id);
    return { customerId: customer.id as CustomerId, entryIds: ledger.appended.map((entry) => entry.id as EntryId) };
  },

  reverse(context, { entryId, as, reason, approval }) {
    const { read, who, ledger, note } = context;
    const entry = found(findEntry(read, entryId));
    if (who?.role === 'staff') {
      if (approval === null) throw new AppError('APPROVAL_NEEDED');
      context.approval(approval);
    }
    if (entry.reverses !== null || entry.kind === 'issue') throw new AppError('BAD_INPUT', {}, ['entryId']);
    if (!isLive(read, entry.seq)) throw new AppError('ALREADY_VOIDED');
    reverseAll(context, [entry], as, reason);
    const customer = getCustomer(read, entry.customerKey);
    note({ as, entry: entryId }, customer.id);
    return { customerId: customer.id as CustomerId, entryIds: ledger.appended.map((row) => row.id as EntryId) };
  },
});
