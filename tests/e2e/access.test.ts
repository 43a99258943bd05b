import { punchCard } from '../../preload/contract/rules.ts';
import { OffersView } from './pages/OffersView.ts';
import { PerksView } from './pages/PerksView.ts';
import type { App } from './support/app.ts';
import { scan } from './support/keys.ts';
import { writeRows } from './support/logs.ts';
import { expectLargeTargets, look } from './support/page.ts';
import { asOwner, customerIdOf, people, programIdOf, programName, team } from './support/shops.ts';
import { expect, test } from './support/test.ts';

// Every screen a person can come to: no axe violation in light and dark, and at 1024 × 768 as with letters of twice the size
// nothing that has to be scrolled sideways.

async function lookAtCounter(app: App, screen: string): Promise<void> {
  await expectLargeTargets(app.page, screen);
  await look(app, screen);
}

test.describe('before there is a shop', () => {
  test.use({ shop: null, as: null });
  test('the first run', async ({ app }) => {
    const { firstRun } = app;
    await expect(firstRun.welcome).toBeVisible();
    await look(app, 'language');
    await firstRun.next.click();
    await look(app, 'shop');
    await firstRun.shopName.fill('Café Ola');
    await firstRun.next.click();
    await firstRun.pin.fill('2468');
    await firstRun.pinAgain.fill('2461');
    await look(app, 'owner');
    await firstRun.ownerName.fill('Ana');
    await firstRun.pinAgain.fill('2468');
    await firstRun.next.click();
    await look(app, 'first card');
    await firstRun.template('Later').check();
    await firstRun.open.click();
    await expect(firstRun.code).toBeVisible();
    await look(app, 'recovery code');
    await firstRun.noted.click();
    await look(app, 'recovery code, typed back');
    await app.page.getByRole('button', { name: 'Show the code again' }).click();
    const code = await firstRun.code.innerText();
    await firstRun.noted.click();
    await app.keys.toGate(code);
    await look(app, 'locking the key');
    await firstRun.sealLater.click();
    await expect(firstRun.place).toBeVisible();
    await lookAtCounter(app, 'second place');
    await firstRun.placeLater.click();
    await expect(app.counter.search).toBeVisible();
    await lookAtCounter(app, 'counter without a program');
    for (const place of ['Customers', 'At risk', 'Programs', 'Month'] as const) {
      await app.go(place);
      await expect(app.page.getByRole('heading', { level: 1 })).toBeVisible();
      await look(app, `${place}, empty`);
    }
  });
});

test('signing in', async ({ start }) => {
  const app = await start();
  await expect(app.who.question).toBeVisible();
  await lookAtCounter(app, 'who');
  await app.who.choose(team.staff.name);
  await app.who.enter('0000');
  await expect(app.page.getByText('That PIN is not right.')).toBeVisible();
  await lookAtCounter(app, 'PIN');
});

test('the counter: search, card, stamp, blocked', async ({ app }) => {
  const { counter, page } = app;
  await lookAtCounter(app, 'counter at rest');
  await counter.search.fill('mar');
  await expect(counter.result(people.bianca.name)).toBeVisible();
  await lookAtCounter(app, 'results');
  await counter.search.fill('nobody at all');
  await expect(page.getByText('Nobody found')).toBeVisible();
  await lookAtCounter(app, 'nobody found');
  await counter.open('mari', people.maria.name);
  await page.getByRole('button', { name: 'Several stamps' }).click();
  await lookAtCounter(app, 'customer');
  await counter.stamp.click();
  await expect(counter.confirmation).toContainText('1 stamp added.');
  await lookAtCounter(app, 'stamped');
  await counter.nextCustomer.click();
  await counter.open('mari', people.maria.name);
  await counter.stamp.click();
  await expect(counter.blocked).toBeVisible();
  await lookAtCounter(app, 'blocked');
});

test('the counter: a blank card, a lost one, one misread', async ({ folder, start }) => {
  const { blank, lost } = await asOwner(folder, async ({ call }) => {
    const [one = '', two = ''] = (await call('memberCards.issueBlank', { count: 2 })).codes;
    const customerId = await customerIdOf(call, people.maria.number);
    await call('memberCards.attach', { customerId, code: two });
    await call('memberCards.replace', { lost: two });
    return { blank: one, lost: two };
  });
  const app = await start({ as: 'owner' });
  await scan(app, lost);
  await expect(app.page.getByRole('alert')).toContainText('This card was replaced on');
  await lookAtCounter(app, 'replaced card');
  await scan(app, blank);
  await expect(app.page.getByRole('alert')).toContainText('is nobody’s yet');
  await lookAtCounter(app, 'blank card');
});

