import {
  findOpenCard,
  getCard,
  getReward,
  insertCard,
  listOpenCards,
  listOpenRewards,
} from '../../db/queries/cards.ts';
import {
  type CustomerRow,
  findCustomer,
  getCustomer,
  indexCustomer,
  insertConsent,
  sumOfSpend,
  updateCustomer,
  updateCustomerMark,
} from '../../db/queries/customers.ts';
import { type EntryRow, isLive, listEntriesOfRequest, listLiveOfCustomer } from '../../db/queries/ledger.ts';
import {
  countDaysTogether,
  deleteApart,
  deleteConsent,
  findMerge,
  insertApart,
  insertMerge,
  listMerges,
  updateCardOwner,
  updateCardsOwner,
  updateContactOwner,
  updateContactsOwner,
  updateMergedInto,
  updateMergeUndone,
} from '../../db/queries/merges.ts';
import { findPersonByCustomer, updatePersonCustomer } from '../../db/queries/people.ts';
import { type Preview, undoDays } from '../../preload/contract/merges.ts';
import type { CustomerId, ProgramId } from '../../preload/contract/values.ts';
import type { CommandContext, QueryContext } from '../bridge/context.ts';
import { AppError, found } from '../bridge/errors.ts';
import { implement } from '../bridge/implement.ts';
import { activeCustomer } from '../counter/customer.ts';
import { settleGains } from '../counter/move.ts';
import { settlePaid } from '../counter/paid.ts';
import { settleCard, takeBack } from '../counter/settle.ts';
import { recordOf } from '../customers/record.ts';
import { relocate } from '../ledger/relocate.ts';
import { cardToday, forceOf } from '../programs/cardNow.ts';
import { expireOf } from '../programs/expiry.ts';
import { loadPrograms } from '../programs/versions.ts';
import { type Details, detailsOf, stricterConsents, takeApart, unite } from './details.ts';
import { shortOf } from './short.ts';

const undoMilliseconds = undoDays * 86_400_000;

/** What a merge did besides the ledger, to be undone. */
interface Changes {
  readonly before: Details;
  readonly after: Details;
  /** Codes of member cards that went over. */
  readonly cards: readonly string[];
  /** Ids of talks that went over; merges from before they did have none. */
  readonly contacts?: readonly string[];
  /** Consents that were added, by channel and moment. */
  readonly consents: readonly { readonly channel: string; readonly at: number }[];
  /** The person who is this customer, when that went over. */
  readonly personKey: number | null;
}

/** Refuses unless these are two customers, both active. */
function pairOf(context: QueryContext, { keepId, mergeId }: { keepId: string; mergeId: string }) {
  const kept = activeCustomer(context, keepId);
  const merged = activeCustomer(context, mergeId);
  if (kept.key === merged.key) throw new AppError('BAD_INPUT', {}, ['mergeId']);
  return { kept, merged };
}

/** What would be on the cards of both together. */
function cardsTogether({ read, today }: QueryContext, kept: CustomerRow, merged: CustomerRow): Preview['cards'] {
  return loadPrograms(read).flatMap((program) => {
    const [own, other] = [kept, merged].map(({ key }) => findOpenCard(read, key, program.key));
    if (!('earn' in program.latest.rules) || (!own && !other)) return [];
    const balances = [own, other].map((card) => (card ? cardToday(read, card, program, today).stamps : 0));
    const sum = balances.reduce((a, b) => a + b, 0);
    const { rules } = forceOf(program, own ?? other ?? null);
    const rewards = rules.kind === 'stamps' && sum >= rules.goal ? Math.floor(sum / rules.goal) : 0;
    return {
      programId: program.id as ProgramId,
      name: program.latest.rules.name,
      kind: rules.kind,
      kept: balances[0] ?? 0,
      merged: balances[1] ?? 0,
      after: rules.kind === 'stamps' ? sum - rewards * rules.goal : sum,
      rewards,
    };
  });
}

