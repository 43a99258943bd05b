import { expect, test } from 'vitest';
import { keysFrom, makeKeys, readText, textOf } from '../../main/keys/ring.ts';
import { isWrap, wrapKeys } from '../../main/keys/wrap.ts';
import { cheapPins } from '../support/shop.ts';

test('a wrap from a file is one only as we make them: texts of some length, a cost that is a power of two and not too much', async () => {
  const wrap = await wrapKeys(makeKeys(), 'secret', cheapPins);
  const costs = [2, 2 ** 17, 2 ** 20].map((cost) => ({ ...wrap, cost }));
  const texts = (['salt', 'iv', 'box'] as const).map((name) => ({ ...wrap, [name]: 'x'.repeat(999) }));
  for (const good of [wrap, ...costs, ...texts]) expect(isWrap(good)).toBe(true);
  for (const other of [null, undefined, 7, 'text', {}, []]) expect(isWrap(other)).toBe(false);
  for (const name of ['salt', 'iv', 'box'] as const)
    for (const bad of ['', 'x'.repeat(1000), 7, null, undefined, ['x']])
      expect(isWrap({ ...wrap, [name]: bad })).toBe(false);
  for (const cost of [2 ** 21, 3, 1, 0, -2, 1.5, Number.NaN, Number.POSITIVE_INFINITY, '1024', null, undefined])
    expect(isWrap({ ...wrap, cost })).toBe(false);
});

test('keys are as many bytes as they should be, and a line of them says itself what it is', () => {
  const keys = makeKeys();
  for (const length of [0, 95, 97]) expect(keysFrom(new Uint8Array(length))).toBeNull();
  const line = textOf(keys);
  expect(readText(line)).toEqual(keys);
  expect(readText(` ${line}\n`)).toEqual(keys);
  const letter = line[60] === 'A' ? 'B' : 'A';
  for (const other of [
    line.slice(0, 60) + letter + line.slice(61),
    line.slice('regulars-key-1:'.length),
    line.replace('-1:', '-2:'),
    line.slice(0, -2),
    `${line}x`,
    '',
  ])
    expect(readText(other)).toBeNull();
});
