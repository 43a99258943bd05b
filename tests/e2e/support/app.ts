import { once } from 'node:events';
import { _electron, type ElectronApplication, expect, type Locator, type Page, type Request } from '@playwright/test';
import type { Development } from '../../../main/app/development.ts';
import type { Role } from '../../../preload/contract/kinds.ts';
import type { Language } from '../../../preload/contract/values.ts';
import { BackupsView } from '../pages/BackupsView.ts';
import { Counter } from '../pages/Counter.ts';
import { CustomersView } from '../pages/CustomersView.ts';
import { DayEnd } from '../pages/DayEnd.ts';
import { FirstRun } from '../pages/FirstRun.ts';
import { ImportView } from '../pages/ImportView.ts';
import { KeysView } from '../pages/KeysView.ts';
import { ListsView } from '../pages/ListsView.ts';
import { MemberCards } from '../pages/MemberCards.ts';
import { Merges } from '../pages/Merges.ts';
import { MonthView } from '../pages/MonthView.ts';
import { PaperDay } from '../pages/PaperDay.ts';
import { PinDialog } from '../pages/PinDialog.ts';
import { ProgramsView } from '../pages/ProgramsView.ts';
import { RecordView } from '../pages/RecordView.ts';
import { RescueView } from '../pages/RescueView.ts';
import { RiskView } from '../pages/RiskView.ts';
import { SettingsView } from '../pages/SettingsView.ts';
import { SignIn } from '../pages/SignIn.ts';
import type { Keyring } from './keyring.ts';
import { root } from './root.ts';
import { team } from './shops.ts';

export type Place = 'Counter' | 'Customers' | 'At risk' | 'Programs' | 'Month' | 'Insights' | 'Settings';

/** In the main process. */
interface MainGlobals {
  readonly development: Development;
  /** Puts back what a test has put into the place of something of the system's. */
  undo?: (() => void)[];
}

/** The app as it runs: the process, its one window, and the screens one can see in it. */
export class App {
  readonly electron: ElectronApplication;
  readonly page: Page;
  readonly firstRun: FirstRun;
  readonly who: SignIn;
  readonly pin: PinDialog;
  readonly counter: Counter;
  readonly customers: CustomersView;
  readonly record: RecordView;
  readonly memberCards: MemberCards;
  readonly merges: Merges;
  readonly paperDay: PaperDay;
  readonly dayEnd: DayEnd;
  readonly programs: ProgramsView;
  readonly lists: ListsView;
  readonly risk: RiskView;
  readonly month: MonthView;
  readonly settings: SettingsView;
  readonly backups: BackupsView;
  readonly keys: KeysView;
  readonly rescue: RescueView;
  readonly imports: ImportView;
  /** Everything the page asked for over any protocol. */
  readonly requests: string[] = [];
  readonly #ended: Promise<unknown>;
  readonly #note = (request: Request) => void this.requests.push(request.url());
  #open = true;
  #touched = false;

