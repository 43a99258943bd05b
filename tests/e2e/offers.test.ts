import { OffersView } from './pages/OffersView.ts';
import { asOwner, customerIdOf, people, regulars } from './support/shops.ts';
import { expect, test } from './support/test.ts';

test.describe('somebody who may be slipping away', () => {
  test.use({ shop: 'regulars' });

  test('a talk ends in an offer, the card shows it, it is redeemed once, and the list says what came of it', async ({
    app,
  }) => {
    const { risk, counter, page } = app;
    const offers = new OffersView(page);
    const { name } = regulars.vera;
    await app.go('At risk');
    await risk
      .row(name)
      .getByRole('button', { name: `Note a contact with ${name}` })
      .click();
    await risk.log.getByRole('radio', { name: 'Says they will come' }).click();
    await risk.log.getByRole('button', { name: 'Save and make an offer' }).click();
    await expect(risk.log).toBeHidden();
    await expect(risk.row(name)).toContainText('says they will come');

    await offers.save.click();
    await expect(offers.form).toContainText('Say what the customer gets.');
    await offers.form.getByRole('button', { name: 'Per cent off' }).click();
    await offers.field('What they get').fill('Your next coffee');
    await offers.field('Per cent off').fill('120');
    await offers.field('What it costs you').fill('4,50');
    await offers.save.click();
    await expect(offers.form).toContainText('A whole number from 1 to 100.');
    await offers.field('Per cent off').fill('50');
    await offers.save.click();
    await expect(app.notice(/The offer is made\. It shows at the counter until/)).toBeVisible();

    await app.go('Counter');
    await counter.open('vera', name);
    await expect(offers.atCounter).toContainText('Your next coffee');
    await expect(offers.atCounter).toContainText('50%');
    await offers.atCounter.getByRole('button', { name: 'Redeem: Your next coffee' }).click();
    await counter.sayDigits('999');
    await expect(page.getByText('That does not match this customer.')).toBeVisible();
    await counter.sayDigits('201');
    await expect(counter.confirmation).toContainText('Used: Your next coffee.');
    await expect(offers.atCounter).toBeHidden();
    // Undo gives it back; then it is redeemed for good, and the stamp of the visit comes on top.
    await counter.undo.click();
    await expect(offers.atCounter).toContainText('Your next coffee');
    await offers.atCounter.getByRole('button', { name: 'Redeem: Your next coffee' }).click();
    await counter.sayDigits('201');
    await expect(counter.confirmation).toContainText('Used: Your next coffee.');
    await expect(counter.stamp).toBeVisible();

    await app.go('Programs');
    await page.getByRole('button', { name: 'Personal offers' }).click();
    await expect(offers.line(name)).toContainText('Redeemed on');
    await expect(offers.line(name)).toContainText(/4[.,]50/);
    await expect(offers.line(name)).toContainText('Not yet');
    await offers.line(name).getByRole('button', { name }).click();
    await expect(offers.ofCustomer).toContainText('Redeemed on');
    await expect(app.record.history).toContainText('Offer redeemed: Your next coffee');
    await expect(app.record.history).toContainText('Offer made: Your next coffee');
  });
});

test('an offer from the record is withdrawn; staff see it and make none', async ({ folder, start, leave }) => {
  const offerId = await asOwner(folder, async ({ call }) => {
    const customerId = await customerIdOf(call, people.maria.number);
    const endsOn = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
    return (await call('offers.make', { customerId, benefit: { name: 'A cookie' }, endsOn })).offerId;
  });
  const app = await start({ as: 'owner' });
  const { page, record, customers } = app;
  const offers = new OffersView(page);
  await app.go('Customers');
  await customers.row(people.maria.name).click();
  await expect(record.name(people.maria.name)).toBeVisible();
  await expect(offers.ofCustomer).toContainText('A cookie');
  await offers.ofCustomer.getByRole('button', { name: `Make an offer: ${people.maria.name}` }).click();
  await offers.field('What they get').fill('A cake for two');
  await page.keyboard.press('Enter');
  await expect(offers.ofCustomer).toContainText('A cake for two');
  await offers.ofCustomer.getByRole('button', { name: 'Withdraw: A cake for two' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Withdraw', exact: true }).click();
  await expect(app.notice('The offer is withdrawn.')).toBeVisible();
  await expect(offers.ofCustomer).toContainText('Withdrawn');
  await leave(app);

  const later = await start({ as: 'staff' });
  await later.counter.open('maria', people.maria.name);
  await expect(new OffersView(later.page).atCounter).toContainText('A cookie');
  const [made, again] = [
    await later.call('offers.make', { customerId: null, benefit: { name: 'x' }, endsOn: '2030-01-01' }),
    await later.call('counter.redeemOffer', { offerId, proof: { by: 'phone', digits: '000' } }),
  ];
  expect(made.error?.code).toBe('NOT_ALLOWED');
  expect(again.error?.code).toBe('IDENTITY_WRONG');
});
