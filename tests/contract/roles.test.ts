import { v7 as uuidv7 } from 'uuid';
import { expect, test } from 'vitest';
import { errorCodes } from '../../preload/contract/errors.ts';
import { findProcedure, procedureNames } from '../../preload/contract/index.ts';
import { mayCall, proofs, type Role, roles } from '../../preload/contract/kinds.ts';
import { firstRun, openTestShop, type TestShop } from '../support/shop.ts';

const nobody = { title: 'nobody', who: null };
const people = roles
  .toReversed()
  .flatMap((role) => proofs.map((proof) => ({ title: `${role}, ${proof}`, who: { role, proof } })));
const columns = [nobody, ...people];

async function standsAtTheTill(shop: TestShop, who: { role: Role; proof: 'tap' | 'pin' } | null): Promise<void> {
  if (!who) await shop.ok('people.signOut', {});
  else if (who.proof === 'pin') await shop.signIn(who.role);
  else await shop.tap(who.role);
}

/** Whether main lets a call of this name through to its input: asked with an input that no procedure takes. */
async function isLetIn(shop: TestShop, name: string): Promise<boolean> {
  const answer = await shop.host.call(name, { noProcedureHasThis: true }, uuidv7());
  if (answer.ok) throw new Error(`${name} takes anything`);
  if (answer.error.code === 'BAD_INPUT') return true;
  expect(['NOT_SIGNED_IN', 'PIN_NEEDED', 'NOT_ALLOWED']).toContain(answer.error.code);
  return false;
}

test('main lets in whom the table in roles.md lets in (F-35)', async () => {
  const shop = await openTestShop();
  const allowed = new Map<string, string[]>(procedureNames.map((name) => [name, []]));
  for (const { title, who } of columns) {
    await standsAtTheTill(shop, who);
    for (const name of procedureNames) {
      const letIn = await isLetIn(shop, name);
      expect([name, title, letIn]).toEqual([name, title, mayCall(findProcedure(name)?.access ?? 'anyone', who)]);
      allowed.get(name)?.push(letIn ? 'yes' : '·');
    }
  }
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const table = [
    '# Who may call what',
    '',
    'As main answers, asked by tests/contract/roles.test.ts. A change here is a change of rights: look at it, then',
    '`npx vitest run tests/contract/roles -u`.',
    '',
    line(['procedure', 'kind', ...columns.map((column) => column.title)]),
    line(['---', '---', ...columns.map(() => ':-:')]),
    ...procedureNames.map((name) => line([name, findProcedure(name)?.kind ?? '', ...(allowed.get(name) ?? [])])),
    '',
  ].join('\n');
  await expect(table).toMatchFileSnapshot('roles.md');
});

test('nobody is refused more with a PIN than without, and an owner least of all', () => {
  for (const name of procedureNames) {
    const access = findProcedure(name)?.access ?? 'anyone';
    for (const role of roles) {
      if (mayCall(access, { role, proof: 'tap' })) expect(mayCall(access, { role, proof: 'pin' })).toBe(true);
      if (mayCall(access, { role, proof: 'pin' })) expect(mayCall(access, { role: 'owner', proof: 'pin' })).toBe(true);
    }
  }
});

test('what only an owner may, nobody else may: people, settings, imports and exports', () => {
  const ownerOnly = procedureNames.filter((name) => {
    const access = findProcedure(name)?.access ?? 'anyone';
    return mayCall(access, { role: 'owner', proof: 'pin' }) && !mayCall(access, { role: 'manager', proof: 'pin' });
  });
  expect(ownerOnly).toEqual(
    expect.arrayContaining([
      'shop.update',
      'shop.setWords',
      'people.add',
      'people.update',
      'people.archive',
      'visits.import',
      'month.exportCsv',
    ]),
  );
});

test('what the host answers for itself asks for more where there is more to lose', async () => {
  const shop = await openTestShop();
  for (const { who } of columns) {
    await standsAtTheTill(shop, who);
    expect(await shop.refused('shop.create', firstRun)).toMatchObject({ code: 'SHOP_EXISTS' });
    expect(await shop.refused('demo.leave', {})).toMatchObject({ code: 'NO_SHOP' });
    const owner = who?.role === 'owner';
    if (owner && who.proof === 'pin') continue;
    expect(await shop.refused('demo.enter', {})).toMatchObject({ code: owner ? 'PIN_NEEDED' : 'NOT_ALLOWED' });
  }
});

test('every code of an error is one word', () => {
  expect(new Set(errorCodes).size).toBe(errorCodes.length);
  for (const code of errorCodes) expect(code).toMatch(/^[A-Z]+(_[A-Z]+)*$/);
});
