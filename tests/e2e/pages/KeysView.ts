import type { Locator, Page } from '@playwright/test';

/** Locking the key of the shop, and opening a shop whose key is locked. */
export class KeysView {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }

  /** The page that asks for it, and the part of the settings that says how the key is kept. */
  get gate(): Locator {
    return this.page.getByRole('heading', { name: 'Lock the key of your shop', level: 1 });
  }

  get section(): Locator {
    return this.page.getByRole('region', { name: 'The key of the shop' });
  }

  get start(): Locator {
    return this.page.getByRole('heading', { name: 'Open your shop', level: 1 });
  }

  get password(): Locator {
    return this.page.getByLabel(/^Password/);
  }

  get again(): Locator {
    return this.page.getByLabel('The same password once more');
  }

  get lock(): Locator {
    return this.page.getByRole('button', { name: 'Lock the key', exact: true });
  }

  get open(): Locator {
    return this.page.getByRole('button', { name: 'Open', exact: true });
  }

  get forgotten(): Locator {
    return this.page.getByRole('button', { name: 'Password forgotten? Use the recovery code' });
  }

  get code(): Locator {
    return this.page.getByRole('textbox', { name: 'Recovery code' });
  }

  /** From the code that was typed back to the question about the key. */
  async toGate(code: string): Promise<void> {
    await this.code.fill(code);
    await this.page.getByRole('button', { name: 'Done' }).click();
    await this.gate.waitFor();
  }

  async choose(password: string): Promise<void> {
    await this.password.fill(password);
    await this.again.fill(password);
  }
}
