import type { Locator, Page } from '@playwright/test';

/** The four steps from nothing to an open shop. */
export class FirstRun {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }

  get welcome(): Locator {
    return this.page.getByRole('heading', { name: 'Welcome to Regulars' });
  }

  language(name: string): Locator {
    return this.page.getByRole('radio', { name });
  }

  get shopName(): Locator {
    return this.page.getByRole('textbox', { name: 'Shop name' });
  }

  get currency(): Locator {
    return this.page.getByRole('combobox', { name: 'Currency' });
  }

  get timeZone(): Locator {
    return this.page.getByRole('combobox', { name: 'Time zone' });
  }

  get ownerName(): Locator {
    return this.page.getByRole('textbox', { name: 'Your name' });
  }

  get pin(): Locator {
    return this.page.getByLabel('Choose a PIN');
  }

  get pinAgain(): Locator {
    return this.page.getByLabel('The same PIN once more');
  }

  template(trade: string): Locator {
    return this.page.getByRole('radio', { name: trade });
  }

  get goal(): Locator {
    return this.page.getByRole('textbox', { name: 'Stamps until the reward' });
  }

  get reward(): Locator {
    return this.page.getByRole('textbox', { name: 'Reward', exact: true });
  }

  get next(): Locator {
    return this.page.getByRole('button', { name: 'Next' });
  }

  get back(): Locator {
    return this.page.getByRole('button', { name: 'Back' });
  }

  get open(): Locator {
    return this.page.getByRole('button', { name: 'Open the shop' });
  }

  /** The code that the last step shows once. */
  get code(): Locator {
    return this.page.getByRole('status', { name: 'Recovery code' });
  }

  get noted(): Locator {
    return this.page.getByRole('button', { name: 'I have it on paper' });
  }

  get codeAgain(): Locator {
    return this.page.getByRole('textbox', { name: 'Recovery code' });
  }

  get codeDone(): Locator {
    return this.page.getByRole('button', { name: 'Done' });
  }

  /** Notes the code, types it back, and leaves the key of the shop where it lies. */
  async keepCode(): Promise<string> {
    const code = await this.code.innerText();
    await this.noted.click();
    await this.codeAgain.fill(code);
    await this.codeDone.click();
    await this.sealLater.click();
    await this.sealLater.waitFor({ state: 'hidden' });
    return code;
  }

  /** Puts locking the key off. */
  get sealLater(): Locator {
    return this.sealGate.getByRole('button', { name: 'Later', exact: true });
  }

  private get sealGate(): Locator {
    return this.page.getByRole('region', { name: 'Lock the key of your shop' });
  }

  /** The last question: a second place for backups. */
  get place(): Locator {
    return this.page.getByRole('heading', { name: 'One last thing: a second place' });
  }

  get choosePlace(): Locator {
    return this.page.getByRole('button', { name: 'Choose a folder' });
  }

  get placeLater(): Locator {
    return this.page.getByRole('button', { name: 'Later' });
  }

  get demo(): Locator {
    return this.page.getByRole('button', { name: 'Try the demo shop' });
  }
}
