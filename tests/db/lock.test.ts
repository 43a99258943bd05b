import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { takeLock } from '../../db/lock.ts';
import { openReader } from '../../db/open.ts';
import { openShop } from '../../main/shop/open.ts';
import { hashOfFile } from '../support/content.ts';
import { copyTestShop, opening, testFolder } from '../support/shop.ts';

/** Another process that tries to take the lock, and what it said. */
async function anotherProcess(folder: string): Promise<{ child: ChildProcess; said: string }> {
  const script = join(import.meta.dirname, '../support/holdLock.ts');
  const child = spawn(process.execPath, [script, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [chunk] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, said: String(chunk).trim() };
}

test('a second process is refused, and reads all the same', async () => {
  const { folder, file, database } = await copyTestShop();
  const { child, said } = await anotherProcess(folder);
  expect(said).toBe('held');
  const before = hashOfFile(file);
  expect(takeLock(folder)).toBeNull();
  expect(await openShop(folder, () => opening)).toMatchObject({ state: 'failed', failure: { kind: 'busy' } });
  expect(hashOfFile(file)).toBe(before);
  const reader = openReader(database);
  expect(reader.prepare('SELECT count(*) AS n FROM person').get()).toEqual({ n: 3 });
  reader.close();

  // The lock goes with its process, however that ends.
  child.kill('SIGKILL');
  await once(child, 'exit');
  const opened = await openShop(folder, () => opening);
  expect(opened.state).toBe('open');
  // And the other way round.
  expect((await anotherProcess(folder)).said).toBe('refused');
  if (opened.state === 'open') opened.shop.close();
  expect((await anotherProcess(folder)).said).toBe('held');
});

test('the same process has it once, and again after it let go', () => {
  const folder = testFolder();
  const first = takeLock(folder);
  expect(first).not.toBeNull();
  expect(takeLock(folder)).toBeNull();
  first?.release();
  const second = takeLock(folder);
  expect(second).not.toBeNull();
  second?.release();
});

test('two shops do not stand in each other’s way', () => {
  const locks = [takeLock(testFolder()), takeLock(testFolder())];
  expect(locks).not.toContain(null);
  for (const lock of locks) lock?.release();
});
