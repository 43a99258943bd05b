import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { stringify } from 'csv-stringify/sync';
import { backupTo, contentOf } from '../../db/backup.ts';
import { type DatabaseFile, lockOf } from '../../db/cipher.ts';
import { versionOf } from '../../db/migrate.ts';
import { schemaVersion } from '../../db/migrations/index.ts';
import { type OpenDatabase, openReader, type ReadConnection } from '../../db/open.ts';
import { customerNumber } from '../../db/queries/customers.ts';
import { findCosts } from '../../db/queries/month.ts';
import { findShop, type ShopRow } from '../../db/queries/shop.ts';
import { getName, listUnlistedKeys } from '../../db/queries/visits.ts';
import { RecoveryCode } from '../../preload/contract/people.ts';
import { languages } from '../../preload/contract/values.ts';
import { dateOrders } from '../../preload/contract/visits.ts';
import { appendActivity } from '../activity/chain.ts';
import type { Background, OpenBackground } from '../background/background.ts';
import { openInlineBackground } from '../background/inline.ts';
import { createVisitDaysCache } from '../background/jobs.ts';
import { checkSource, restoreFile, sourceAt, Unfit } from '../backups/restore.ts';
import { keysBeside, layBeside, needOf, unlockBackup } from '../backups/unlock.ts';
import { AppError } from '../bridge/errors.ts';
import { seedShop } from '../demo/seed.ts';
import { oldLedgerSecret, openKeysOf } from '../keys/files.ts';
import type { ShopKeys } from '../keys/ring.ts';
import { lookAtJournal } from '../ledger/journal.ts';
import { findLogGap } from '../ledger/logGap.ts';
import { settleBatches } from '../ledger/settle.ts';
import { monthsCsv } from '../month/csv.ts';
import { costsOf } from '../month/money.ts';
import { tablesOf } from '../month/tables.ts';
import { workbookOf } from '../month/workbook.ts';
import { dayNumber, formatDay, monthNumber, monthOf } from '../retention/days.ts';
import { shopCalendar } from '../retention/model/closures.ts';
import { populationOf } from '../retention/model/fit.ts';
import { historiesOf } from '../retention/model/histories.ts';
import { risksAfterLastVisit } from '../retention/model/riskModel.ts';
import { modelTable } from '../retention/model/table.ts';
import { reasonOf } from '../retention/reason.ts';
import { recentGaps, regularsToActOn } from '../retention/rhythm.ts';
import { placeOf } from '../retention/visitDays.ts';
import { defaultWindow } from '../retention/window.ts';
import { createRiskModels } from '../risk/models.ts';
import { harmlessCell } from '../shop/csvCell.ts';
import { shopFiles } from '../shop/files.ts';
import { fillShop } from '../shop/firstRun.ts';
import { newId } from '../shop/ids.ts';
import { createShop, failedShop, hasShop, openShop, type Shop } from '../shop/open.ts';
import { checkPlace, wordsOf } from '../shop/shop.ts';
import { businessDayOf } from '../shop/time.ts';
import { importVisits, planImport } from '../visits/import.ts';
import { Failure, failureLine, reasonLine } from './failure.ts';
import { isShopsOwn } from './folder.ts';
import { keysFor, namedKeys } from './keys.ts';
import { answersOf, type Print } from './paper.ts';
import { type CommandLine, UsageError } from './usage.ts';

/** What a command works with. */
export interface Headless {
  readonly line: CommandLine;
  readonly folder: string;
  readonly print: Print;
  /** A line for the person, on stderr. */
  tell(text: string): void;
}

/** What a command answers: the text for stdout or --out; `failed` when it found something wrong all the same. */
export interface Answer {
  /** The bytes of a workbook or of a PDF, or text. */
  readonly text: string | Uint8Array;
  readonly failed?: string;
}

const json = (value: unknown): string => `${JSON.stringify(value)}\n`;
const openBackground: OpenBackground = openInlineBackground;

/** Opens the shop for writing and closes it again, whatever happens. */
async function withShop<T>(
  { line, folder }: Headless,
  work: (shop: Shop, settings: ShopRow, background: Background) => Promise<T>,
): Promise<T> {
  const keys = hasShop(folder) ? keysFor(line, folder).keys : null;
  const opened = await openShop(folder, Date.now, { keys });
  if (opened.state === 'empty') throw new Failure('there is no shop in this folder; make one with init');
  if (opened.state === 'failed') throw new Failure(failureLine(opened.failure));
  const { shop } = opened;
  const background = openBackground(shop.file);
  try {
    await settleBatches(shop, Date.now);
    return await work(shop, settingsOf(shop.read), background);
  } finally {
    await background.close();
    shop.close();
  }
}

