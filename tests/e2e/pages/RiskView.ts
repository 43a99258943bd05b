import type { Locator, Page } from '@playwright/test';

/** Who is slipping away. */
export class RiskView {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }

  headline(text: string | RegExp): Locator {
    return this.page.getByRole('heading', { level: 1, name: text });
  }

  get rows(): Locator {
    return this.page.getByRole('list', { name: 'Regulars to act on' }).getByRole('listitem');
  }

  row(name: string): Locator {
    return this.rows.filter({ hasText: name });
  }

  band(name: string): Locator {
    return this.page.getByRole('group', { name: 'Choose which groups the list shows' }).getByRole('button', { name });
  }
}
