import fc from 'fast-check';
import { expect, test } from 'vitest';
import { codeOf, newCode, readCode } from '../../main/memberCards/code.ts';

const digits = fc.stringMatching(/^\d{8}$/);

test('a code is R, eight digits and one that checks them', () => {
  // Damm's own example: 572 has the check digit 4; leading zeros change nothing.
  expect(codeOf('00000572')).toBe('R000005724');
  for (let n = 0; n < 100; n++) {
    const code = newCode();
    expect(code).toMatch(/^R\d{9}$/);
    expect(readCode(code)).toEqual({ code });
  }
});

test('however it is typed or scanned, it is the same code', () => {
  for (const text of ['R000005724', 'r000005724', ' R000 005 724 ', 'R000-005-724'])
    expect(readCode(text)).toEqual({ code: 'R000005724' });
});

test('what is no card code is not taken for a misread one', () => {
  for (const text of ['', '100001', 'R', 'R00000572', 'R0000057240', 'S000005724', '0722 123 456', 'Radu'])
    expect(readCode(text)).toBeNull();
});

test('one wrong digit is always noticed', () => {
  fc.assert(
    fc.property(digits, fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }), (of, at, by) => {
      const code = codeOf(of);
      const wrong = code.slice(0, at) + ((Number(code[at]) + by) % 10) + code.slice(at + 1);
      expect(readCode(wrong)).toEqual({ misread: true });
    }),
  );
});

test('two neighbours that changed places are always noticed', () => {
  fc.assert(
    fc.property(digits, fc.integer({ min: 1, max: 8 }), (of, at) => {
      const code = codeOf(of);
      fc.pre(code[at] !== code[at + 1]);
      const wrong = code.slice(0, at) + code[at + 1] + code[at] + code.slice(at + 2);
      expect(readCode(wrong)).toEqual({ misread: true });
    }),
  );
});
