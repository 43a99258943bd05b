import type { Locator, Page } from '@playwright/test';

/** Member cards: printed for many, and those of one customer. */
export class MemberCards {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }

  /** The button over the customers' table. */
  get open(): Locator {
    return this.page.getByRole('button', { name: 'Print cards' });
  }

  get dialog(): Locator {
    return this.page.getByRole('dialog', { name: 'Print member cards' });
  }

  kind(name: 'Customers of the table' | 'Blank cards'): Locator {
    return this.dialog.getByText(name, { exact: true });
  }

  get count(): Locator {
    return this.dialog.getByRole('textbox', { name: 'How many' });
  }

  get make(): Locator {
    return this.dialog.getByRole('button', { name: 'Make the cards' });
  }

  get preview(): Locator {
    return this.page.getByRole('img', { name: 'Preview of the sheet' });
  }

  get savePdf(): Locator {
    return this.page.getByRole('button', { name: 'Save as PDF' });
  }

  get print(): Locator {
    return this.page.getByRole('button', { name: /^Print…?$/ });
  }

  /** On a customer's record. */
  get section(): Locator {
    return this.page.getByRole('region', { name: 'Member card' });
  }

  lost(code: string): Locator {
    return this.section.getByRole('button', { name: `Card ${code} was lost` });
  }

  get attachDialog(): Locator {
    return this.page.getByRole('dialog', { name: /^A card for / });
  }

  get replaceDialog(): Locator {
    return this.page.getByRole('dialog', { name: /^Replace card / });
  }
}
