import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { v7 as uuidv7 } from 'uuid';
import { describe, expect, test } from 'vitest';
import { newRecoveryCode } from '../../main/people/recovery.ts';
import { shopFiles } from '../../main/shop/files.ts';
import { RecoveryCode } from '../../preload/contract/people.ts';
import { contentHash } from '../support/content.ts';
import { losePepper, openTool } from '../support/database.ts';
import { openTestShop, pins, type TestShop } from '../support/shop.ts';

const other = '0123456789ABCDEFGHJK';

/** A code that was made and typed back, as the first run demands. */
async function keepCode(shop: TestShop): Promise<string> {
  const { code } = await shop.ok('people.makeRecoveryCode', {});
  await shop.ok('people.confirmRecoveryCode', { recoveryCode: code });
  return code;
}
const status = async (shop: TestShop) => (await shop.ok('shop.status', {})).hasRecoveryCode;
const recover = (shop: TestShop, recoveryCode: string, pin = '8888') =>
  shop.call('people.recover', { personId: shop.people.owner, recoveryCode, pin });
/** All but the log and the tries. */
const content = (shop: TestShop) => shop.read((c) => contentHash(c, ['activity']));

describe('a recovery code', () => {
  test('has twenty characters, none like another, and never comes twice', () => {
    const codes = Array.from({ length: 2000 }, newRecoveryCode);
    for (const code of codes) expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{20}$/);
    expect(new Set(codes).size).toBe(codes.length);
    expect(new Set(codes.join('')).size).toBe(32);
  });

  test('is understood as a person writes it', () => {
    for (const typed of ['0123 4567 89AB CDEF GHJK', 'o123-4567-89ab–cdef-ghjk', ' OI23 4567 89AB CDEF GHJK '])
      expect(RecoveryCode.parse(typed)).toBe(other);
    for (const wrong of ['', '0123', `${other}0`, '0123 4567 89AB CDEF GHJU', '０１２３４５６７８９ABCDEFGHJK'])
      expect(RecoveryCode.safeParse(wrong).success).toBe(false);
  });

  test('is in force when it was typed back, not before; nothing of it is kept in clear', async () => {
    const shop = await openTestShop({ as: 'owner' });
    const before = content(shop);
    const { code } = await shop.ok('people.makeRecoveryCode', {});
    expect(await shop.refused('people.confirmRecoveryCode', { recoveryCode: other })).toMatchObject({
      code: 'RECOVERY_WRONG',
    });
    expect(await recover(shop, code)).toMatchObject({ ok: false, error: { code: 'RECOVERY_WRONG' } });
    expect(content(shop)).toBe(before);
    expect(await status(shop)).toBe(false);
    await shop.ok('people.confirmRecoveryCode', { recoveryCode: code.toLowerCase() });
    expect(await status(shop)).toBe(true);
    const everything = shop.read((c) =>
      JSON.stringify(['receipt', 'activity', 'recovery', 'person'].map((t) => c.prepare(`SELECT * FROM ${t}`).all())),
    );
    expect(everything).not.toContain(code);
    // Told once: it cannot be confirmed a second time, nor after the session has ended.
    expect(await shop.refused('people.confirmRecoveryCode', { recoveryCode: code })).toMatchObject({
      code: 'RECOVERY_WRONG',
    });
    const next = await shop.ok('people.makeRecoveryCode', {});
    await shop.ok('people.signOut', {});
    await shop.signIn('owner');
    expect(await shop.refused('people.confirmRecoveryCode', { recoveryCode: next.code })).toMatchObject({
      code: 'RECOVERY_WRONG',
    });
  });

  test('lets the owner in with a new PIN, once, also while the PIN is locked', async () => {
    const shop = await openTestShop({ as: 'owner' });
    const code = await keepCode(shop);
    await shop.ok('people.signOut', {});
    for (let i = 0; i < 5; i++) await shop.call('people.signIn', { personId: shop.people.owner, pin: '0000' });
    const before = content(shop);
    expect(await recover(shop, other)).toMatchObject({ ok: false, error: { code: 'RECOVERY_WRONG' } });
    expect(content(shop)).toBe(before);

    expect(await recover(shop, code)).toMatchObject({
      ok: true,
      value: { person: { personId: shop.people.owner, role: 'owner' }, proof: 'pin' },
    });
    await shop.ok('shop.update', { name: 'Mine again' });
    expect(await status(shop)).toBe(false);
    await shop.ok('people.signOut', {});
    expect(await shop.refused('people.signIn', { personId: shop.people.owner, pin: pins.owner })).toMatchObject({
      code: 'PIN_WRONG',
    });
    await shop.ok('people.signIn', { personId: shop.people.owner, pin: '8888' });
    expect(await recover(shop, code)).toMatchObject({ ok: false, error: { code: 'RECOVERY_WRONG' } });
  });

  test('of two at once lets one in', async () => {
    const shop = await openTestShop({ as: 'owner' });
    const code = await keepCode(shop);
    const answers = await Promise.all([recover(shop, code, '1234'), recover(shop, code, '5678')]);
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
    expect(answers).toContainEqual({ ok: false, error: expect.objectContaining({ code: 'RECOVERY_WRONG' }) });
  });

  test('is of no use for anybody but an owner, and renewing it ends the old one', async () => {
    const shop = await openTestShop({ as: 'owner' });
    const old = await keepCode(shop);
    for (const personId of [shop.people.manager, shop.people.staff])
      expect(await shop.refused('people.recover', { personId, recoveryCode: old, pin: '8888' })).toMatchObject({
        code: 'NOT_ALLOWED',
      });
    expect(await shop.refused('people.recover', { personId: uuidv7(), recoveryCode: old, pin: '8888' })).toMatchObject({
      code: 'NOT_FOUND',
    });
    const renewed = await keepCode(shop);
    expect(await recover(shop, old)).toMatchObject({ ok: false, error: { code: 'RECOVERY_WRONG' } });
    expect(await recover(shop, renewed)).toMatchObject({ ok: true });
  });

  test('opens the box where its hash is lost, and only for who has lost their PIN with it: a shop saved from a damaged file', async () => {
    const shop = await openTestShop({ as: 'owner' });
    const code = await keepCode(shop);
    const lose = (what: string) => () => {
      const database = openTool(shop.database);
      database.exec(what);
      database.close();
    };
    await shop.restart(lose('DELETE FROM recovery'));
    expect(await recover(shop, code)).toMatchObject({ ok: false, error: { code: 'RECOVERY_WRONG' } });
    await shop.restart(lose("UPDATE person SET pinPepper = 'lost' WHERE role = 'owner'"));
    expect(await shop.refused('people.signIn', { personId: shop.people.owner, pin: pins.owner })).toMatchObject({
      code: 'PIN_ELSEWHERE',
    });
    expect(await recover(shop, other)).toMatchObject({ ok: false, error: { code: 'RECOVERY_WRONG' } });
    const { sealedKey } = shopFiles(shop.folder);
    const box = readFileSync(sealedKey);
    rmSync(sealedKey);
    expect(await recover(shop, code)).toMatchObject({ ok: false, error: { code: 'RECOVERY_WRONG' } });
    writeFileSync(sealedKey, box);
    expect(await recover(shop, code)).toMatchObject({ ok: true });
    await shop.ok('people.signIn', { personId: shop.people.owner, pin: '8888' });
  });

  test('works where the pepper is gone; the others get new PINs from the owner', async () => {
    const shop = await openTestShop({ as: 'owner' });
    const code = await keepCode(shop);
    await shop.restart(() => losePepper(shop.folder));
    expect(await shop.refused('people.signIn', { personId: shop.people.owner, pin: pins.owner })).toMatchObject({
      code: 'PIN_ELSEWHERE',
    });
    expect(await recover(shop, code)).toMatchObject({ ok: true });
    await shop.ok('people.changePin', { personId: shop.people.staff, pin: '7777' });
    await shop.ok('people.signIn', { personId: shop.people.staff, pin: '7777' });
  });

  test('every use and every wrong one has its line in the activity log', async () => {
    const shop = await openTestShop({ as: 'owner' });
    const code = await keepCode(shop);
    await recover(shop, other);
    await recover(shop, code);
    const actions = shop.read((c) =>
      c
        .prepare<[], { action: string }>("SELECT action FROM activity WHERE action LIKE 'people.%ecover%' ORDER BY seq")
        .all(),
    );
    expect(actions.map((row) => row.action)).toEqual([
      'people.confirmRecoveryCode',
      'people.wrongRecoveryCode',
      'people.recover',
    ]);
  });
});
