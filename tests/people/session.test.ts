import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Session, type SignedIn } from '../../main/bridge/session.ts';
import { minute } from '../support/shop.ts';

const ioana: SignedIn = { personKey: 1, personId: 'ioana', role: 'owner', proof: 'pin' };
const ana: SignedIn = { personKey: 2, personId: 'ana', role: 'staff', proof: 'tap' };

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => void vi.useRealTimers());

const signedIn = (who: SignedIn): Session => {
  const session = new Session();
  session.signIn(who);
  return session;
};

describe('a session', () => {
  test('keeps a recovery code that was told for who was told it, and nobody else', () => {
    const session = signedIn(ioana);
    session.toldCode = 'told';
    session.signIn({ ...ioana, proof: 'tap' });
    expect(session.toldCode).toBe('told');
    session.signIn(ana);
    expect(session.toldCode).toBeNull();
    session.toldCode = 'told';
    session.signOut();
    expect(session.toldCode).toBeNull();
  });

  test('has the role that the shop has for the person', () => {
    const session = signedIn(ioana);
    session.recheck('manager');
    expect(session.who).toEqual({ ...ioana, role: 'manager' });
    session.recheck(null);
    expect(session.who).toBeNull();
    session.recheck('owner');
    expect(session.who).toBeNull();
  });

  test('is idle from the last touch or sign-in on, to the millisecond', () => {
    const session = new Session();
    vi.advanceTimersByTime(minute);
    expect(session.lockWhenIdle(1, true)).toBe(false);
    session.signIn(ioana);
    vi.advanceTimersByTime(minute - 1);
    expect(session.lockWhenIdle(1, true)).toBe(false);
    session.touch();
    vi.advanceTimersByTime(minute - 1);
    expect(session.lockWhenIdle(1, true)).toBe(false);
    expect(session.who).toEqual(ioana);
    vi.advanceTimersByTime(1);
    expect(session.lockWhenIdle(1, true)).toBe(true);
    expect(session.who).toEqual({ ...ioana, proof: 'tap' });
    // On a trusted till there is nothing more to take.
    expect(session.lockWhenIdle(1, true)).toBe(false);
    expect(session.lockWhenIdle(1, false)).toBe(true);
    expect(session.who).toBeNull();
  });

  test('that was idle has no approval any more', () => {
    const session = signedIn(ana);
    const { approval } = session.approve({ personKey: 1, role: 'manager' });
    vi.advanceTimersByTime(minute / 2);
    expect(session.lockWhenIdle(0.5, true)).toBe(false);
    expect(session.findApproval(approval)).not.toBeNull();
    session.signIn(ioana);
    vi.advanceTimersByTime(minute / 4);
    expect(session.lockWhenIdle(0.25, true)).toBe(true);
    expect(session.findApproval(approval)).toBeNull();
  });
});

describe('an approval', () => {
  test('is found until it is spent', () => {
    const session = new Session();
    const { approval } = session.approve({ personKey: 1, role: 'manager' });
    for (let i = 0; i < 2; i++) expect(session.findApproval(approval)).toMatchObject({ personKey: 1, role: 'manager' });
    session.spend(approval);
    expect(session.findApproval(approval)).toBeNull();
    expect(session.findApproval('constructor')).toBeNull();
  });

  test('is good for less than a minute', () => {
    const session = new Session();
    const { approval, milliseconds } = session.approve({ personKey: 1, role: 'manager' });
    expect(milliseconds).toBe(minute);
    vi.advanceTimersByTime(minute - 1);
    expect(session.findApproval(approval)).not.toBeNull();
    vi.advanceTimersByTime(1);
    expect(session.findApproval(approval)).toBeNull();
  });
});