test('the counter: reward, proofs, enrolment, two programs', async ({ folder, start }) => {
  await asOwner(folder, ({ call }) =>
    call(
      'programs.create',
      punchCard({
        name: 'Lunch card',
        goal: 12,
        rewardName: 'A lunch',
        minimumSpend: 1000,
        color: 'ocean',
      }),
    ),
  );
  const app = await start({ as: 'owner' });
  const { counter, page } = app;
  await counter.open('andrei', people.andrei.name);
  await lookAtCounter(app, 'reward');
  await counter.redeem.click();
  await lookAtCounter(app, 'last three digits');
  await page.getByRole('button', { name: 'Ask for the birthday instead' }).click();
  await lookAtCounter(app, 'birthday');
  await counter.open('mari', people.maria.name);
  await page.getByRole('group', { name: 'Choose a card' }).getByRole('button', { name: 'Lunch card' }).click();
  await counter.stamp.click();
  await expect(page.getByText('Enter the amount, then give the stamp.')).toBeVisible();
  await lookAtCounter(app, 'amount');
  await counter.newCustomer.click();
  await counter.enrolment.getByRole('textbox', { name: 'Name' }).fill('Stefan Turcanu');
  await counter.enrolment.getByRole('button', { name: 'More' }).click();
  await expect(counter.enrolment.getByText('Is it one of these?')).toBeVisible();
  await lookAtCounter(app, 'enrolment');
});

test('the counter: points, rewards on the way, items, benefits, a return, hidden details', async ({
  folder,
  start,
}) => {
  await asOwner(folder, async ({ call }) => {
    const customerId = await customerIdOf(call, people.maria.number);
    const { itemId } = await call('programs.addItem', { name: 'Espresso', category: 'Coffee' });
    const { programId } = await call('programs.create', {
      kind: 'points',
      name: 'Beans',
      earn: { per: 'amount', every: 1000, carryOver: true },
      itemRates: [{ of: { by: 'item', itemId }, rate: 2 }],
      pointValue: 50,
      rewards: [
        { at: 10, name: 'A cookie' },
        { at: 90, name: 'A bag of coffee' },
      ],
      multipliers: [{ name: 'Happy hour', effect: { kind: 'times', times: 2 } }],
      expiry: { kind: 'batch', days: 365 },
    });
    await call('counter.stamp', { customerId, programId, amount: 32_350 });
    const { programId: interim } = await call('programs.create', {
      kind: 'stamps',
      name: 'Breakfast',
      goal: 10,
      color: 'moss',
      rewards: [3, 6, 10].map((at) => ({ at, name: `Something at ${at}`, validDays: 30 })),
    });
    await call('counter.stamp', { customerId, programId: interim, stamps: 7 });
    await call('programs.create', {
      kind: 'special',
      name: 'Members',
      usageCap: 5,
      benefit: { kind: 'percent', percent: 50, name: 'Second coffee half price' },
    });
    await call('programs.create', {
      kind: 'discount',
      name: 'Often here',
      visits: 2,
      withinDays: 30,
      benefit: { kind: 'amount', value: 500, name: 'Five off' },
    });
  });
  const app = await start({ as: 'owner' });
  const { counter, page } = app;
  await counter.open('mari', people.maria.name);
  await counter.choose('Breakfast');
  await lookAtCounter(app, 'rewards on the way, benefits');
  await counter.choose('Beans');
  await page.getByRole('button', { name: 'What was bought' }).click();
  await page.getByRole('button', { name: 'Espresso', exact: true }).click();
  await page.getByRole('button', { name: 'Number pad' }).click();
  await lookAtCounter(app, 'points, items, number pad');
  await counter.usePoints.click();
  await lookAtCounter(app, 'use points');
  await page.getByRole('button', { name: /A cookie/ }).click();
  await lookAtCounter(app, 'proof for points');
  await page.getByRole('button', { name: 'Not now' }).click();
  await page.getByRole('button', { name: 'Use: Five off' }).click();
  await expect(counter.confirmation).toContainText('Used: Five off.');
  await lookAtCounter(app, 'benefit used');
  await page.getByRole('button', { name: 'Goods returned' }).click();
  await expect(page.getByRole('dialog', { name: 'Which purchase comes back?' })).toBeVisible();
  await lookAtCounter(app, 'goods returned');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+h');
  await expect(counter.customer('Maria')).toHaveText('Maria');
  await lookAtCounter(app, 'hidden details');
});

