import { validate, version } from 'uuid';
import { expect, test } from 'vitest';
import { newId } from '../../main/shop/ids.ts';

test('ids are UUIDv7 of now, and no two alike, also beyond the random bytes that are fetched at once', () => {
  const before = Date.now();
  const ids = Array.from({ length: 5000 }, newId);
  expect(new Set(ids).size).toBe(5000);
  for (const id of ids) {
    expect(validate(id) && version(id) === 7).toBe(true);
    const at = Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16);
    expect(at).toBeGreaterThanOrEqual(before);
    expect(at).toBeLessThanOrEqual(Date.now());
  }
});
