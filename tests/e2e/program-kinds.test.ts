import { asOwner, customerIdOf, people, programIdOf } from './support/shops.ts';
import { expect, test } from './support/test.ts';

// An owner makes a program of each kind in the form; then somebody comes, and it does what the form said.

test('a punch card with a reward on the way, a happy hour and an end to its stamps', async ({ app, folder, leave }) => {
  const { programs, page } = app;
  await app.go('Programs');
  await programs.begin('Punch card');
  await programs.field('Name of the program').fill('Bread card');
  await page.getByRole('button', { name: '6', exact: true }).click();
  await programs.field('Reward').fill('A loaf');
  await programs.unfold('More rewards on the way');
  await page.getByRole('button', { name: 'Add a reward on the way' }).click();
  const onTheWay = programs.group('Reward 1 on the way');
  await onTheWay.getByRole('textbox', { name: 'Reward', exact: true }).fill('A bun');
  await onTheWay.getByRole('textbox', { name: 'On stamp number' }).fill('7');
  await programs.save.click();
  await expect(onTheWay.getByText('The card has fewer stamps than this.')).toBeVisible();
  await onTheWay.getByRole('textbox', { name: 'On stamp number' }).fill('2');
  await programs.unfold('Happy hours and special customers');
  await page.getByRole('button', { name: 'Add a happy hour' }).click();
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Every day twice');
  await programs.unfold('Expiry');
  await page.getByRole('radio', { name: 'Some days without a visit' }).check();
  await page.getByRole('textbox', { name: 'After how many days', exact: true }).last().fill('90');
  await expect(programs.words).toHaveText(
    '1 stamp a visit. 2 stamps: A bun. 6 stamps: A loaf. Every day twice: 2 × the stamps. Stamps expire after 90 days without a visit.',
  );
  await programs.save.click();
  await expect(programs.item('Bread card')).toContainText('2 × the stamps');
  await leave(app);

  await asOwner(folder, async ({ call }) => {
    const customerId = await customerIdOf(call, people.maria.number);
    const said = await call('counter.stamp', { customerId, programId: await programIdOf(call, 'Bread card') });
    expect(said).toMatchObject({ earned: 2, issued: [{ name: 'A bun' }] });
  });
});

test('points for an amount, kept for the next visit, and money off', async ({ app, folder, leave }) => {
  const { programs, page } = app;
  await app.go('Programs');
  await programs.begin('Points');
  await programs.field('Name of the program').fill('Luna points');
  await programs.field('For every').fill('10.005');
  await programs.group('Reward 1').getByRole('textbox', { name: 'Reward', exact: true }).fill('A cake');
  await programs.field('What a point is worth as money off').fill('0.50');
  await programs.save.click();
  await expect(page.getByText('Your currency has only 2 decimals.')).toBeVisible();
  await programs.field('For every').fill('10');
  await page.getByRole('switch', { name: 'Keep what is left over for the next visit' }).check();
  await programs.save.click();
  await expect(programs.item('Luna points')).toContainText('50 points: A cake. 1 point is worth');
  await leave(app);

  await asOwner(folder, async ({ call }) => {
    const customerId = await customerIdOf(call, people.maria.number);
    const programId = await programIdOf(call, 'Luna points');
    const said = await call('counter.stamp', { customerId, programId, amount: 2550 });
    expect(said).toMatchObject({ earned: 2, carry: 550 });
    const proof = { by: 'phone', digits: '567' } as const;
    const spent = await call('counter.spend', { customerId, programId, spend: { on: 'amount', points: 1 }, proof });
    expect(spent).toMatchObject({ spent: { points: 1, amount: 50 }, after: 1 });
  });
});

