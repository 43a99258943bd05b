import { fold, searchWords } from '../../db/fold.ts';
import { type CustomerLine, customerNumber, getCustomer, searchCustomers } from '../../db/queries/customers.ts';
import { type EntryRow, findEntry, isLive, listEntriesOfRequest, listLiveOfVisit } from '../../db/queries/ledger.ts';
import { undoMilliseconds } from '../../preload/contract/counter.ts';
import type { CustomerId } from '../../preload/contract/values.ts';
import { AppError, found } from '../bridge/errors.ts';
import { implement } from '../bridge/implement.ts';
import { phoneEnd } from '../customers/phones.ts';
import { dayOf } from '../memberCards/attach.ts';
import { readCode } from '../memberCards/code.ts';
import { lookUpCode } from '../memberCards/lookUp.ts';
import { adjust } from './adjust.ts';
import { ownEntries } from './confirm.ts';
import { move } from './move.ts';
import { redeemOffer } from './offer.ts';
import { usePerk } from './perk.ts';
import { reverseAll } from './reversal.ts';
import { redeem, spend } from './spend.ts';
import { stamp } from './stamp.ts';
import { join, use } from './use.ts';
import { open } from './view.ts';
import { visit } from './visit.ts';

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

/** Taken back here never: a reward goes with the stamps it was made of, what has run out would run out again, an offer is withdrawn. */
const followsOthers = ({ kind, reverses, cause }: EntryRow): boolean =>
  reverses !== null || kind === 'issue' || kind === 'expire' || cause === 'offerMade';

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

  open: (context, { customerId }) => open(context, customerId),
  stamp,
  visit,
  adjust,
  redeem,
  redeemOffer,
  spend,
  use,
  usePerk,
  join,

  undo(context, { undo }) {
    const { read, who, note } = context;
    const entries = listEntriesOfRequest(read, undo).filter(({ kind }) => kind !== 'expire');
    const [first] = entries;
    if (!first || entries.every(followsOthers)) throw new AppError('NOTHING_TO_UNDO');
    if (first.personKey !== (who?.personKey ?? null)) throw new AppError('NOT_ALLOWED');
    const age = context.ageOf(undo);
    if (age === null || age > undoMilliseconds) throw new AppError('UNDO_TOO_LATE');
    const mine = new Set(entries.map((entry) => entry.seq));
    // A visit that something else has joined since stays: only what this request did is taken back.
    const shared = (entry: EntryRow) =>
      entry.kind === 'visit' && listLiveOfVisit(read, entry.customerKey, entry.seq).some((part) => !mine.has(part.seq));
    const own = entries.filter((entry) => !followsOthers(entry) && isLive(read, entry.seq) && !shared(entry));
    if (own.length === 0) throw new AppError('ALREADY_VOIDED');
    reverseAll(context, own, 'void', null);
    const customer = getCustomer(read, first.customerKey);
    note({ undo }, customer.id);
    return { customerId: customer.id as CustomerId, entryIds: ownEntries(context) };
  },

  reverse(context, { entryId, as, reason, approval }) {
    const { read, who, note } = context;
    const entry = found(findEntry(read, entryId));
    if (who?.role === 'staff') {
      if (approval === null) throw new AppError('APPROVAL_NEEDED');
      context.approval(approval);
    }
    if (followsOthers(entry)) throw new AppError('BAD_INPUT', {}, ['entryId']);
    if (!isLive(read, entry.seq)) throw new AppError('ALREADY_VOIDED');
    reverseAll(context, [entry], as, reason);
    const customer = getCustomer(read, entry.customerKey);
    note({ as, entry: entryId }, customer.id);
    return { customerId: customer.id as CustomerId, entryIds: ownEntries(context) };
  },

  move,
});
