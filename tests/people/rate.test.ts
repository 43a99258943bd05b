import { v7 as uuidv7 } from 'uuid';
import { expect, test } from 'vitest';
import { openHost } from '../../main/bridge/host.ts';
import { copyTestShop, hostDefaults, opening, pins } from '../support/shop.ts';

test('a session may ask for thirty commands in a second, and for as many questions as it likes', async () => {
  const { folder, people } = await copyTestShop();
  let time = 0;
  const { callsPerSecond: _none, ...defaults } = hostDefaults;
  const host = await openHost({ folder, clock: () => opening, monotonic: () => time, ...defaults });
  const enrol = (n: number) => host.call('customers.enrol', { name: `Customer ${n}` }, uuidv7());
  await host.call('people.signIn', { personId: people.owner, pin: pins.owner }, uuidv7());
  time += 1000;
  for (let i = 0; i < 30; i++) expect(await enrol(i)).toMatchObject({ ok: true });
  expect(await enrol(31)).toMatchObject({ ok: false, error: { code: 'TOO_FAST' } });
  for (let i = 0; i < 100; i++)
    expect(await host.call('counter.find', { text: 'c' }, null)).toMatchObject({ ok: true });
  time += 999;
  expect(await enrol(32)).toMatchObject({ ok: false, error: { code: 'TOO_FAST' } });
  // Leaving the till is always possible.
  time += 1;
  expect(await enrol(33)).toMatchObject({ ok: true });
  expect(await host.call('customers.list', {}, null)).toMatchObject({ ok: true, value: { total: 31 } });
  for (let i = 0; i < 40; i++) await enrol(100 + i);
  expect(await host.call('people.signOut', {}, uuidv7())).toMatchObject({ ok: true });
  await host.close();
});
