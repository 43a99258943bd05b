import type { Locator, Page } from '@playwright/test';

/** Perks: the page, those on a record, those at the counter. */
export class PerksView {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }

  /** From the programs page. */
  get open(): Locator {
    return this.page.getByRole('button', { name: 'Perks', exact: true });
  }

  get name(): Locator {
    return this.page.getByRole('textbox', { name: 'Name' });
  }

  get create(): Locator {
    return this.page.getByRole('button', { name: 'Make the perk' });
  }

  /** One perk on the page. */
  perk(name: string): Locator {
    return this.page.getByRole('region', { name });
  }

  holders(name: string): Locator {
    return this.page.getByRole('list', { name: `Who carries ${name}` }).getByRole('listitem');
  }

  /** On a customer's record, and at the counter. */
  get ofCustomer(): Locator {
    return this.page.getByRole('region', { name: 'Perks', exact: true });
  }
}