/** Who was enrolled in a special without ever using it has a card with nothing on it: that goes over too. */
function enrolInSpecials({ read, write, newId }: CommandContext, kept: CustomerRow, merged: CustomerRow): void {
  for (const { programKey, programVersionKey, openedAt, openedOn } of listOpenCards(read, merged.key))
    if (!findOpenCard(read, kept.key, programKey))
      insertCard(write, { id: newId(), customerKey: kept.key, programKey, programVersionKey, openedAt, openedOn });
}

function writeDetails({ write }: CommandContext, row: CustomerRow, details: Details): void {
  updateCustomer(write, row, details);
  updateCustomerMark(write, row.key, details.mark, details.markUntil);
}

/** What came over with a merge and is still there, and what has become of the rewards and offers among it. */
function broughtOver({ read }: CommandContext, keptKey: number, requestId: string): EntryRow[] {
  const roots = new Set(listEntriesOfRequest(read, requestId).flatMap(({ fromSeq }) => fromSeq ?? []));
  const live = listLiveOfCustomer(read, keptKey);
  const brought = live.filter(({ fromSeq }) => fromSeq !== null && roots.has(fromSeq));
  const rewards = new Set(brought.flatMap(({ kind, rewardKey }) => (kind === 'issue' ? (rewardKey ?? []) : [])));
  const offers = new Set(brought.flatMap(({ cause, offerKey }) => (cause === 'offerMade' ? (offerKey ?? []) : [])));
  const places = new Set(brought.map(({ seq }) => seq));
  return live.filter(
    ({ seq, kind, rewardKey, offerKey }) =>
      places.has(seq) ||
      (rewardKey !== null && rewards.has(rewardKey) && (kind === 'redeem' || kind === 'expire')) ||
      (offerKey !== null && offers.has(offerKey)),
  );
}

/** What both together had filled goes first, if it was not handed over: neither alone had earned it. */
function takeBackSums(context: CommandContext, requestId: string): void {
  const { read } = context;
  for (const { seq, kind, fromSeq, stamps, cardKey, rewardKey } of listEntriesOfRequest(read, requestId).reverse()) {
    if (kind !== 'issue' || fromSeq !== null || stamps === 0 || cardKey === null || rewardKey === null) continue;
    const reward = getReward(read, rewardKey);
    if (isLive(read, seq) && reward.state !== 'redeemed' && getCard(read, cardKey).balance < 0)
      takeBack(context, reward, 'move');
  }
}

/** The person who is the merged customer, when that goes over (F-33). Two people of the shop are two people. */
function staffOf({ read }: CommandContext, kept: CustomerRow, merged: CustomerRow) {
  const [own, other] = [kept, merged].map(({ key }) => findPersonByCustomer(read, key));
  if (own && other) throw new AppError('TWO_OF_STAFF');
  return other ?? null;
}

