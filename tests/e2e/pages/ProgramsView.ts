import type { Locator, Page } from '@playwright/test';

/** The shop's programs, and the making of a new one. */
export class ProgramsView {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }

  get title(): Locator {
    return this.page.getByRole('heading', { name: 'Programs', level: 1 });
  }

  get make(): Locator {
    return this.page.getByRole('button', { name: 'New program' });
  }

  item(name: string): Locator {
    return this.page.getByRole('region', { name });
  }

  /** Begins a new program with one of the examples. */
  async begin(kind: string): Promise<void> {
    await this.make.click();
    await this.page.getByRole('button', { name: kind }).click();
  }

  field(name: string): Locator {
    return this.page.getByRole('textbox', { name, exact: true });
  }

  /** A group of fields that stands by itself, or a part of the page. */
  group(name: string): Locator {
    return this.page.getByRole('group', { name, exact: true });
  }

  /** Opens one of the parts that are folded away. */
  async unfold(section: string): Promise<void> {
    await this.page.getByRole('button', { name: section, exact: true }).click();
  }

  /** The rules as they are said back. */
  get words(): Locator {
    return this.page.getByRole('complementary', { name: 'Preview of the card' }).getByRole('paragraph').first();
  }

  get save(): Locator {
    return this.page.getByRole('button', { name: 'Start the program' });
  }
}
