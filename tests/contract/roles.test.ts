import { v7 as uuidv7 } from 'uuid';
import { afterEach, expect, test, vi } from 'vitest';
import { errorCodes } from '../../preload/contract/errors.ts';
import { findProcedure, procedureNames } from '../../preload/contract/index.ts';
import { mayCall, type Proof, proofs, type Role, roles } from '../../preload/contract/kinds.ts';
import { firstRun, minute, openTestShop, pins, type TestShop } from '../support/shop.ts';

type Who = { readonly role: Role; readonly proof: Proof } | null;

/** Somebody in front of the till: how they come to be there, and what they then are to the contract. */
interface Column {
  readonly title: string;
  readonly who: Who;
  stand(shop: TestShop): Promise<void>;
}

async function standsAtTheTill(shop: TestShop, who: Who): Promise<void> {
  if (!who) await shop.ok('people.signOut', {});
  else if (who.proof === 'pin') await shop.signIn(who.role);
  else await shop.tap(who.role);
}

/** On a till where a tap is enough. */
const atATrustedTill: readonly Column[] = [
  null,
  ...roles.toReversed().flatMap((role) => proofs.map((proof) => ({ role, proof }))),
].map((who) => ({
  title: who ? `${who.role}, ${who.proof}` : 'nobody',
  who,
  stand: (shop) => standsAtTheTill(shop, who),
}));

/** On a till that asks everybody for their PIN: who was away for longer than the shop waits, and whose PIN is locked. */
const shutOut: readonly Column[] = roles.toReversed().flatMap((role): Column[] => [
  {
    title: `${role}, expired`,
    who: null,
    async stand(shop) {
      await shop.signIn(role);
      vi.advanceTimersByTime(2 * minute);
    },
  },
  {
    title: `${role}, locked`,
    who: null,
    async stand(shop) {
      const personId = shop.people[role];
      const wrong = pins[role].replace(/./g, '9');
      while ((await shop.refused('people.signIn', { personId, pin: wrong })).code !== 'PIN_LOCKED');
      expect(await shop.refused('people.signIn', { personId, pin: pins[role] })).toMatchObject({ code: 'PIN_LOCKED' });
    },
  },
]);

afterEach(() => {
  vi.useRealTimers();
});

/** A shop whose idle time passes when the test says so. */
const patientShop = (): Promise<TestShop> => {
  vi.useFakeTimers({ toFake: ['performance', 'setInterval', 'clearInterval'] });
  return openTestShop();
};

/** Whether main lets a call of this name through to its input: asked with an input that no procedure takes. */
async function isLetIn(shop: TestShop, name: string): Promise<boolean> {
  const answer = await shop.host.call(name, { noProcedureHasThis: true }, uuidv7());
  if (answer.ok) throw new Error(`${name} takes anything`);
  if (answer.error.code === 'BAD_INPUT') return true;
  expect(['NOT_SIGNED_IN', 'PIN_NEEDED', 'NOT_ALLOWED']).toContain(answer.error.code);
  return false;
}

test('main lets in whom the table in roles.md lets in (F-35)', async () => {
  const shop = await patientShop();
  const allowed = new Map<string, string[]>(procedureNames.map((name) => [name, []]));
  const ask = async ({ title, who, stand }: Column) => {
    await stand(shop);
    for (const name of procedureNames) {
      const letIn = await isLetIn(shop, name);
      expect([name, title, letIn]).toEqual([name, title, mayCall(findProcedure(name)?.access ?? 'anyone', who)]);
      allowed.get(name)?.push(letIn ? 'yes' : '·');
    }
  };
  for (const column of atATrustedTill) await ask(column);
  await shop.signIn('owner');
  await shop.ok('shop.update', { trustedTill: false, autoLockMinutes: 1 });
  await shop.ok('people.signOut', {});
  for (const column of shutOut) await ask(column);
  const columns = [...atATrustedTill, ...shutOut];
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

test('on a trusted till an idle PIN leaves what a tap gives, and a locked one can still tap', async () => {
  const shop = await patientShop();
  const letIn = async () => {
    const found: string[] = [];
    for (const name of procedureNames) if (await isLetIn(shop, name)) found.push(name);
    return found;
  };
  for (const role of roles) {
    await shop.tap(role);
    const tapped = await letIn();
    await shop.signIn(role);
    const signedIn = await letIn();
    expect(signedIn.length).toBeGreaterThan(tapped.length);
    // The shop waits five minutes unless its owner says otherwise.
    vi.advanceTimersByTime(6 * minute);
    expect(await letIn()).toEqual(tapped);
    await shop.ok('people.signOut', {});
    await shutOut.find(({ title }) => title === `${role}, locked`)?.stand(shop);
    await shop.tap(role);
    expect(await letIn()).toEqual(tapped);
  }
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
  for (const { who } of atATrustedTill) {
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
