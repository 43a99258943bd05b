import { expect, type Locator, type Page } from '@playwright/test';

/** The table of everybody. */
export class CustomersView {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }

  get title(): Locator {
    return this.page.getByRole('heading', { name: 'Customers', level: 1 });
  }

  get search(): Locator {
    return this.page.getByRole('searchbox', { name: 'Search' });
  }

  /** "8 customers" beside the title. */
  total(text: string): Locator {
    return this.page.getByText(text, { exact: true });
  }

  /** Searches for the only one that a text finds and opens their record, once the table has changed: a press while it does is lost. */
  async openOnly(text: string, name: string): Promise<void> {
    await this.search.fill(text);
    await expect(this.total('1 customer')).toBeVisible();
    await this.row(name).click();
  }

  get grid(): Locator {
    return this.page.getByRole('grid', { name: 'Customers' });
  }

  /** Rows on screen without the head. */
  get rows(): Locator {
    return this.grid.getByRole('row').filter({ has: this.page.getByRole('rowheader') });
  }

  row(name: string): Locator {
    return this.grid.getByRole('row').filter({ has: this.page.getByRole('rowheader', { name }) });
  }

  column(name: string): Locator {
    return this.grid.getByRole('columnheader').filter({ hasText: name }).getByRole('button');
  }

  get filters(): Locator {
    return this.page.getByRole('group', { name: 'Filters' });
  }

  /** Active, Archived or All. */
  state(name: string): Locator {
    return this.page.getByRole('radiogroup', { name: 'Show' }).getByText(name, { exact: true });
  }

  get newCustomer(): Locator {
    return this.page.getByRole('button', { name: 'New customer' });
  }

  /** The form of a new or an edited customer. */
  get form(): Locator {
    return this.page.getByRole('dialog', { name: /^(New customer|Edit )/ });
  }
}
