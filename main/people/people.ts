import type { ReadConnection } from '../../db/open.ts';
import { findCustomer } from '../../db/queries/customers.ts';
import {
  archivePerson,
  countOwners,
  deleteRecovery,
  findPerson,
  findPersonByBadge,
  findPersonByCustomer,
  findRecovery,
  insertPerson,
  listPeople,
  type PersonRow,
  updateBadge,
  updatePerson,
  updatePersonCustomer,
  updatePersonLanguage,
  updatePin,
  updatePinTries,
  updateRecovery,
} from '../../db/queries/people.ts';
import type { Person, Session as SessionAnswer } from '../../preload/contract/people.ts';
import type { PersonId } from '../../preload/contract/values.ts';
import type { TaskContext } from '../bridge/context.ts';
import { AppError, found } from '../bridge/errors.ts';
import { implement } from '../bridge/implement.ts';
import type { Session } from '../bridge/session.ts';
import { changeBox, readBox } from '../keys/box.ts';
import { unwrapKeys, wrapChecked } from '../keys/wrap.ts';
import { lookUpCode } from '../memberCards/lookUp.ts';
import { lockMilliseconds, triesBeforeLock } from './locks.ts';
import { lostPin } from './pin.ts';
import { hashRecoveryCode, matchingRecovery, newRecoveryCode, sameCode } from './recovery.ts';

const personOf = (row: PersonRow): Person => ({
  personId: row.id as PersonId,
  name: row.name,
  role: row.role,
  language: row.language,
  hasBadge: row.badge !== null,
});

/** Who is at the till, as the page sees it. */
function sessionOf(read: ReadConnection, who: Session['who'], trustedTill: boolean): SessionAnswer {
  const row = who && findPerson(read, who.personId);
  return row ? { person: personOf(row), proof: who.proof, trustedTill } : { person: null, proof: null, trustedTill };
}

/**
 * Checks a PIN and counts wrong ones in the database, so that neither a restart nor another window gives more tries.
 * Throws PIN_WRONG (params.left), PIN_LOCKED (params.wait) or PIN_ELSEWHERE.
 */
export async function checkPin(
  { shop, record, pins, pinLocks }: TaskContext,
  personId: string,
  pin: string,
): Promise<PersonRow> {
  const row = findPerson(shop.read, personId);
  // At once, and without the half second of work that a try costs.
  if (row) refuseLocked(pinLocks.left(row.key));
  if (row && row.pinPepper !== null && row.pinPepper !== pins.pepper) throw new AppError('PIN_ELSEWHERE');
  const right = await pins.matches(pin, row);
  if (!row) throw new AppError('PIN_WRONG', { left: null });
  // Several tries may have been under way at once: count from what stands there now.
  const present = found(findPerson(shop.read, personId));
  refuseLocked(pinLocks.left(present.key));
  if (right) {
    if (present.wrongPins > 0 || present.pinLocks > 0)
      record(null, (write) => updatePinTries(write, present.key, { wrongPins: 0, pinLocks: 0, lockLeft: null }));
    return present;
  }
  const wrong = present.wrongPins + 1;
  if (wrong < triesBeforeLock) {
    const tries = { wrongPins: wrong, pinLocks: present.pinLocks, lockLeft: null };
    record('people.wrongPin', (write) => updatePinTries(write, present.key, tries), { person: present.id, wrong });
    throw new AppError('PIN_WRONG', { left: triesBeforeLock - wrong });
  }
  const nth = present.pinLocks + 1;
  const wait = lockMilliseconds(nth);
  record(
    'people.lockedOut',
    (write) => updatePinTries(write, present.key, { wrongPins: 0, pinLocks: nth, lockLeft: wait }),
    { person: present.id, minutes: wait / 60_000 },
  );
  pinLocks.begin(present.key, wait);
  throw lockedFor(wait);
}

const lockedFor = (wait: number) => new AppError('PIN_LOCKED', { wait, minutes: Math.ceil(wait / 60_000) });

