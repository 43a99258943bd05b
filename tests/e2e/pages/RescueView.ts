import type { Locator, Page } from '@playwright/test';

/** What could be saved, and what it asks for before it is used. */
class SalvageDialog {
  readonly dialog: Locator;
  constructor(page: Page) {
    this.dialog = page.getByRole('dialog', { name: 'Save what can still be read' });
  }

  get shopName(): Locator {
    return this.dialog.getByRole('textbox', { name: /^Type the shop/ });
  }

  get pin(): Locator {
    return this.dialog.getByLabel(/^PIN of /);
  }

  get go(): Locator {
    return this.dialog.getByRole('button', { name: 'Use what was saved' });
  }
}

/** The ways back: on the page of a damaged file, and on a new computer's first page. */
export class RescueView {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }

  get section(): Locator {
    return this.page.getByRole('region', { name: 'Bring a backup back' });
  }

  get rows(): Locator {
    return this.section.getByRole('row').filter({ has: this.page.getByRole('rowheader') });
  }

  /** Opens the dialog for the newest backup. */
  get restore(): Locator {
    return this.rows.first().getByRole('button', { name: /^Restore the backup of / });
  }

  get chooseFolder(): Locator {
    return this.section.getByRole('button', { name: 'Choose a folder' });
  }

  get chooseFile(): Locator {
    return this.section.getByRole('button', { name: 'Choose a file' });
  }

  get dialog(): Locator {
    return this.page.getByRole('dialog', { name: /^Back to / });
  }

  get shopName(): Locator {
    return this.dialog.getByRole('textbox', { name: /^Type the shop/ });
  }

  get pin(): Locator {
    return this.dialog.getByLabel(/^PIN of /);
  }

  get code(): Locator {
    return this.dialog.getByRole('textbox', { name: 'Recovery code' });
  }

  /** Opens a locked backup with the code that was typed. */
  get unlock(): Locator {
    return this.dialog.getByRole('button', { name: 'Open', exact: true });
  }

  get newPin(): Locator {
    return this.dialog.getByLabel('Choose a PIN');
  }

  get newPinAgain(): Locator {
    return this.dialog.getByLabel('The same PIN once more');
  }

  get go(): Locator {
    return this.dialog.getByRole('button', { name: 'Restore', exact: true });
  }

  /** The second choice: what can still be read of the damaged file. */
  get salvage(): Locator {
    return this.page.getByRole('region', { name: 'Save what can still be read' });
  }

  get lookWhat(): Locator {
    return this.salvage.getByRole('button', { name: 'Look what can be saved…' });
  }

  get saved(): SalvageDialog {
    return new SalvageDialog(this.page);
  }

  /** On the first page of a computer without a shop. */
  get haveBackup(): Locator {
    return this.page.getByRole('button', { name: 'I have a backup' });
  }
}