test('items and categories: coffee two stamps, cigarettes none', async ({ app, folder, leave }) => {
  const { programs, page } = app;
  await app.go('Programs');
  await programs.begin('By what is bought');
  await programs.field('Name of the program').fill('Kiosk card');
  await programs.field('Reward').fill('A coffee');
  await page.getByRole('button', { name: 'What you sell…' }).click();
  const dialog = page.getByRole('dialog', { name: 'What you sell' });
  for (const [name, category] of [
    ['Espresso', 'Coffee'],
    ['Cigarettes', 'Tobacco'],
  ] as const) {
    await dialog.getByRole('textbox', { name: 'Item' }).fill(name);
    await dialog.getByRole('combobox', { name: 'Category' }).fill(category);
    await dialog.getByRole('button', { name: 'Add', exact: true }).click();
    await expect(dialog.getByRole('cell', { name, exact: true })).toBeVisible();
  }
  await dialog.getByRole('textbox', { name: 'Item' }).fill('espresso');
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(dialog.getByText('There is an item of this name already.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Change Espresso' }).click();
  await dialog.getByRole('textbox', { name: 'Item' }).fill('Espresso doppio');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByRole('cell', { name: 'Espresso doppio', exact: true })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByRole('combobox', { name: 'Item or category' }).click();
  await page.getByRole('option', { name: 'Coffee' }).click();
  await page.getByRole('button', { name: 'Add a rate' }).click();
  await page.getByRole('combobox', { name: 'Item or category' }).nth(1).click();
  await page.getByRole('option', { name: 'Cigarettes' }).click();
  await expect(programs.words).toHaveText(
    '1 stamp for each piece. Coffee: 2 stamps. Cigarettes: no stamps. 10 stamps: A coffee.',
  );
  await programs.save.click();
  await expect(programs.item('Kiosk card')).toBeVisible();
  await leave(app);

  await asOwner(folder, async ({ call }) => {
    const customerId = await customerIdOf(call, people.maria.number);
    const items = (await call('programs.items', {})).map(({ itemId }) => ({ itemId }));
    const programId = await programIdOf(call, 'Kiosk card');
    expect(await call('counter.stamp', { customerId, programId, items })).toMatchObject({ earned: 2 });
  });
});

test('a discount for frequent buyers and a special for members, each with a limit', async ({ app, folder, leave }) => {
  const { programs } = app;
  await app.go('Programs');
  await programs.begin('Discount for frequent buyers');
  await programs.field('Name of the program').fill('Regulars 10');
  await programs.field('Reward').fill('The whole bill');
  await programs.field('Visits needed').fill('2');
  await programs.save.click();
  await expect(programs.item('Regulars 10')).toContainText('2 visits within 30 days: The whole bill (10% off).');
  await programs.begin('Special for members');
  await programs.field('Name of the program').fill('Second coffee');
  await programs.field('Reward').fill('The second coffee');
  await programs.unfold('Dates, limit, note');
  await programs.field('Most uses of one customer').fill('1');
  await programs.save.click();
  await expect(programs.item('Second coffee')).toContainText('At most 1 time for each customer.');
  await leave(app);

  await asOwner(folder, async ({ call }) => {
    const customerId = await customerIdOf(call, people.maria.number);
    const used = await call('counter.use', { customerId, programId: await programIdOf(call, 'Regulars 10') });
    expect(used.used).toMatchObject({ percent: 10 });
    const programId = await programIdOf(call, 'Second coffee');
    await call('counter.join', { customerId, programId });
    expect((await call('counter.use', { customerId, programId })).used).toMatchObject({ percent: 50 });
    await expect(call('counter.use', { customerId, programId })).rejects.toThrow('PROGRAM_USED_UP');
  });
});

test('a copy begins with the same rules', async ({ app }) => {
  const { programs } = app;
  await app.go('Programs');
  await programs.item('Coffee card').getByRole('button', { name: 'Copy' }).click();
  await expect(programs.field('Name of the program')).toHaveValue('Coffee card (copy)');
  await programs.save.click();
  await expect(programs.item('Coffee card (copy)')).toContainText('10 stamps: A free coffee.');
});
