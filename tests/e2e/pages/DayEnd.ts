import type { Locator, Page } from '@playwright/test';

/** The end of a day, on screen and on paper. */
export class DayEnd {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }

  /** On the page of the month. */
  get open(): Locator {
    return this.page.getByRole('button', { name: 'End of the day' });
  }

  get table(): Locator {
    return this.page.getByRole('table', { name: 'Done by whom' });
  }

  get receipts(): Locator {
    return this.page.getByRole('textbox', { name: 'Number of receipts' });
  }

  get print(): Locator {
    return this.page.getByRole('button', { name: 'Print the sheet' });
  }
}
