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
    return this.page.getByRole('button', { name: 'Export', exact: true });
  }

  /** Chooses a kind of file from the menu; the system's dialog answers by itself. */
  async save(kind: string | RegExp): Promise<void> {
    await this.export.click();
    await this.page.getByRole('menuitem', { name: kind }).click();
  }

  /** A part of the report by its heading. */
  part(name: string): Locator {
    return this.page.getByRole('region', { name });
  }

  /** The cells of a row of a table, by how the row begins. */
  async row(table: string, begins: string): Promise<string[]> {
    const row = this.page.getByRole('table', { name: table }).getByRole('row', { name: begins }).first();
    return row.locator('th,td').allInnerTexts();
  }

  get closed(): Locator {
    return this.page.getByRole('alert').filter({ hasText: 'This month is closed' });
  }

  get previous(): Locator {
    return this.page.getByRole('button', { name: 'Previous month' });
  }
}
