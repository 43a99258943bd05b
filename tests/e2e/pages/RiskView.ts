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

  tab(name: string): Locator {
    return this.page.getByRole('tab', { name, exact: true });
  }

  /** A choice of the filters: "Tag", "Served by". */
  filter(name: string): Locator {
    return this.page.getByRole('group', { name: 'Narrow the list' }).getByRole('combobox', { name });
  }

  /** The dialog in which a contact with somebody is noted. */
  get log(): Locator {
    return this.page.getByRole('dialog', { name: /^Note a contact with/ });
  }

  band(name: string): Locator {
    return this.page.getByRole('group', { name: 'Choose which groups the list shows' }).getByRole('button', { name });
  }
}
