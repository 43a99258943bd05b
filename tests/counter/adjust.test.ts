import { describe, expect, test } from 'vitest';
import { counterWith, timelineOf } from '../support/counter.ts';
import { expectSound } from '../support/shop.ts';

const reason = 'The till was off';

describe('putting a card right by hand (F-34)', () => {
  test('adds with a reason that the history shows, and what is added earns', async () => {
    const { shop, customerId, stamped, card } = await counterWith();
    const { programId } = shop;
    await stamped({ stamps: 3 });
    await shop.ok('counter.adjust', { customerId, programId, units: 4, reason });
    expect(await card()).toMatchObject({ stamps: 2, rewards: [{ name: 'A free coffee' }] });
    const entry = (await timelineOf(shop, customerId)).find(({ kind }) => kind === 'adjust');
    expect(entry).toMatchObject({ stamps: 4, reason, programKind: 'stamps', byName: 'Ioana' });
    expectSound(shop);
  });

  test('takes off no more than the card holds, and takes an interim reward along', async () => {
    const { shop, customerId } = await counterWith();
    const { programId } = await shop.ok('programs.create', {
      kind: 'stamps',
      name: 'Two rewards',
      goal: 10,
      rewards: [
        { at: 3, name: 'A cookie' },
        { at: 10, name: 'A cake' },
      ],
    });
    await shop.ok('counter.stamp', { customerId, programId, stamps: 4 });
    const cardOf = async () =>
      (await shop.ok('counter.open', { customerId })).cards.find((card) => card.programId === programId);
    expect(await cardOf()).toMatchObject({ stamps: 4, rewards: [{ name: 'A cookie' }] });
    expect(await shop.refused('counter.adjust', { customerId, programId, units: -5, reason })).toMatchObject({
      code: 'BAD_INPUT',
      fields: ['units'],
    });
    await shop.ok('counter.adjust', { customerId, programId, units: -2, reason });
    expect(await cardOf()).toMatchObject({ stamps: 2, rewards: [] });
    expectSound(shop);
  });

  test('is void like any entry: the card is as before', async () => {
    const { shop, customerId, stamped, card } = await counterWith();
    const { programId } = shop;
    await stamped({ stamps: 2 });
    const { entryIds } = await shop.ok('counter.adjust', { customerId, programId, units: 9, reason });
    expect(await card()).toMatchObject({ stamps: 1, rewards: [{}, {}] });
    await shop.ok('counter.reverse', { entryId: entryIds[0] ?? '', as: 'void', reason });
    expect(await card()).toMatchObject({ stamps: 2, rewards: [] });
    expectSound(shop);
  });

  test('a paused program gives nothing; staff may not', async () => {
    const { shop, customerId, stamped } = await counterWith();
    const { programId } = shop;
    await stamped({ stamps: 2 });
    await shop.ok('programs.pause', { programId });
    expect(await shop.refused('counter.adjust', { customerId, programId, units: 1, reason })).toMatchObject({
      code: 'PROGRAM_NOT_RUNNING',
      params: { state: 'paused' },
    });
    await shop.ok('counter.adjust', { customerId, programId, units: -1, reason });
    await shop.signIn('staff');
    expect(await shop.refused('counter.adjust', { customerId, programId, units: -1, reason })).toMatchObject({
      code: 'NOT_ALLOWED',
    });
    expectSound(shop);
  });
});
