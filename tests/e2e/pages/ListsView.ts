import type { Locator, Page } from '@playwright/test';

/** Lists that are ready when the owner looks: what runs out, birthdays, nearly there, not used. */
export class ListsView {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }

  /** On the customers' page. */
  get open(): Locator {
    return this.page.getByRole('button', { name: 'Ready lists', exact: true });
  }

  get title(): Locator {
    return this.page.getByRole('heading', { name: 'Ready lists', level: 1 });
  }

  tab(name: 'Running out' | 'Birthdays' | 'Nearly there' | 'Not used' | 'Long gone'): Locator {
    return this.page.getByRole('tab', { name });
  }

  row(name: string): Locator {
    return this.page.getByRole('list', { name: 'People on the list' }).locator('> li').filter({ hasText: name });
  }
}
