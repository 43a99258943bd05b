import { expect, type Locator, type Page } from '@playwright/test';
import { typeAsAPerson } from '../support/keys.ts';

/** The till: search, a person, a card, a button. */
export class Counter {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }

  get search(): Locator {
    return this.page.getByRole('combobox', { name: 'Find a customer' });
  }

  get results(): Locator {
    return this.page.getByRole('listbox', { name: 'Customers found' });
  }

  result(name: string): Locator {
    return this.results.getByRole('option', { name });
  }

  /** The open customer's name. */
  customer(name: string): Locator {
    return this.page.getByRole('article').getByRole('heading', { name });
  }

  /** The card on top; its name is its progress, "4 of 10 stamps". */
  card(progress: string): Locator {
    return this.page.getByRole('article').getByRole('img', { name: progress, exact: true });
  }

  get stamp(): Locator {
    return this.page.getByRole('button', { name: 'Add a stamp', exact: true });
  }

  get anotherStamp(): Locator {
    return this.page.getByRole('button', { name: 'Add another stamp', exact: true });
  }

  /** The purchase is recorded where an amount or what was bought brings the units. */
  get record(): Locator {
    return this.page.getByRole('button', { name: 'Record the purchase' });
  }

  get usePoints(): Locator {
    return this.page.getByRole('button', { name: 'Use points' });
  }

  /** What is said under the card: what runs now, what waits, what runs out. */
  fact(text: string | RegExp): Locator {
    return this.page.getByRole('article').getByRole('listitem').filter({ hasText: text });
  }

  /** Rewards that wait to be handed over. */
  get tickets(): Locator {
    return this.page.getByRole('region', { name: /rewards? to redeem/ });
  }

  /** Puts a program's card on top, where there are several. */
  async choose(program: string): Promise<void> {
    const tab = this.page.getByRole('group', { name: 'Choose a card' }).getByRole('button', { name: program });
    if (await tab.isVisible()) await tab.click();
  }

  get nextCustomer(): Locator {
    return this.page.getByRole('button', { name: 'Next customer' });
  }

  get redeem(): Locator {
    return this.page.getByRole('button', { name: 'Redeem', exact: true });
  }

  get handOver(): Locator {
    return this.page.getByRole('button', { name: 'Hand it over' });
  }

  get amount(): Locator {
    return this.page.getByRole('textbox', { name: 'Amount of the purchase' });
  }

  digit(place: 1 | 2 | 3): Locator {
    return this.page.getByRole('textbox', { name: 'Digit' }).nth(place - 1);
  }

  /** Types the last three digits of the phone. */
  async sayDigits(digits: string): Promise<void> {
    await this.digit(1).click();
    await typeAsAPerson(this.page, digits);
  }

  /** What was done last, with its Undo. */
  get confirmation(): Locator {
    return this.page.getByRole('region', { name: 'Last action' });
  }

  get undo(): Locator {
    return this.confirmation.getByRole('button', { name: 'Undo' });
  }

  get blocked(): Locator {
    return this.page.getByRole('alert').filter({ hasText: /Nothing was added|Not recorded/ });
  }

  get unknownCode(): Locator {
    return this.page.getByRole('alert').filter({ hasText: 'This card belongs to nobody here' });
  }

  get newCustomer(): Locator {
    return this.page.getByRole('button', { name: 'New customer' }).first();
  }

  get enrolment(): Locator {
    return this.page.getByRole('dialog', { name: 'New customer' });
  }

  /** Types a name or number and opens who is found, by keyboard. */
  async open(text: string, name = text): Promise<void> {
    await this.search.fill(text);
    await expect(this.result(name)).toBeVisible();
    await this.search.press('Enter');
    await expect(this.customer(name)).toBeVisible();
  }
}