  private constructor(electron: ElectronApplication, page: Page, ended: Promise<unknown>) {
    this.electron = electron;
    this.page = page;
    this.#ended = ended;
    this.firstRun = new FirstRun(page);
    this.who = new SignIn(page);
    this.pin = new PinDialog(page);
    this.counter = new Counter(page);
    this.customers = new CustomersView(page);
    this.record = new RecordView(page);
    this.memberCards = new MemberCards(page);
    this.merges = new Merges(page);
    this.paperDay = new PaperDay(page);
    this.dayEnd = new DayEnd(page);
    this.programs = new ProgramsView(page);
    this.lists = new ListsView(page);
    this.risk = new RiskView(page);
    this.month = new MonthView(page);
    this.settings = new SettingsView(page);
    this.backups = new BackupsView(page);
    this.keys = new KeysView(page);
    this.rescue = new RescueView(page);
    this.imports = new ImportView(page);
    void ended.then(() => {
      this.#open = false;
    });
    page.on('request', this.#note);
  }

  /**
   * Starts the built app on a data folder, as tools/start.mjs does; `args` are switches of Chromium. In a session with a keyring Playwright's own
   * switches, which turn it off, stay away.
   */
  static async start(folder: string, args: readonly string[] = [], keyring: Keyring | null = null): Promise<App> {
    const electron = await _electron.launch({
      args: ['--log-level=3', ...args, root, '--data', folder],
      cwd: root,
      ...(keyring && {
        executablePath: process.env.ELECTRON_EXEC_PATH ?? '',
        env: { ...(process.env as Record<string, string>), ...(keyring.env as Record<string, string>) },
      }),
    });
    const ended = once(electron.process(), 'exit');
    const app = new App(electron, await electron.firstWindow(), ended);
    if (args.length > 0) app.touch();
    return app;
  }

  /**
   * Leaves the shop and forgets what a page can know, so that the running process can go to the next test; false when it cannot.
   * Its window has the place and size that a first start gives it.
   */
  async handOn(): Promise<boolean> {
    if (!this.#open || this.#touched || this.electron.windows().length !== 1) return false;
    this.page.off('request', this.#note);
    await this.page.evaluate(() => {
      localStorage.clear();
      sessionStorage.clear();
    });
    await this.page.emulateMedia({ colorScheme: 'light' });
    await this.electron.evaluate(async ({ BrowserWindow }) => {
      const { development, undo } = globalThis as unknown as MainGlobals;
      for (const put of undo?.splice(0).reverse() ?? []) put();
      const [window] = BrowserWindow.getAllWindows();
      window?.setSize(1280, 860);
      window?.webContents.setZoomLevel(0);
      await development.leave();
    });
    return true;
  }

  /**
   * The same process on what lies in its folder now, as if it had just been started. Whoever signs in does so before the page is loaded, with
   * their PIN, but not by the keys: that the start of every process has shown already.
   */
  async takeOver(as: Role | null, language: Language): Promise<App> {
    const app = new App(this.electron, this.page, this.#ended);
    await this.electron.evaluate(
      (_electron, speaks) => (globalThis as unknown as MainGlobals).development.enter(speaks),
      language,
    );
    if (as) {
      const { value: people } = await app.call('people.list', {});
      const person = (people as { personId: string; role: Role }[]).find(({ role }) => role === as);
      const { ok } = await app.call('people.signIn', { personId: person?.personId, pin: team[as].pin });
      if (!ok) throw new Error(`${as} could not sign in`);
    }
    await this.page.reload();
    if (as) await expect(app.counter.search).toBeVisible();
    return app;
  }

  /** The process is not as others expect it: nobody else can use it. */
  touch(): void {
    this.#touched = true;
  }

  /** Taps the name, types the PIN, and waits for the counter. */
  async signIn(role: Role): Promise<void> {
    await this.who.choose(team[role].name);
    await this.who.enter(team[role].pin);
    await expect(this.counter.search).toBeVisible();
  }

  get navigation(): Locator {
    return this.page.getByRole('navigation', { name: 'Main places' });
  }

  /** The shop's name, and who is at the till. */
  get bar(): Locator {
    return this.page.getByRole('region', { name: 'Shop and person' });
  }

  place(name: Place): Locator {
    return this.navigation.getByRole('button', { name, exact: true });
  }

  async go(name: Place): Promise<void> {
    await this.place(name).click();
    await expect(this.place(name)).toHaveAttribute('aria-current', 'page');
  }

  async lock(): Promise<void> {
    await this.bar.getByRole('button', { name: 'Lock, PIN, settings' }).click();
    await this.page.getByRole('menuitem', { name: 'Lock the till' }).click();
    await expect(this.counter.search).toBeHidden();
  }

  /** The message that floats up after something was done. */
  notice(text: string | RegExp): Locator {
    return this.page.getByRole('status').or(this.page.getByRole('alert')).filter({ hasText: text }).first();
  }

  /** Asks main directly, past everything the page would hide. */
  call(
    name: string,
    input: unknown,
    requestId: string | null = null,
  ): Promise<{ ok: boolean; error?: { code: string }; value?: unknown }> {
    return this.page.evaluate(
      ([procedure, sent, id]) => window.regulars.call(procedure, sent, id ?? crypto.randomUUID()) as never,
      [name, input, requestId] as const,
    );
  }

  /** What the person chooses in the system's next file dialogs; null closes them. */
  async answerFileDialogs(file: string | null): Promise<void> {
    await this.electron.evaluate(({ dialog }, chosen) => {
      const { showOpenDialog, showSaveDialog } = dialog;
      const main = globalThis as unknown as MainGlobals;
      main.undo ??= [];
      main.undo.push(() => Object.assign(dialog, { showOpenDialog, showSaveDialog }));
      dialog.showOpenDialog = async () => ({ canceled: chosen === null, filePaths: chosen === null ? [] : [chosen] });
      dialog.showSaveDialog = async () => ({ canceled: chosen === null, filePath: chosen ?? '' });
    }, file);
  }

  /**
   * Stands in for the system's printer: the sheets that are sent to it from now on, as PDF files in a folder, with what was asked of it.
   * `works` false is a printer that is switched off.
   */
  async answerPrinter(folder: string, works = true): Promise<void> {
    await this.electron.evaluate(
      ({ app }, of) => {
        const { writeFileSync } = process.getBuiltinModule('node:fs');
        const sent: unknown[] = [];
        Object.assign(globalThis, { sentToPrinter: sent });
        const standIn = (_event: unknown, contents: Electron.WebContents) => {
          contents.print = (options, done) => {
            if (!of.works) return done?.(false, 'Invalid deviceName provided');
            sent.push(options);
            const { width, height } = (options?.pageSize ?? {}) as { width: number; height: number };
            void contents
              .printToPDF({
                pageSize: { width: width / 25_400, height: height / 25_400 },
                margins: { top: 0, bottom: 0, left: 0, right: 0 },
                printBackground: true,
              })
              .then((bytes) => {
                writeFileSync(`${of.folder}/printed-${sent.length}.pdf`, bytes);
                done?.(true, '');
              });
          };
        };
        app.on('web-contents-created', standIn);
        const main = globalThis as unknown as MainGlobals;
        main.undo ??= [];
        main.undo.push(() => app.off('web-contents-created', standIn));
      },
      { folder, works },
    );
  }

  /** Closes the window and waits for the process to end; nothing when it has ended already. */
  async close(): Promise<void> {
    if (!this.#open) return;
    await this.electron.close();
    await this.#ended;
  }

  /** A power cut, as far as a process can have one. */
  async kill(): Promise<void> {
    this.electron.process().kill('SIGKILL');
    await this.#ended;
  }
}
