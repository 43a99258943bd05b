import type { Locator, Page } from '@playwright/test';

/** Two records of one person become one, and the move of an entry to somebody else. */
export class Merges {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }

  /** The button over the customers' table: pairs that may be one person. */
  get open(): Locator {
    return this.page.getByRole('button', { name: 'Duplicates' });
  }

  get pairs(): Locator {
    return this.page.getByRole('dialog', { name: 'Two records, one person?' });
  }

  /** One suspected pair, by the two names. */
  pair(a: string, b: string): Locator {
    return this.pairs.getByRole('group', { name: `${a}, ${b}` });
  }

  /** On a customer's record. */
  get withAnother(): Locator {
    return this.page.getByRole('button', { name: 'Merge with another record' });
  }

  get dialog(): Locator {
    return this.page.getByRole('dialog', { name: 'Merge with another record' });
  }

  /** The field that finds the other customer, in this or the move's dialog. */
  get search(): Locator {
    return this.page.getByRole('searchbox', { name: /^Find the (other record|right customer)$/ });
  }

  found(name: string): Locator {
    return this.page.getByRole('dialog').getByRole('button', { name });
  }

  /** Types and chooses who is found. */
  async choose(text: string, name: string): Promise<void> {
    await this.search.fill(text);
    await this.found(name).click();
  }

  get merge(): Locator {
    return this.page.getByRole('dialog').getByRole('button', { name: 'Merge', exact: true });
  }

  /** On a record that a merge touched. */
  note(text: string | RegExp): Locator {
    return this.page.getByRole('alert').filter({ hasText: text });
  }

  get undoDialog(): Locator {
    return this.page.getByRole('dialog', { name: 'Undo this merge?' });
  }

  get moveDialog(): Locator {
    return this.page.getByRole('dialog', { name: 'Move to another customer' });
  }
}
