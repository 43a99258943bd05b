import { expect, test } from 'vitest';
import { expectSound, openTestShop } from '../support/shop.ts';

test('a consent keeps its moment and the words it was given to; new words are a new version and touch no earlier one (TRUST.md rule 21)', async () => {
  const shop = await openTestShop({ as: 'owner' });
  const consentsOf = async (customerId: string) =>
    (await shop.ok('customers.get', { customerId: customerId as never })).consents.map(
      ({ channel, given, wording }) => [channel, given, wording?.version ?? null],
    );
  expect(await shop.ok('privacy.wording', {})).toBeNull();
  const { customerId } = await shop.ok('customers.enrol', { name: 'Maria', consents: ['sms'] });
  expect(await consentsOf(customerId)).toEqual([['sms', true, null]]);

  const first = 'May we send you news of our offers,\nonce a month at most?';
  expect(await shop.ok('privacy.setWording', { text: `  ${first} ` })).toEqual({ version: 1 });
  expect(await shop.ok('privacy.setWording', { text: first })).toEqual({ version: 1 });
  shop.clock.now += 60_000;
  await shop.ok('customers.update', { customerId, name: 'Maria', consents: ['sms', 'email'] });
  // Who had agreed before was not asked in these words.
  expect(await consentsOf(customerId)).toEqual([
    ['email', true, 1],
    ['sms', true, null],
  ]);

  shop.clock.now += 60_000;
  expect(await shop.ok('privacy.setWording', { text: 'May we write to you?' })).toEqual({ version: 2 });
  expect(await shop.ok('privacy.wording', {})).toEqual({
    version: 2,
    text: 'May we write to you?',
    since: shop.clock.now,
  });
  shop.clock.now += 60_000;
  await shop.ok('customers.update', { customerId, name: 'Maria', consents: ['email', 'phone'] });
  expect(await consentsOf(customerId)).toEqual([
    ['email', true, 1],
    ['phone', true, 2],
    ['sms', false, null],
  ]);
  // Every word on every channel, with the text it was said to.
  const { consents } = await shop.ok('privacy.of', { customerId });
  expect(consents.map(({ channel, given, wording }) => [channel, given, wording?.text ?? null])).toEqual([
    ['sms', true, null],
    ['email', true, first],
    ['phone', true, 'May we write to you?'],
    ['sms', false, null],
  ]);
  expectSound(shop);
});

test('only the owner writes the words, and not none', async () => {
  const shop = await openTestShop({ as: 'owner' });
  expect(await shop.refused('privacy.setWording', { text: ' \n ' })).toMatchObject({ code: 'BAD_INPUT' });
  await shop.signIn('manager');
  expect(await shop.refused('privacy.setWording', { text: 'May we?' })).toMatchObject({ code: 'NOT_ALLOWED' });
  expect(await shop.ok('privacy.wording', {})).toBeNull();
});
