import type { Locator, Page } from '@playwright/test';

/** Everything that can be set. */
export class SettingsView {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }

  get title(): Locator {
    return this.page.getByRole('heading', { name: 'Settings', level: 1 });
  }

  tab(name: string): Locator {
    return this.page.getByRole('tab', { name });
  }

  get save(): Locator {
    return this.page.getByRole('button', { name: 'Save', exact: true });
  }
}
