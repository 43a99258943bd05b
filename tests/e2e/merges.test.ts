import { asOwner, customerIdOf, people, programIdOf, programName } from './support/shops.ts';
import { expect, test } from './support/test.ts';

const again = { name: 'Marya Ionescu', phone: '0721 234 567' };

/** Maria once more, under her own phone: three stamps, something she likes, a talk. */
async function enrolAgain(folder: string): Promise<void> {
  await asOwner(folder, async ({ call }) => {
    const { customerId } = await call('customers.enrol', {
      name: again.name,
      phones: [again.phone],
      likes: 'Oat milk',
      birthday: { month: 5, day: 4, year: null },
    });
    await call('counter.stamp', { customerId, programId: await programIdOf(call), stamps: 7 });
    await call('contacts.log', { customerId, channel: 'phone', outcome: 'willCome', note: 'Called on Monday' });
  });
}

test('a suspected pair is merged with a preview, and undone (F-27)', async ({ folder, start }) => {
  await enrolAgain(folder);
  const app = await start({ as: 'owner' });
  const { merges, customers, record, counter, page } = app;
  await app.go('Customers');
  await merges.open.click();
  const pair = merges.pair(people.maria.name, again.name);
  await expect(pair).toContainText('same phone');
  await pair.getByRole('button', { name: 'Compare' }).click();
  // The one with more visits stays unless somebody wants it otherwise.
  await expect(merges.pairs).toContainText(`Merge ${again.name} into ${people.maria.name}`);
  await expect(merges.pairs).toContainText(`${programName}: 4 + 7 = 1 reward earned and 1 left`);
  await expect(merges.pairs).toContainText('4 May');
  await merges.pairs.getByRole('button', { name: 'Swap the two' }).click();
  await expect(merges.pairs).toContainText(`Merge ${people.maria.name} into ${again.name}`);
  await merges.pairs.getByRole('button', { name: 'Swap the two' }).click();
  await merges.pairs.getByRole('radio', { name: 'Oat milk' }).check();
  await merges.merge.click();
  await expect(app.notice('Merged. It can be undone for 30 days.')).toBeVisible();

  await expect(customers.total('7 customers')).toBeVisible();
  await customers.row(people.maria.name).click();
  await expect(record.about).toContainText('Oat milk');
  await expect(record.history).toContainText('Called on Monday');
  await expect(record.history).toContainText(`from ${again.name}`);
  await expect(merges.note(`Merged with ${again.name}`)).toContainText('Can be undone until');
  await page.getByRole('button', { name: 'Open at the counter' }).click();
  await expect(counter.card('1 of 10 stamps')).toBeVisible();
  await expect(counter.tickets).toBeVisible();
  // The old number finds the one there is now.
  await counter.search.fill('100009');
  await expect(counter.result(people.maria.name)).toBeVisible();

  await app.go('Customers');
  await customers.row(people.maria.name).click();
  await merges.note(`Merged with ${again.name}`).getByRole('button', { name: 'Undo the merge' }).click();
  await merges.undoDialog.getByRole('button', { name: 'Undo the merge' }).click();
  await expect(app.notice('The merge is undone.')).toBeVisible();
  await expect(record.about).toContainText('Flat white, extra hot');
  await expect(page.getByText('Called on Monday')).toHaveCount(0);
  await app.go('Customers');
  await expect(customers.total('8 customers')).toBeVisible();
  await customers.row(again.name).click();
  await expect(record.history).toContainText('Called on Monday');
  await page.getByRole('button', { name: 'Open at the counter' }).click();
  await expect(counter.card('7 of 10 stamps')).toBeVisible();
  await expect(counter.tickets).toHaveCount(0);
});

