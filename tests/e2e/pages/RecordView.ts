import type { Locator, Page } from '@playwright/test';

/** One customer's record and history. */
export class RecordView {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }

  name(name: string | RegExp): Locator {
    return this.page.getByRole('heading', { name, level: 1 });
  }

  get back(): Locator {
    return this.page.getByRole('button', { name: 'All customers' });
  }

  get edit(): Locator {
    return this.page.getByRole('button', { name: 'Edit', exact: true });
  }

  get about(): Locator {
    return this.page.getByRole('region', { name: 'About them' });
  }

  get history(): Locator {
    return this.page.getByRole('region', { name: 'History' });
  }

  mark(name: string): Locator {
    return this.page.getByRole('region', { name: 'Not expected for now' }).getByRole('button', { name, exact: true });
  }

  /** Opens the menu of an entry and chooses what to do with it. */
  async reverse(entry: string | RegExp, as: 'Void' | 'Return'): Promise<void> {
    await this.history.getByRole('button', { name: entry }).first().click();
    await this.page.getByRole('menuitem', { name: as }).click();
  }

  /** Opens the menu of copies and chooses one. */
  async copy(as: 'Page to read (PDF)' | 'Data file (JSON)'): Promise<void> {
    await this.page
      .getByRole('region', { name: 'Personal data' })
      .getByRole('button', { name: 'Copy', exact: true })
      .click();
    await this.page.getByRole('menuitem', { name: as }).click();
  }

  get eraseOpen(): Locator {
    return this.page.getByRole('button', { name: 'Erase…' });
  }

  eraseDialog(name: string): Locator {
    return this.page.getByRole('dialog', { name: `Erase ${name} for good?` });
  }

  get voidDialog(): Locator {
    return this.page.getByRole('dialog', { name: 'Void this entry?' });
  }
}
