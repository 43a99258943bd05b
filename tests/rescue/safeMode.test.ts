import { existsSync, readdirSync } from 'node:fs';
import { v7 as uuidv7 } from 'uuid';
import { expect, onTestFinished, test } from 'vitest';
import { openHost } from '../../main/bridge/host.ts';
import { shopFiles } from '../../main/shop/files.ts';
import { hashOfFile } from '../support/content.ts';
import { copyTestShop, hostDefaults, opening } from '../support/shop.ts';

test('safe mode opens nothing and writes nothing; it makes a backup, and starts as usual when somebody says so (TRUST.md rule 18)', async () => {
  const { folder, file } = await copyTestShop();
  const before = hashOfFile(file);
  let left = 0;
  const host = await openHost({ folder, clock: () => opening, ...hostDefaults, safeMode: { left: () => void left++ } });
  onTestFinished(() => host.close());
  const call = (name: string, input: object = {}) => host.call(name, input, uuidv7());
  expect(await call('shop.status')).toMatchObject({
    ok: true,
    value: { state: 'failed', failure: { kind: 'safeMode' } },
  });
  expect(await call('people.list')).toMatchObject({ ok: false, error: { code: 'NO_SHOP' } });
  expect(await call('rescue.backUp')).toEqual({ ok: true, value: { done: true } });
  const { backups, journal } = shopFiles(folder);
  expect(readdirSync(backups).filter((name) => name.endsWith('.db'))).toHaveLength(1);
  expect(hashOfFile(file)).toBe(before);
  expect(existsSync(journal)).toBe(false);
  // The way back to it is there as well.
  expect(await call('rescue.list')).toMatchObject({ ok: true, value: [{ why: 'asked', where: 'here' }] });
  expect(left).toBe(0);

  expect(await call('shop.lookAgain')).toMatchObject({ ok: true });
  expect(left).toBe(1);
  expect(await call('shop.status')).toMatchObject({ ok: true, value: { state: 'ready' } });
  expect(await call('rescue.backUp')).toMatchObject({ ok: false, error: { code: 'SHOP_EXISTS' } });
});