function settingsOf(read: ReadConnection): ShopRow {
  const row = findShop(read);
  if (!row) throw new Failure("the shop's file cannot be read as a Regulars shop");
  return row;
}

/** Opens the shop for reading only: works while the app has it open. */
async function reading<T>(
  { line, folder }: Headless,
  work: (read: ReadConnection, settings: ShopRow, of: { file: DatabaseFile; keys: ShopKeys | null }) => T | Promise<T>,
): Promise<T> {
  if (!hasShop(folder)) throw new Failure('there is no shop in this folder; make one with init');
  const of = keysFor(line, folder);
  const read = openReader(of.file);
  try {
    const version = versionOf(read);
    if (version > schemaVersion)
      throw new Failure(failureLine(failedShop('newer', { found: version, known: schemaVersion }).failure));
    if (version < schemaVersion)
      throw new Failure('the shop was written by an older version of Regulars; start the app once');
    return await work(read, settingsOf(read), of);
  } finally {
    read.close();
  }
}

const todayOf = (settings: ShopRow): string => businessDayOf(Date.now(), settings.timeZone, settings.dayStartMinutes);

/** Who did it, in the activity log: the owner by right of the computer's account. */
function note(shop: Shop, settings: ShopRow, action: string, detail: object): void {
  shop.transaction((write) =>
    appendActivity(write, shop.keys.ledger, {
      recordedAt: Date.now(),
      businessDay: todayOf(settings),
      personKey: null,
      role: 'owner',
      via: 'headless',
      action,
      targetId: null,
      requestId: null,
      approvedBy: null,
      detail: JSON.stringify(detail),
    }),
  );
}

export async function init({ line, folder, tell }: Headless): Promise<Answer> {
  if (line.text('key-file') !== null) throw new UsageError('init makes a key of its own');
  const start = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(line.text('day-start') ?? '00:00');
  const dayStartMinutes = start ? Number(start[1]) * 60 + Number(start[2]) : 721;
  if (dayStartMinutes > 720)
    throw new UsageError(`--day-start takes a time from 00:00 to 12:00: ${line.text('day-start')}`);
  const name = (line.text('name') ?? 'My shop').trim();
  if (name === '' || name.length > 80) throw new UsageError('--name takes 1 to 80 letters');
  const place = {
    name,
    language: line.oneOf('language', languages) ?? 'en',
    currency: line.text('currency') ?? 'EUR',
    timeZone: line.text('time-zone') ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
    dayStartMinutes,
  };
  try {
    checkPlace(place);
  } catch (error) {
    if (error instanceof AppError)
      throw new UsageError(
        error.data.code === 'BAD_CURRENCY'
          ? `--currency is not known: ${place.currency}`
          : `--time-zone is not known: ${place.timeZone}`,
      );
    throw error;
  }
  if (hasShop(folder)) throw new Failure('there is a shop in this folder already');
  const shop = createShop(folder, Date.now, (write) => fillShop(write, { ...place, now: Date.now(), newId }));
  try {
    note(shop, settingsOf(shop.read), 'shop.init', {});
  } finally {
    shop.close();
  }
  tell(openKey(folder));
  return {
    text: json({
      name: place.name,
      language: place.language,
      currency: place.currency,
      time_zone: place.timeZone,
      day_start: line.text('day-start') ?? '00:00',
    }),
  };
}

/** What is said where a shop's keys lie open. */
const openKey = (folder: string): string =>
  `the shop's key lies open in ${shopFiles(folder).key}: keep it safe, nothing opens the shop without it; the window offers to seal it`;

