import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { mostCrashes, openCrashes } from '../../main/app/crashes.ts';
import { minute, testFolder } from '../support/shop.ts';

test('crashes of the last five minutes are counted over starts, older ones and those of another clock are not', () => {
  const file = join(testFolder(), 'logs', 'crashes.json');
  let now = 1_000_000_000;
  const crashes = () => openCrashes(file, () => now);
  expect(crashes().recent()).toBe(0);
  expect(crashes().note()).toBe(1);
  now += 2 * minute;
  expect(crashes().note()).toBe(2);
  now += 2 * minute;
  expect(crashes().note()).toBe(mostCrashes);
  expect(crashes().recent()).toBe(mostCrashes);
  now += 1.5 * minute;
  expect(crashes().recent()).toBe(2);
  now -= 60 * minute;
  expect(crashes().recent()).toBe(0);
  now += 60 * minute;
  crashes().forget();
  expect(crashes().recent()).toBe(0);
});

test('a file that says nothing counts nothing', () => {
  const file = join(testFolder(), 'crashes.json');
  for (const text of ['', '{"a":1}', '["now",null]', 'null']) {
    writeFileSync(file, text);
    expect(openCrashes(file).recent()).toBe(0);
  }
});
