import { expect, test } from 'vitest';
import { addVersion, findProgramNow, getProgramNow } from '../../main/programs/versions.ts';
import { newId } from '../../main/shop/ids.ts';
import { openShop } from '../../main/shop/open.ts';
import { ProgramRules, punchCard } from '../../preload/contract/rules.ts';
import { copyTestShop, opening } from '../support/shop.ts';

const rulesOf = (goal: number, rewardName: string, rewardId?: string): ProgramRules => {
  const { rewards, ...rest } = punchCard({ name: 'Card', goal, rewardName });
  return ProgramRules.parse({ ...rest, rewards: rewards.map((one) => (rewardId ? { ...one, rewardId } : one)) });
};

test('new rules are seen at once by whoever has read the old ones; those that were rolled back are nobody’s', async () => {
  const made = await copyTestShop();
  const opened = await openShop(made.folder, () => opening);
  if (opened.state !== 'open') throw new Error(opened.state);
  const { shop } = opened;
  const { key } = findProgramNow(shop.read, made.programId) ?? { key: 0 };
  const seen = (connection = shop.read) => {
    const { latest, versions } = getProgramNow(connection, key);
    const { rules } = latest;
    if (rules.kind !== 'stamps') throw new Error(rules.kind);
    return [versions.length, rules.goal, rules.rewards.at(-1)?.name];
  };
  const before = seen();
  expect(seen(shop.write)).toEqual(before);
  const add = (goal: number, rewardName: string, rewardId?: string) =>
    addVersion(shop.write, key, rulesOf(goal, rewardName, rewardId), newId, opening);
  // At one moment and under the same key: the same rules with another reward, other rules with the same one.
  const kept = newId();
  for (const [goal, reward, id] of [
    [8, 'Tea', undefined],
    [8, 'Cake', undefined],
    [9, 'Cup', kept],
    [7, 'Cup', kept],
  ] as const) {
    expect(() =>
      shop.transaction(() => {
        add(goal, reward, id);
        expect(seen(shop.write)).toEqual([Number(before[0]) + 1, goal, reward]);
        throw new Error('rolled back');
      }),
    ).toThrow('rolled back');
    // Not by the writer: it is not to be told that the version is gone.
    expect(seen()).toEqual(before);
  }
  shop.transaction(() => add(8, 'Water'));
  for (const connection of [shop.read, shop.write])
    expect(seen(connection)).toEqual([Number(before[0]) + 1, 8, 'Water']);
  shop.close();
});
