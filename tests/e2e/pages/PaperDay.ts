import type { Locator, Page } from '@playwright/test';

/** A day without power: its sheet, and what is entered from it. */
export class PaperDay {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }

  get open(): Locator {
    return this.page.getByRole('button', { name: 'Without power' });
  }

  get title(): Locator {
    return this.page.getByRole('heading', { name: 'A day without power', level: 1 });
  }

  get printSheet(): Locator {
    return this.page.getByRole('button', { name: 'Print the stamp sheet' });
  }

  get list(): Locator {
    return this.page.getByRole('table', { name: 'To be entered' });
  }

  howMany(name: string): Locator {
    return this.page.getByRole('textbox', { name: `How many for ${name}` });
  }

  save(customers: string): Locator {
    return this.page.getByRole('button', { name: `Enter ${customers}` });
  }

  async add(text: string, name: string): Promise<void> {
    const field = this.page.getByRole('combobox', { name: 'Add a customer' });
    await field.click();
    await field.fill(text);
    await this.page.getByRole('option', { name }).click();
  }
}