test('customers and records', async ({ app }) => {
  const { customers, record, page } = app;
  await app.go('Customers');
  await expect(customers.row(people.maria.name)).toBeVisible();
  await look(app, 'customers');
  await customers.newCustomer.click();
  await look(app, 'new customer');
  await page.keyboard.press('Escape');
  await app.memberCards.open.click();
  await look(app, 'print cards');
  await app.memberCards.make.click();
  await expect(app.memberCards.preview).toBeVisible();
  await look(app, 'cards to print');
  await page.keyboard.press('Escape');
  await customers.row(people.maria.name).click();
  await expect(record.name(people.maria.name)).toBeVisible();
  await look(app, 'record');
  await app.memberCards.section.getByRole('button', { name: 'Attach a card' }).click();
  await look(app, 'attach a card');
  await page.keyboard.press('Escape');
  await record.edit.click();
  await look(app, 'edit');
  await page.keyboard.press('Escape');
  await record.eraseOpen.click();
  await look(app, 'erase');
  await page.keyboard.press('Escape');
  await record.reverse(/^Actions: Visit,/, 'Void');
  await look(app, 'void');
  await record.voidDialog.getByRole('button', { name: 'Cancel' }).last().click();
  await page.getByRole('button', { name: 'Archive' }).click();
  await look(app, 'archive');
});

test.describe('two records of one person', () => {
  test.use({ as: null });
  const twice = async (folder: string) =>
    asOwner(folder, async ({ call }) => {
      const { customerId } = await call('customers.enrol', {
        name: 'Marya Ionescu',
        phones: [people.maria.phone],
        likes: 'Oat milk',
      });
      await call('counter.stamp', { customerId, programId: await programIdOf(call), stamps: 7 });
    });

  test('duplicates, moving an entry', async ({ folder, start }) => {
    await twice(folder);
    const app = await start({ as: 'owner' });
    const { merges, customers, record, page } = app;
    await app.go('Customers');
    await merges.open.click();
    const pair = merges.pair(people.maria.name, 'Marya Ionescu');
    await expect(pair).toBeVisible();
    await look(app, 'duplicates');
    await pair.getByRole('button', { name: 'Not the same person' }).click();
    await expect(pair).toContainText('stay two records');
    await look(app, 'told apart');
    await page.keyboard.press('Escape');
    await customers.row('Marya Ionescu').click();
    await expect(record.history).toContainText('7 stamps');
    await record.history.getByRole('button', { name: /^Actions: Visit,/ }).click();
    await page.getByRole('menuitem', { name: 'Move to another customer' }).click();
    await merges.search.fill('mar');
    await expect(merges.found(people.bianca.name)).toBeVisible();
    await look(app, 'move');
  });

  test('the merge: the other record, both side by side, undo', async ({ folder, start }) => {
    await twice(folder);
    const app = await start({ as: 'owner' });
    const { merges, customers } = app;
    await app.go('Customers');
    await customers.row(people.maria.name).click();
    await merges.withAnother.click();
    await merges.search.fill('mar');
    await expect(merges.found(people.bianca.name)).toBeVisible();
    await look(app, 'merge with another record');
    await merges.choose('marya', 'Marya Ionescu');
    await expect(merges.merge).toBeVisible();
    await look(app, 'preview of a merge');
    await merges.merge.click();
    await expect(merges.note('Merged with')).toBeVisible();
    await look(app, 'merged record');
    await merges.note('Merged with').getByRole('button', { name: 'Undo the merge' }).click();
    await look(app, 'undo a merge');
  });
});

test.describe('a shop of regulars', () => {
  test.use({ shop: 'regulars' });
  test('at risk: the list, noting a contact, its settings, newcomers, groups', async ({ app }) => {
    const { risk, page } = app;
    await app.go('At risk');
    await expect(risk.rows.first()).toBeVisible();
    await look(app, 'at risk, percentages');
    await page
      .getByRole('button', { name: /^Note a contact with/ })
      .first()
      .click();
    await expect(risk.log).toBeVisible();
    await look(app, 'note a contact');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'List settings' }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await look(app, 'list settings');
    await page.keyboard.press('Escape');
    await risk.tab('Newcomers').click();
    await look(app, 'newcomers');
    await risk.tab('Groups').click();
    await page.getByRole('button', { name: /^Best regulars/ }).click();
    await look(app, 'groups');
  });
});

