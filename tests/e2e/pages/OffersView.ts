import type { Locator, Page } from '@playwright/test';

/** Personal offers: the form, those on a record, the list of all. */
export class OffersView {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }

  /** The form for an offer to one customer. */
  get form(): Locator {
    return this.page.getByRole('dialog', { name: /^An offer for/ });
  }

  field(name: string): Locator {
    return this.form.getByRole('textbox', { name });
  }

  get save(): Locator {
    return this.form.getByRole('button', { name: 'Make the offer' });
  }

  /** On a customer's record. */
  get ofCustomer(): Locator {
    return this.page.getByRole('region', { name: 'Personal offers' });
  }

  /** What the counter shows of them. */
  get atCounter(): Locator {
    return this.page.getByRole('article').getByRole('region', { name: /personal offers?$/ });
  }

  /** A line of the list of all offers. */
  line(customer: string): Locator {
    return this.page.getByRole('region', { name: 'The latest offers' }).getByRole('row', { name: customer });
  }
}
