import type { Locator, Page } from '@playwright/test';

/** One month in figures, and the months before it. */
export class MonthView {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }

  get title(): Locator {
    return this.page.getByRole('heading', { name: 'Month', level: 1 });
  }

  get bridge(): Locator {
    return this.page.getByRole('region', { name: 'From start to end' });
  }

  get table(): Locator {
    return this.page.getByRole('table', { name: 'Month by month' });
  }

  /** The table as it stands there: one list of cell texts a month, newest first. */
  async cells(): Promise<string[][]> {
    const rows = await this.table.getByRole('row').all();
    return Promise.all(rows.slice(1).map((row) => row.locator('th,td').allInnerTexts()));
  }

  get export(): Locator {
    return this.page.getByRole('button', { name: 'Export as CSV' });
  }

  get previous(): Locator {
    return this.page.getByRole('button', { name: 'Previous month' });
  }
}
