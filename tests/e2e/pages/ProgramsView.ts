import type { Locator, Page } from '@playwright/test';

/** The shop's punch cards, and the making of a new one. */
export class ProgramsView {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }

  get title(): Locator {
    return this.page.getByRole('heading', { name: 'Programs', level: 1 });
  }

  get make(): Locator {
    return this.page.getByRole('button', { name: 'New program' });
  }

  item(name: string): Locator {
    return this.page.getByRole('region', { name });
  }

  field(name: string): Locator {
    return this.page.getByRole('textbox', { name });
  }

  get save(): Locator {
    return this.page.getByRole('button', { name: 'Start the program' });
  }
}