function refuseLocked(wait: number): void {
  if (wait > 0) throw lockedFor(wait);
}

export const people = implement('people', {
  list: ({ read }) => listPeople(read).map(personOf),

  session: ({ read, who, settings }) => sessionOf(read, who, settings.trustedTill === 1),

  async signIn(context, { personId, pin }) {
    const { session, settings, shop, record, pins } = context;
    const row = await checkPin(context, personId, pin);
    // Hashed before there was a pepper. Not before there is a recovery code: a lost pepper must lock nobody out.
    if (row.pinPepper === null && pins.pepper !== null && findRecovery(shop.read)) {
      const hash = await pins.hash(pin);
      record(null, (write) => updatePin(write, row.id, hash));
    }
    session.signIn({ personKey: row.key, personId: row.id, role: row.role, proof: 'pin' });
    record('people.signIn', () => undefined);
    return sessionOf(shop.read, session.who, settings.trustedTill === 1);
  },

  async tap({ session, settings, shop, record }, { personId }) {
    if (settings.trustedTill !== 1) throw new AppError('PIN_NEEDED');
    const row = found(findPerson(shop.read, personId));
    session.signIn({ personKey: row.key, personId: row.id, role: row.role, proof: 'tap' });
    record('people.tap', () => undefined);
    return sessionOf(shop.read, session.who, true);
  },

  async badge({ session, settings, shop, record }, { code }) {
    const row = findPersonByBadge(shop.read, code.replace(/\p{Cc}/gu, '').trim());
    if (!row) throw new AppError('BADGE_UNKNOWN');
    if (session.who?.personId !== row.id) {
      if (settings.trustedTill !== 1) throw new AppError('PIN_NEEDED', { personId: row.id });
      session.signIn({ personKey: row.key, personId: row.id, role: row.role, proof: 'tap' });
      record('people.badge', () => undefined);
    }
    return sessionOf(shop.read, session.who, settings.trustedTill === 1);
  },

  async signOut({ session, settings, shop, record }) {
    if (session.who) record('people.signOut', () => undefined);
    session.signOut();
    return sessionOf(shop.read, null, settings.trustedTill === 1);
  },

  // The dispatcher notes the touch of every task; this one does nothing else.
  touch: async () => ({ done: true }),

  async add({ commit, newId, pins }, { name, role, pin, language }) {
    const hash = await pins.hash(pin);
    return commit(({ write, now, note }) => {
      const id = newId();
      insertPerson(write, { id, name, role, language, ...hash, createdAt: now });
      note({ role }, id);
      return { personId: id as PersonId };
    });
  },

  update({ read, write, note }, { personId, name, role, language }) {
    const row = found(findPerson(read, personId));
    if (row.role === 'owner' && role !== 'owner' && countOwners(read) === 1) throw new AppError('LAST_OWNER');
    updatePerson(write, { id: personId, name, role, language });
    note({ role }, personId);
    return { done: true };
  },

  setBadge({ read, write, note }, { personId, code }) {
    const row = found(findPerson(read, personId));
    if (code !== null) {
      const holder = findPersonByBadge(read, code);
      if ((holder && holder.key !== row.key) || lookUpCode(read, code).is !== 'unknown')
        throw new AppError('BADGE_TAKEN', {}, ['code']);
    }
    updateBadge(write, row.key, code);
    note({ given: code !== null }, personId);
    return { done: true };
  },

  staffOf({ read }, { customerId }) {
    const { key } = found(findCustomer(read, customerId));
    return { personId: (findPersonByCustomer(read, key)?.id ?? null) as PersonId | null };
  },

  linkCustomer({ read, write, who, note }, { customerId, personId }) {
    const { key, mergedIntoKey } = found(findCustomer(read, customerId));
    // The rule would hold for a card that nobody stamps any more.
    if (mergedIntoKey !== null) throw new AppError('CUSTOMER_MERGED');
    const before = findPersonByCustomer(read, key);
    const after = personId === null ? null : found(findPerson(read, personId));
    if (who && (before?.key === who.personKey || after?.key === who.personKey)) throw new AppError('OWN_LINK');
    if (before) updatePersonCustomer(write, before.key, null);
    if (after) updatePersonCustomer(write, after.key, key);
    note({ before: before?.id ?? null, person: personId }, customerId);
    return { done: true };
  },

  archive({ read, write, now, note }, { personId }) {
    const row = found(findPerson(read, personId));
    if (row.role === 'owner' && countOwners(read) === 1) throw new AppError('LAST_OWNER');
    archivePerson(write, personId, now);
    note({}, personId);
    return { done: true };
  },

  async changePin({ session, shop, commit, pins, pinLocks }, { personId, pin }) {
    const { who } = session;
    if (who?.personId !== personId && who?.role !== 'owner') throw new AppError('NOT_ALLOWED');
    const { key } = found(findPerson(shop.read, personId));
    const hash = await pins.hash(pin);
    const done = commit(({ write, note }) => {
      updatePin(write, personId, hash);
      note({}, personId);
      return { done: true as const };
    });
    pinLocks.end(key);
    return done;
  },

  async makeRecoveryCode({ session }) {
    session.toldCode = newRecoveryCode();
    return { code: session.toldCode };
  },

  async confirmRecoveryCode({ session, shop, commit, pins }, { recoveryCode }) {
    const told = session.toldCode;
    if (told === null || !sameCode(told, recoveryCode)) throw new AppError('RECOVERY_WRONG');
    const hash = await hashRecoveryCode(recoveryCode, pins.cost);
    // First of all it opens the shop's file and its backups: a code that only signs in is no help on another computer.
    changeBox(shop.folder, { recovery: await wrapChecked(shop.keys, recoveryCode, pins.cost) });
    const done = commit(({ write, now }) => {
      updateRecovery(write, { ...hash, madeAt: now });
      return { done: true as const };
    });
    session.toldCode = null;
    return done;
  },

  async recover({ session, settings, shop, commit, record, pins, pinLocks }, { personId, recoveryCode, pin }) {
    const row = found(findPerson(shop.read, personId));
    if (row.role !== 'owner') throw new AppError('NOT_ALLOWED');
    const known = await matchingRecovery(shop.read, recoveryCode, pins.cost);
    // Of a shop that was saved from a damaged file the code's hash may be lost, and so may every owner's PIN: then it is the code that opens the box.
    const { recovery } = readBox(shop.folder);
    const opens =
      !known && row.pinPepper === lostPin && recovery !== null && (await unwrapKeys(recovery, recoveryCode)) !== null;
    if (!known && !opens) {
      record('people.wrongRecoveryCode', () => undefined, { person: row.id });
      throw new AppError('RECOVERY_WRONG');
    }
    const hash = await pins.hash(pin);
    commit(({ write, note }) => {
      // Of two at once only one may use it.
      if (known && !findRecovery(write)?.salt.equals(known.salt)) throw new AppError('RECOVERY_WRONG');
      updatePin(write, personId, hash);
      deleteRecovery(write);
      note({}, personId);
    });
    pinLocks.end(row.key);
    session.signIn({ personKey: row.key, personId: row.id, role: row.role, proof: 'pin' });
    return sessionOf(shop.read, session.who, settings.trustedTill === 1);
  },

  chooseLanguage({ write, who }, { language }) {
    if (who) updatePersonLanguage(write, who.personKey, language);
    return { done: true };
  },

  async approve(context, { personId, pin }) {
    if (findPerson(context.shop.read, personId)?.role === 'staff') throw new AppError('NOT_ALLOWED');
    const row = await checkPin(context, personId, pin);
    const { approval, milliseconds } = context.session.approve({ personKey: row.key, role: row.role });
    context.record('people.approve', () => undefined, { person: row.id });
    return { approval, until: context.clock() + milliseconds };
  },
});