export async function importLog(headless: Headless): Promise<Answer> {
  const { line, tell } = headless;
  const dateOrder = line.oneOf('date-order', dateOrders);
  const file = resolve(line.file ?? '');
  return withShop(headless, async (shop, settings, background) => {
    const options = { shop, settings, background, file, dateOrder, personKey: null, clock: Date.now, newId };
    const dry = line.flag('dry-run');
    const done = dry ? await planImport(options) : await importVisits(options);
    const { rows, customersNew, visitsNew, duplicates } = done;
    if (!dry)
      note(shop, settings, 'visits.import', { customersNew, visitsNew, duplicates, errors: done.errors.length });
    if (done.erased > 0) tell(`rows of erased customers, passed over: ${done.erased}`);
    if (done.ignoredColumns.length > 0) tell(`ignored columns: ${done.ignoredColumns.join(', ')}`);
    return {
      text: json({
        rows,
        customersNew,
        visitsNew,
        duplicates,
        errors: done.errors.map((row) => ({ line: row.line, reason: reasonLine(row) })),
      }),
    };
  });
}

/** Who may be leaving, most visits at stake first; computed like the window's list. */
export async function churnList(headless: Headless): Promise<Answer> {
  const { line } = headless;
  const weeks = line.whole('weeks', 1, 52);
  const day = line.day('as-of');
  return reading(headless, (read, settings) => {
    const asOf = day ?? todayOf(settings);
    const visits = createVisitDaysCache()(read, asOf);
    const model = createRiskModels()(
      { read, visits },
      { asOf, weeks: weeks ?? settings.riskWeeks, ignoreClosures: line.flag('ignore-closures'), everybody: true },
    );
    const unlisted = new Set(listUnlistedKeys(read, asOf).map((row) => row.key));
    const rows = line.flag('all')
      ? model.rows
      : regularsToActOn(
          model.rows.filter((row) => !unlisted.has(row.key)),
          settings.activityWindowDays ?? defaultWindow(visits, model.asOf),
        );
    const then = risksAfterLastVisit(
      model,
      rows.map((row) => row.key),
    );
    const list = rows.map((row, i) => {
      const name = getName(read, row.key);
      return {
        customer_id: customerNumber(name),
        name: name.name,
        visits: row.visits,
        first_visit: formatDay(row.firstDay),
        last_visit: formatDay(row.lastDay),
        days_since_last_visit: row.daysSince,
        usual_gap_days: row.usualGapDays,
        band: row.band,
        reason: reasonOf(
          row,
          recentGaps(visits, placeOf(visits.keys, row.key)),
          model.stage < 2 ? null : { ...row, pNoVisitThen: then[i] as number, weeks: model.weeks },
        ),
        p_no_visit: row.pNoVisit,
        p_alive: row.pAlive,
        expected_visits: row.expectedVisits,
        unusual: row.unusual,
        visits_at_stake: row.visitsAtStake,
        stage: model.stage,
      };
    });
    if (line.format === 'json') return { text: json(list) };
    const cells = list.map((row) => ({
      ...row,
      customer_id: harmlessCell(row.customer_id),
      name: row.name === null ? null : harmlessCell(row.name),
    }));
    return { text: stringify(cells, { header: true, columns: listColumns, record_delimiter: '\r\n' }) };
  });
}

const listColumns = [
  'customer_id',
  'name',
  'visits',
  'first_visit',
  'last_visit',
  'days_since_last_visit',
  'usual_gap_days',
  'band',
  'reason',
  'p_no_visit',
  'p_alive',
  'expected_visits',
  'unusual',
  'visits_at_stake',
  'stage',
];

/** The churn models fitted to the shop's visits, without and with the prior; customers with a visit by the day. */
export async function churnModel(headless: Headless): Promise<Answer> {
  const { line } = headless;
  const day = line.day('as-of');
  return reading(headless, (read, settings) => {
    const asOf = day ?? todayOf(settings);
    const today = dayNumber(asOf);
    const visits = createVisitDaysCache()(read, asOf);
    const calendar = shopCalendar(visits, today, { ignoreClosures: line.flag('ignore-closures') });
    const fits = calendar ? modelTable(populationOf(historiesOf(visits, calendar))) : [];
    const lines = fits.map(
      ({ model, method, params, logLikelihood, logPosterior, customers, rows, evaluations, seconds }) => ({
        model,
        method,
        r: params.r,
        alpha: params.alpha,
        a: params.a,
        b: params.b,
        kbar: 'kbar' in params ? params.kbar : null,
        sigma: 'sigma' in params ? params.sigma : null,
        log_likelihood: logLikelihood,
        log_posterior: logPosterior,
        customers,
        rows,
        evaluations,
        seconds,
      }),
    );
    if (line.format === 'json') return { text: json(lines) };
    const columns = [
      'model',
      'method',
      'r',
      'alpha',
      'a',
      'b',
      'kbar',
      'sigma',
      'log_likelihood',
      'log_posterior',
      'customers',
      'rows',
      'evaluations',
      'seconds',
    ];
    return { text: stringify(lines, { header: true, columns, record_delimiter: '\r\n' }) };
  });
}