export const merges = implement('merges', {
  suspects: ({ background, signal, progress }) => background.run('listPairs', {}, { signal, onProgress: progress }),

  tellApart({ read, write, who, now, note }, { aId, bId, apart }) {
    const [one, other] = [aId, bId].map((id) => found(findCustomer(read, id)));
    if (!one || !other || one.key === other.key) throw new AppError('BAD_INPUT', {}, ['bId']);
    const pair = { a: Math.min(one.key, other.key), b: Math.max(one.key, other.key) };
    if (apart) insertApart(write, pair, { personKey: who?.personKey ?? null, recordedAt: now });
    else deleteApart(write, pair);
    note({ other: other.id, apart }, one.id);
    return { done: true };
  },

  preview(context, pair) {
    const { read } = context;
    const { kept, merged } = pairOf(context, pair);
    const spends = [kept, merged].map(({ key }) => sumOfSpend(read, key)).filter((sum) => sum !== null);
    return {
      kept: recordOf(read, kept),
      merged: recordOf(read, merged),
      cards: cardsTogether(context, kept, merged),
      openRewards: {
        kept: listOpenRewards(read, kept.key).length,
        merged: listOpenRewards(read, merged.key).length,
      },
      visitDays: countDaysTogether(read, kept.key, merged.key),
      spend: spends.length === 0 ? null : spends.reduce((a, b) => a + b, 0),
    };
  },

  merge(context, { take, ...pair }) {
    const { read, write, now, newId, note } = context;
    const { kept, merged } = pairOf(context, pair);
    const person = staffOf(context, kept, merged);
    expireOf(context, kept.key);
    expireOf(context, merged.key);
    enrolInSpecials(context, kept, merged);
    settleGains(context, relocate(context, listLiveOfCustomer(read, merged.key), kept.key), null);
    expireOf(context, kept.key);

    const before = detailsOf(read, kept);
    const after = unite(before, detailsOf(read, merged), take);
    writeDetails(context, kept, after);
    const consents = stricterConsents(read, kept.key, merged.key, now);
    for (const consent of consents) insertConsent(write, kept.key, consent);
    if (person) updatePersonCustomer(write, person.key, kept.key);
    const cards = updateCardsOwner(write, merged.key, kept.key);
    const contacts = updateContactsOwner(write, merged.key, kept.key);
    updateMergedInto(write, merged.key, kept.key, now);
    indexCustomer(write, kept.key);

    const id = newId();
    const changes: Changes = {
      before,
      after: detailsOf(read, getCustomer(read, kept.key)),
      cards,
      contacts,
      consents: consents.map(({ channel, at }) => ({ channel, at })),
      personKey: person?.key ?? null,
    };
    insertMerge(write, {
      id,
      keptKey: kept.key,
      mergedKey: merged.key,
      requestId: context.requestId,
      mergedAt: now,
      changes: JSON.stringify(changes),
    });
    note({ merged: merged.id, merge: id }, kept.id);
    return { merge: id, customerId: kept.id as CustomerId };
  },

  undo(context, { merge }) {
    const { read, write, now, note } = context;
    const record = found(findMerge(read, merge));
    if (record.undoneAt !== null) throw new AppError('NOTHING_TO_UNDO');
    // Of somebody who was erased there is nothing to take apart.
    found(findCustomer(read, getCustomer(read, record.keptKey).id));
    if (now > record.mergedAt + undoMilliseconds) throw new AppError('MERGE_TOO_LATE', { days: undoDays });
    const kept = getCustomer(read, record.keptKey);
    if (kept.mergedIntoKey !== null) throw new AppError('CUSTOMER_MERGED');
    const merged = getCustomer(read, record.mergedKey);
    expireOf(context, kept.key);
    const back = relocate(context, broughtOver(context, kept.key, record.requestId), merged.key);
    takeBackSums(context, record.requestId);
    for (const cardKey of back.from) settleCard(context, cardKey, 'move');
    expireOf(context, kept.key);
    settleGains(context, back, null);
    // A reward that stays with the other record has paid nothing here.
    for (const visitSeq of new Set(back.loose.map((one) => one.visitSeq))) {
      const visit = visitSeq === null ? undefined : back.made.get(visitSeq);
      if (visit) settlePaid(context, merged.key, visit.seq);
    }
    expireOf(context, merged.key);

    const changes = JSON.parse(record.changes) as Changes;
    writeDetails(context, kept, takeApart(detailsOf(read, kept), changes));
    for (const { channel, at } of changes.consents) deleteConsent(write, kept.key, channel, at);
    if (changes.personKey !== null && findPersonByCustomer(read, kept.key)?.key === changes.personKey)
      updatePersonCustomer(write, changes.personKey, merged.key);
    for (const code of changes.cards) updateCardOwner(write, code, kept.key, merged.key);
    for (const id of changes.contacts ?? []) updateContactOwner(write, id, kept.key, merged.key);
    updateMergedInto(write, merged.key, null, null);
    updateMergeUndone(write, record.key, now);
    indexCustomer(write, kept.key);
    indexCustomer(write, merged.key);
    note({ merged: merged.id, merge }, kept.id);
    return { done: true };
  },

  of({ read, now }, { customerId }) {
    const { key } = found(findCustomer(read, customerId));
    return listMerges(read, key).map((row) => {
      const until = row.mergedAt + undoMilliseconds;
      return {
        merge: row.id,
        kept: row.keptKey === key,
        other: shortOf(read, getCustomer(read, row.keptKey === key ? row.mergedKey : row.keptKey)),
        mergedAt: row.mergedAt,
        undoUntil: now <= until ? until : null,
      };
    });
  },
});