test('two people who share a phone are told apart, and stay so', async ({ folder, start }) => {
  await enrolAgain(folder);
  const app = await start({ as: 'owner' });
  const { merges, page } = app;
  await app.go('Customers');
  await merges.open.click();
  const pair = merges.pair(people.maria.name, again.name);
  await pair.getByRole('button', { name: 'Not the same person' }).click();
  await expect(pair).toContainText(`${people.maria.name} and ${again.name} stay two records.`);
  await pair.getByRole('button', { name: 'List them again' }).click();
  await pair.getByRole('button', { name: 'Not the same person' }).click();
  await expect(pair).toContainText('stay two records');
  await page.keyboard.press('Escape');
  await merges.open.click();
  await expect(merges.pairs).toContainText('No duplicates found');
});

test('a record is merged with one that was searched for; the merged one leads there', async ({ folder, start }) => {
  await enrolAgain(folder);
  const app = await start({ as: 'owner' });
  const { merges, customers, record, page } = app;
  await app.go('Customers');
  await customers.row(people.maria.name).click();
  await merges.withAnother.click();
  await merges.search.fill('somebody else');
  await expect(merges.dialog).toContainText('Nobody else found.');
  await merges.choose('marya', again.name);
  await merges.merge.click();
  await expect(app.notice('Merged. It can be undone for 30 days.')).toBeVisible();
  await expect(record.about).toContainText('Flat white, extra hot');
  // A scan of the merged one's number comes to the same record.
  await page.keyboard.press('Control+1');
  await app.counter.open('100009', people.maria.name);
});

test('a visit of the wrong person is moved in one step; both histories show it (F-21)', async ({ folder, start }) => {
  await asOwner(folder, async ({ call }) => {
    const customerId = await customerIdOf(call, people.stefan.number);
    await call('counter.stamp', { customerId, programId: await programIdOf(call), stamps: 3 });
  });
  const app = await start({ as: 'owner' });
  const { merges, customers, record, counter, page } = app;
  await app.go('Customers');
  await customers.row(people.stefan.name).click();
  await record.history
    .getByRole('button', { name: /^Actions: Visit,/ })
    .first()
    .click();
  await page.getByRole('menuitem', { name: 'Move to another customer' }).click();
  await expect(merges.moveDialog).toContainText('To be moved: Visit');
  await merges.choose('dewi', people.dewi.name);
  await expect(merges.moveDialog.getByRole('status')).toHaveText(`Moved to ${people.dewi.name}.`);
  await merges.moveDialog.getByRole('button', { name: 'Close' }).last().click();
  await expect(record.history).toContainText(`Moved to ${people.dewi.name}`);
  await page.getByRole('button', { name: 'Open at the counter' }).click();
  await expect(counter.card('1 of 10 stamps')).toBeVisible();
  await app.go('Customers');
  await customers.row(people.dewi.name).click();
  await expect(record.history).toContainText(`from ${people.stefan.name}`);
  await page.getByRole('button', { name: 'Open at the counter' }).click();
  // Nine and three: a reward and two.
  await expect(counter.card('2 of 10 stamps')).toBeVisible();
  await expect(counter.tickets).toBeVisible();
});

test('what was just stamped for the wrong person is moved at the counter, and back', async ({ app }) => {
  const { merges, counter, page } = app;
  await counter.open('maria', people.maria.name);
  await counter.stamp.click();
  await expect(counter.card('5 of 10 stamps')).toBeVisible();
  await counter.confirmation.getByRole('button', { name: 'Wrong person?' }).click();
  await merges.choose('stefan', people.stefan.name);
  await expect(merges.moveDialog.getByRole('status')).toHaveText(`Moved to ${people.stefan.name}.`);
  await merges.moveDialog.getByRole('button', { name: 'Move back' }).click();
  await expect(app.notice('Moved back.')).toBeVisible();
  await merges.choose('stefan', people.stefan.name);
  await merges.moveDialog.getByRole('button', { name: 'Close' }).last().click();
  await expect(counter.customer(people.stefan.name)).toBeVisible();
  await expect(counter.card('2 of 10 stamps')).toBeVisible();
  await counter.open('maria', people.maria.name);
  await expect(counter.card('4 of 10 stamps')).toBeVisible();
  expect(await page.getByRole('dialog').count()).toBe(0);
});