export async function exportSummary(headless: Headless): Promise<Answer> {
  const { line, print } = headless;
  const { format } = line;
  const from = line.month('month');
  if (from === null) throw new UsageError('export-summary needs --month YYYY-MM');
  const to = line.month('to') ?? from;
  if (to < from) throw new UsageError('--to lies before --month');
  const windowDays = line.whole('window-days', 31, 3650);
  const day = line.day('as-of');
  return reading(headless, async (read, settings, { file }) => {
    const asOf = day ?? todayOf(settings);
    if (monthNumber(to) > monthOf(dayNumber(asOf))) throw new UsageError(`the month ${to} lies after ${asOf}`);
    const background = openBackground(file);
    const window = windowDays ?? settings.activityWindowDays;
    try {
      const { months } = await background.run('summarizeMonths', { from, to, asOf, windowDays: window });
      if (format === 'csv' || format === 'json') return { text: format === 'json' ? json(months) : monthsCsv(months) };
      // Paper and workbook have the months asked for, and everything else of the last of them; never a closed month's frozen figures.
      const report = await background.run('reportMonth', { month: to, asOf, windowDays: window });
      const content = { ...report, series: months };
      const costs = costsOf(findCosts(read, to), report.figures);
      if (format === 'pdf') {
        const moment = { now: Date.now(), today: todayOf(settings) };
        // One month alone has the months before it in its line, as on screen.
        return {
          text: await print(to, answersOf({ content: from === to ? report : content, costs }, settings, moment)),
        };
      }
      const tables = tablesOf({ content, changes: [], costs }, { shop: settings.name, closedOn: null });
      return { text: await workbookOf(tables, settings.currency, settings.language, wordsOf(settings)) };
    } finally {
      await background.close();
    }
  });
}

export async function seed(headless: Headless): Promise<Answer> {
  const { line, tell } = headless;
  const customers = line.whole('customers', 1, 1_000_000);
  const entries = line.whole('entries', 1, 50_000_000);
  if (customers === null || entries === null) throw new UsageError('seed needs --customers N and --entries M');
  return withShop(headless, async (shop, settings) => {
    let told = 0;
    const made = await seedShop(shop, {
      customers,
      entries,
      now: Date.now(),
      onProgress: (done, total) => {
        if (total === null || Math.floor((10 * done) / total) <= told) return;
        told = Math.floor((10 * done) / total);
        tell(`${told * 10} %`);
      },
    });
    note(shop, settings, 'shop.seed', { customers, entries });
    return { text: json(made) };
  });
}

export async function verify(headless: Headless): Promise<Answer> {
  return reading(headless, async (read, { id }, { file, keys }) => {
    const background = openBackground(file);
    try {
      // The journal first: what it has, a till that goes on meanwhile has in the file as well.
      const journal = keys && lookAtJournal(shopFiles(headless.folder).journal, keys.ledger);
      const end = journal?.shop === id ? findLogGap(read, journal).firstBad : null;
      const secret = file.key ? (keys?.ledger.secret ?? null) : oldLedgerSecret(headless.folder);
      const found = await background.run('checkShop', { secret });
      const check = { ...found, ok: found.ok && end === null, firstBadLine: found.firstBadLine ?? end };
      return check.ok ? { text: json(check) } : { text: json(check), failed: 'the check found faults' };
    } finally {
      await background.close();
    }
  });
}

