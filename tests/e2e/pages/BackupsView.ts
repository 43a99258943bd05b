import type { Locator, Page } from '@playwright/test';

/** Settings, Backups. */
export class BackupsView {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }

  get make(): Locator {
    return this.page.getByRole('button', { name: 'Back up now' });
  }

  /** Backups in the list, without the head. */
  get rows(): Locator {
    return this.page
      .getByRole('table', { name: 'Backups on this computer' })
      .getByRole('row')
      .filter({ has: this.page.getByRole('rowheader') });
  }

  get place(): Locator {
    return this.page.getByRole('region', { name: 'A second place' });
  }

  /** Opens the dialog for the newest backup. */
  get restore(): Locator {
    return this.rows.first().getByRole('button', { name: /^Restore the backup of / });
  }

  get dialog(): Locator {
    return this.page.getByRole('dialog', { name: /^Back to / });
  }

  get choose(): Locator {
    return this.place.getByRole('button', { name: /^Choose (a|another) folder$/ });
  }
}
