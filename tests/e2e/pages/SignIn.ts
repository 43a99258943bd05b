import type { Locator, Page } from '@playwright/test';

/** "Who is at the till?" and the PIN that follows. */
export class SignIn {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }

  get question(): Locator {
    return this.page.getByRole('heading', { name: 'Who is at the till?' });
  }

  person(name: string): Locator {
    return this.page
      .getByRole('region', { name: 'Who is at the till?' })
      .getByRole('button', { name: new RegExp(`^${name}\\b`) });
  }

  get pin(): Locator {
    return this.page.getByLabel('PIN', { exact: true });
  }

  async choose(name: string): Promise<void> {
    await this.person(name).click();
  }

  async enter(pin: string): Promise<void> {
    await this.pin.fill(pin);
    await this.pin.press('Enter');
  }
}