test('at risk, programs, month', async ({ app }) => {
  const { lists, programs, page } = app;
  await app.go('Customers');
  await lists.open.click();
  await expect(lists.title).toBeVisible();
  await look(app, 'nothing runs out');
  await lists.tab('Nearly there').click();
  await expect(lists.row(people.dewi.name)).toBeVisible();
  await look(app, 'nearly there');
  await lists.tab('Long gone').click();
  await expect(page.getByText('Nobody has been gone that long')).toBeVisible();
  await look(app, 'long gone');
  await app.go('At risk');
  await expect(app.risk.rows.first()).toBeVisible();
  await look(app, 'at risk');
  await app.go('Programs');
  await expect(programs.item(programName)).toBeVisible();
  await look(app, 'programs');
  await programs.item(programName).getByRole('button', { name: 'End…' }).click();
  await look(app, 'end a program');
  await page.keyboard.press('Escape');
  await programs.make.click();
  await look(app, 'kinds of programs');
  await page.getByRole('button', { name: 'By what is bought' }).click();
  for (const section of [
    'More rewards on the way',
    'Happy hours and special customers',
    'Expiry',
    'Dates, limit, note',
  ])
    await programs.unfold(section);
  await page.getByRole('button', { name: 'Add a reward on the way' }).click();
  await page.getByRole('button', { name: 'Add a happy hour' }).click();
  await programs.save.click();
  await expect(page.getByText('Give it a name.').first()).toBeVisible();
  await look(app, 'new program');
  await page.getByRole('button', { name: 'What you sell…' }).click();
  await look(app, 'what you sell');
  await page.keyboard.press('Escape');
  await app.go('Month');
  await expect(app.month.bridge).toBeVisible();
  await look(app, 'month');
});

test('on paper: a day without power, the end of the day, posters', async ({ app }) => {
  const { paperDay, dayEnd, programs, page } = app;
  await app.go('Customers');
  await paperDay.open.click();
  await expect(paperDay.title).toBeVisible();
  await paperDay.add('maria', people.maria.name);
  await look(app, 'a day without power');
  await paperDay.printSheet.click();
  await expect(app.memberCards.preview).toBeVisible();
  await look(app, 'stamp sheet');
  await page.keyboard.press('Escape');
  await app.go('Month');
  await dayEnd.open.click();
  await expect(dayEnd.receipts).toBeVisible();
  await look(app, 'end of the day');
  await app.go('Programs');
  await programs
    .item(programName)
    .getByRole('button', { name: /^Posters/ })
    .click();
  await expect(app.memberCards.preview).toBeVisible();
  await look(app, 'posters');
});

test('settings, people, the list of keys, Ctrl+K', async ({ app }) => {
  const { settings, page } = app;
  await app.go('Settings');
  for (const tab of [
    'Shop',
    'Counter and limits',
    'Colour',
    'Words',
    'Printing',
    'People',
    'Unusual',
    'Activity log',
    'Backups',
    'Data and demo',
    'You',
  ]) {
    await settings.tab(tab).click();
    await look(app, `settings: ${tab}`);
  }
  await settings.tab('Backups').click();
  // The one of the start comes by itself.
  await expect(app.backups.rows.first()).toBeVisible({ timeout: 60_000 });
  await app.backups.restore.click();
  await expect(app.backups.dialog).toContainText('The backup holds');
  await look(app, 'restore');
  await page.keyboard.press('Escape');
  await settings.tab('People').click();
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await look(app, 'add somebody');
  await page.keyboard.press('Escape');
  await page.keyboard.press('F1');
  await expect(page.getByRole('dialog', { name: 'Keys and shortcuts' })).toBeVisible();
  await look(app, 'keys');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await page.getByRole('textbox', { name: 'A customer, a page, something to do' }).fill('mar');
  await expect(page.getByRole('button', { name: people.bianca.name })).toBeVisible();
  await look(app, 'everything');
});

test('import', async ({ app, folder }) => {
  const { imports, page } = app;
  await app.answerFileDialogs(
    writeRows(folder, 'log.csv', ['customer_id,date,colour', 'A,2026-01-05,red', 'B,no date,red', 'C,2026-01-06,red']),
  );
  await app.go('Settings');
  await app.settings.tab('Data and demo').click();
  await page.getByRole('button', { name: 'Import past visits' }).click();
  await expect(imports.title).toBeVisible();
  await look(app, 'import');
  await imports.choose.click();
  await expect(imports.badRows).toBeVisible();
  await look(app, 'check');
  await imports.start('2').click();
  await expect(imports.done('2 visits were added.')).toBeVisible();
  await look(app, 'done');
});