export async function backup(headless: Headless): Promise<Answer> {
  const file = resolve(headless.line.file ?? '');
  if (isShopsOwn(headless.folder, file)) throw new Failure('the backup cannot take the place of the shop itself');
  return reading(headless, async (read, _settings, of) => {
    try {
      const source: OpenDatabase = { read, file: of.file };
      const { bytes, sha256, customers, entries, lastSeq } = await backupTo(source, { path: file, key: of.file.key });
      const beside = of.file.key && layBeside(headless.folder, file);
      if (beside) headless.tell(besideLine[beside](`${file}.key`));
      return { text: json({ file, bytes, sha256, customers, entries, lastSeq }) };
    } catch (error) {
      throw new Failure(
        `the backup could not be written${existsSync(file) ? ' (what stood there before is untouched)' : ''}: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  });
}

/** What is said of what lies beside a backup. */
const besideLine = {
  keys: (file: string) => `the key that opens the backup lies open in ${file}`,
  code: (file: string) => `with ${file} beside it the recovery code opens the backup elsewhere`,
};

/** Why a file cannot take the shop's place, in one line. */
const unfit: Record<Unfit['why'], string> = {
  notAShop: 'the file is not a Regulars shop; nothing was changed',
  newer: 'the file was written by a newer version of Regulars; nothing was changed',
  otherShop: 'the file is of another shop than the one in this folder; nothing was changed',
  damaged: 'the file is damaged or cannot be read; nothing was changed',
  locked:
    'the key of this backup is not here; nothing was changed. Give its key file with --key-file FILE, or the recovery code in a file with --recovery-code-file FILE',
  unfinished: 'the file is a shop that was not closed (a -wal lies beside it), not a backup; nothing was changed',
  busy: 'the shop is open in the app or in another command; close it and try again',
};

/**
 * Puts a backup in the shop's place; what was there goes aside. The journal brings back what was recorded since. In an empty folder the
 * backup becomes the shop.
 */
export async function restore(headless: Headless): Promise<Answer> {
  const { line, folder, tell } = headless;
  const file = resolve(line.file ?? '');
  if (isShopsOwn(folder, file)) throw new Failure('the shop itself is no backup of it');
  try {
    const there = hasShop(folder);
    const { own, its } = await keysForRestore(line, folder, file);
    const present = there ? shopOf(folder, own) : null;
    const source = sourceAt(file, [own?.file, its?.file]);
    const { customers, lastSeq, sha256 } = await checkSource(source, present?.shop ?? null);
    const keys = await restoreFile(folder, { file: source, sha256 }, Date.now(), { own, its });
    if (!own) tell(openKey(folder));
    const opened = await openShop(folder, Date.now, { whenBehind: 'replay', keys });
    if (opened.state !== 'open')
      throw new Failure(opened.state === 'failed' ? failureLine(opened.failure) : 'the shop is gone');
    const { shop } = opened;
    try {
      await settleBatches(shop, Date.now);
      const { broughtBack } = shop;
      note(shop, settingsOf(shop.read), 'backups.restore', { restored: broughtBack });
      const since = Math.max(0, (present?.lastSeq ?? lastSeq) - lastSeq);
      return { text: json({ file, customers, entries: lastSeq + broughtBack, restored: broughtBack, since }) };
    } finally {
      shop.close();
    }
  } catch (error) {
    throw error instanceof Unfit ? new Failure(unfit[error.why]) : error;
  }
}

/** The keys of the shop that is there, and those of the file: named, lying beside it, or behind the recovery code. */
async function keysForRestore(line: CommandLine, folder: string, file: string) {
  const named = namedKeys(line);
  const { database, sealedKey } = shopFiles(folder);
  const isOwn = named !== null && existsSync(database) && lockOf(database, named.file) === 'fits';
  const own = isOwn ? named : openKeysOf(folder);
  if (!own && existsSync(database) && existsSync(sealedKey))
    throw new Failure(
      'the shop is sealed: give its key file with --key-file FILE (the owner saves one in Settings, Backups)',
    );
  const its = (isOwn ? null : named) ?? keysBeside(file);
  const code = line.text('recovery-code-file');
  if (code === null || its || !existsSync(file) || needOf(file, own) !== 'code') return { own, its };
  return { own, its: await unlockBackup(file, readCode(resolve(code))) };
}

/** The recovery code in a file, as a person writes it. A command line is no place for it: others can read that. */
function readCode(file: string): string {
  try {
    return RecoveryCode.parse(readFileSync(file, 'utf8').slice(0, 200));
  } catch {
    throw new Failure(`there is no recovery code in ${file}`);
  }
}

/** The present shop's id and last entry; null where it cannot be read: a restore is what helps then. */
function shopOf(folder: string, keys: ShopKeys | null): { shop: string | null; lastSeq: number } | null {
  try {
    const read = openReader(sourceAt(shopFiles(folder).database, [keys?.file]));
    try {
      return contentOf(read);
    } finally {
      read.close();
    }
  } catch {
    return null;
  }
}
