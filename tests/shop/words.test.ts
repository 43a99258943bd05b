import { describe, expect, test } from 'vitest';
import { noOwnWords, type OwnWords } from '../../preload/contract/words.ts';
import { articleOf, draftOf, faultOf, hasFault, wordsOf } from '../../renderer/shop/wordsDraft.ts';
import { contentHash } from '../support/content.ts';
import { expectSound, openTestShop } from '../support/shop.ts';

const beans: OwnWords = {
  ...noOwnWords,
  en: { ...noOwnWords.en, stamp: { one: 'bean', other: 'beans', article: 'a' } },
  ro: { ...noOwnWords.ro, stamp: { one: 'boabă', other: 'boabe', article: 'o' } },
};

describe("the shop's own words (F-13)", () => {
  test('are kept, by the owner alone, and stand in the log', async () => {
    const shop = await openTestShop({ as: 'owner' });
    expect((await shop.ok('shop.settings', {})).words).toEqual(noOwnWords);
    expect((await shop.ok('shop.setWords', { words: beans })).words).toEqual(beans);
    expect((await shop.ok('activity.list', {})).lines[0]).toMatchObject({ action: 'shop.setWords' });

    // Other settings leave them alone; nobody else may change them.
    await shop.ok('shop.update', { visitsPerDay: 5 });
    await shop.restart();
    await shop.signIn('manager');
    expect((await shop.ok('shop.settings', {})).words).toEqual(beans);
    const before = shop.read((c) => contentHash(c));
    expect(await shop.refused('shop.setWords', { words: noOwnWords })).toMatchObject({ code: 'NOT_ALLOWED' });
    expect(shop.read((c) => contentHash(c))).toBe(before);

    await shop.signIn('owner');
    await shop.ok('shop.setWords', { words: noOwnWords });
    expect((await shop.ok('shop.status', {})).settings?.words).toEqual(noOwnWords);
    expectSound(shop);
  });

  test.each([
    ['no plural', { one: 'boabă', other: ' ' }, 'other'],
    ['no singular', { one: '', other: 'boabe' }, 'one'],
    ['a word of 25 letters', { one: 'b'.repeat(25), other: 'boabe' }, 'one'],
    ['a line break', { one: 'boa\nbă', other: 'boabe' }, 'one'],
    ['a sign of the catalogues', { one: 'boabă', other: '{{count}}' }, 'other'],
    ['a nested sentence', { one: '$t(x)', other: 'boabe' }, 'one'],
  ])('are refused with %s, at the field, and nothing changes', async (_what, word, field) => {
    const shop = await openTestShop({ as: 'owner' });
    const before = shop.read((c) => contentHash(c));
    const words = { ...noOwnWords, ro: { ...noOwnWords.ro, stamp: { ...word, article: 'o' as const } } };
    expect(await shop.refused('shop.setWords', { words })).toMatchObject({
      code: 'BAD_INPUT',
      fields: [`words.ro.stamp.${field}`],
    });
    expect(shop.read((c) => contentHash(c))).toBe(before);
  });
});

describe('the form', () => {
  const draft = (one: string, other: string, article: string | null = null) => {
    const empty = draftOf(noOwnWords);
    return { ...empty, ro: { ...empty.ro, stamp: { one, other, article } } };
  };

  test('begins with what is kept and gives back the same', () => {
    expect(wordsOf(draftOf(beans))).toEqual(beans);
    expect(wordsOf(draftOf(noOwnWords))).toEqual(noOwnWords);
  });

  test('says what the contract would refuse, at the field', () => {
    const { stamp } = draft('boabă', '').ro;
    expect([faultOf(stamp, 'one', 'ro'), faultOf(stamp, 'other', 'ro')]).toEqual([null, 'missing']);
    expect(hasFault(draft('boabă', ''))).toBe('ro');
    expect(hasFault(draft('', ''))).toBeNull();
    expect(faultOf(draft('b'.repeat(25), 'b').ro.stamp, 'one', 'ro')).toBe('tooLong');
    expect(faultOf(draft('b', '[b]').ro.stamp, 'other', 'ro')).toBe('signs');
  });

  test.each([
    ['en', 'bean', 'a'],
    ['en', 'apple', 'an'],
    ['id', 'biji', 'a'],
    ['ro', 'boabă', 'o'],
    ['ro', 'floare', 'o'],
    ['ro', 'boabă de cafea', 'o'],
    ['ro', 'premiu', 'un'],
  ] as const)('guesses the little word in %s before %s: %s', (language, one, article) => {
    if (language !== 'id') expect(articleOf({ one, article: null }, language)).toBe(article);
    expect(articleOf({ one, article: 'un' }, language)).toBe('un');
  });
});
