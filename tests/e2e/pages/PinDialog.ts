import type { Locator, Page } from '@playwright/test';

/** The dialogs that ask who somebody is: for one's own PIN, and for a manager's. */
export class PinDialog {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }

  /** "Your PIN, please" over an action. */
  get own(): Locator {
    return this.page.getByRole('dialog', { name: 'Your PIN, please' });
  }

  /** The wall before a page that wants the PIN. */
  get wall(): Locator {
    return this.page.getByRole('heading', { name: 'This page needs your PIN' });
  }

  get manager(): Locator {
    return this.page.getByRole('dialog', { name: 'A manager must allow this' });
  }

  field(name: string): Locator {
    return this.page.getByLabel(`PIN of ${name}`);
  }

  async enter(name: string, pin: string): Promise<void> {
    await this.field(name).fill(pin);
    await this.field(name).press('Enter');
  }

  /** Who allows it, why, and their PIN. */
  async allow(name: string, pin: string, reason: string): Promise<void> {
    await this.manager.getByRole('textbox', { name: 'Reason' }).fill(reason);
    await this.manager.getByRole('combobox', { name: 'Who allows it?' }).click();
    await this.page.getByRole('option', { name }).click();
    await this.enter(name, pin);
  }
}