test('the PIN wall, the PIN dialog, a manager’s leave', async ({ folder, start }) => {
  await asOwner(folder, ({ call }) => call('shop.update', { trustedTill: true }));
  const app = await start();
  const { counter, pin, page } = app;
  await app.who.choose(team.staff.name);
  await app.go('Customers');
  await expect(pin.wall).toBeVisible();
  await look(app, 'PIN wall');
  await app.go('Counter');
  await counter.open('sri', people.sri.name);
  await counter.redeem.click();
  await page.getByRole('button', { name: 'I know this person' }).click();
  await expect(pin.own).toBeVisible();
  await look(app, 'PIN dialog');
  await pin.enter(team.staff.name, team.staff.pin);
  await expect(counter.confirmation).toContainText('Redeemed');
  await app.go('Customers');
  await app.customers.row(people.maria.name).click();
  await app.record.reverse(/^Actions: Visit,/, 'Void');
  await app.record.voidDialog.getByRole('button', { name: 'Void', exact: true }).click();
  await expect(pin.manager).toBeVisible();
  await look(app, 'manager');
});

test('personal offers: empty, at the counter, the form, the list', async ({ folder, start, leave }) => {
  const app = await start({ as: 'owner' });
  await app.go('Programs');
  await app.page.getByRole('button', { name: 'Personal offers' }).click();
  await expect(app.page.getByText('No offers yet')).toBeVisible();
  await look(app, 'no offers yet');
  await leave(app);
  await asOwner(folder, async ({ call }) => {
    const endsOn = new Date(Date.now() + 9 * 86_400_000).toISOString().slice(0, 10);
    for (const { number } of [people.maria, people.andrei]) {
      const benefit = { kind: 'percent', percent: 20, name: 'Your next breakfast', cost: 700 } as const;
      await call('offers.make', { customerId: await customerIdOf(call, number), benefit, endsOn });
    }
  });
  const again = await start({ as: 'owner' });
  const shown = new OffersView(again.page);
  await again.counter.open('andrei', people.andrei.name);
  await lookAtCounter(again, 'an offer');
  await shown.atCounter.getByRole('button', { name: 'Redeem: Your next breakfast' }).click();
  await lookAtCounter(again, 'redeeming an offer');
  await again.go('Programs');
  await again.page.getByRole('button', { name: 'Personal offers' }).click();
  await expect(shown.line(people.maria.name)).toBeVisible();
  await look(again, 'offers');
  await shown.line(people.maria.name).getByRole('button').click();
  await again.page.getByRole('button', { name: `Make an offer: ${people.maria.name}` }).click();
  await shown.save.click();
  await look(again, 'make an offer');
  await again.page.keyboard.press('Escape');
  await shown.ofCustomer.getByRole('button', { name: 'Withdraw: Your next breakfast' }).click();
  await look(again, 'withdraw an offer');
});

test('perks: the page, a change, the record, the counter', async ({ folder, start }) => {
  await asOwner(folder, async ({ call }) => {
    const { perkId } = await call('perks.create', { name: 'Golden guest', best: 'visits' });
    const customerId = await customerIdOf(call, people.maria.number);
    await call('perks.pick', { perkId, customerId, picked: true });
  });
  const app = await start({ as: 'owner' });
  const perks = new PerksView(app.page);
  await app.go('Programs');
  await perks.open.click();
  await perks.perk('Golden guest').getByRole('button', { name: 'Show who' }).click();
  await expect(perks.holders('Golden guest')).toHaveCount(1);
  await look(app, 'perks');
  await perks.holders('Golden guest').getByRole('button').click();
  await expect(perks.ofCustomer).toBeVisible();
  await look(app, 'record with a perk');
  await app.go('Programs');
  await perks.open.click();
  await perks.perk('Golden guest').getByRole('button', { name: 'Change…' }).click();
  await look(app, 'change a perk');
  await app.page.keyboard.press('Escape');
  await app.go('Counter');
  await app.counter.open('maria', people.maria.name);
  await expect(perks.ofCustomer).toBeVisible();
  await lookAtCounter(app, 'a perk');
});
