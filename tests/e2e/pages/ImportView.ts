import type { Locator, Page } from '@playwright/test';

/** Bringing in past visits. */
export class ImportView {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }

  get title(): Locator {
    return this.page.getByRole('heading', { name: 'Import past visits', level: 1 });
  }

  get choose(): Locator {
    return this.page.getByRole('button', { name: 'Choose a file' });
  }

  get chooseOther(): Locator {
    return this.page.getByRole('button', { name: 'Choose another file' });
  }

  get check(): Locator {
    return this.page.getByRole('region', { name: 'This is what the import would do' });
  }

  /** A figure of the check, by its words: "new visits". */
  figure(words: string): Locator {
    return this.check
      .locator('div')
      .filter({ has: this.page.getByText(words, { exact: true }) })
      .last()
      .locator('dd');
  }

  get badRows(): Locator {
    return this.page.getByRole('table', { name: 'Rows with an error' });
  }

  start(visits: string): Locator {
    return this.page.getByRole('button', { name: `Import ${visits} visit` });
  }

  get progress(): Locator {
    return this.page.getByRole('progressbar', { name: 'Progress of the import' });
  }

  get stop(): Locator {
    return this.page.getByRole('button', { name: 'Stop the import' });
  }

  done(sentence: string): Locator {
    return this.page.getByRole('status').filter({ hasText: 'The import is whole' }).filter({ hasText: sentence });
  }
}
