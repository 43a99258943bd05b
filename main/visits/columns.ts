import { LogFault } from './fault.ts';

/** Where the columns of a visit log stand in its rows. */
export interface Columns {
  /** Cells in a whole row. */
  readonly count: number;
  readonly customer: number;
  readonly date: number;
  readonly time: number | null;
  readonly amount: number | null;
  readonly name: number | null;
  readonly phone: number | null;
  /** Names of the columns that are not read, as the file writes them. */
  readonly ignored: readonly string[];
}

/** The names each column may have; where a file has several of them, the first is read and the others are ignored. */
const names = {
  customer: ['customer_id'],
  date: ['date', 'datetime'],
  time: ['time'],
  amount: ['amount', 'spend'],
  name: ['name'],
  phone: ['phone'],
} as const;
const allNames: readonly string[] = Object.values(names).flat();

/** "Customer ID" is customer_id. */
const plain = (name: string) =>
  name
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_');

/** How many cells of a header name a column of a visit log. */
export function knownColumns(header: readonly string[]): number {
  return header.filter((name) => allNames.includes(plain(name))).length;
}

/**
 * Reads the header. Throws LogFault FILE_NO_TABLE for a single cell that names nothing we know, and FILE_COLUMNS
 * with params `missing` (columns that must be there), `twice` (a name that stands there more than once) and `found`.
 */
export function columnsOf(header: readonly string[]): Columns {
  const cells = header.map(plain);
  if (cells.length === 1 && knownColumns(header) === 0) throw new LogFault('FILE_NO_TABLE');
  const find = (wanted: readonly string[]): number | null => {
    const name = wanted.find((n) => cells.includes(n));
    return name === undefined ? null : cells.indexOf(name);
  };
  const customer = find(names.customer);
  const date = find(names.date);
  const twice = cells.find((name, i) => allNames.includes(name) && cells.indexOf(name) !== i) ?? null;
  if (customer === null || date === null || twice !== null) {
    const missing = [customer === null && 'customer_id', date === null && 'date'].filter((m) => m !== false);
    throw new LogFault('FILE_COLUMNS', { missing: missing.join(', ') || null, twice, found: shortened(header) });
  }
  const rest = { time: find(names.time), amount: find(names.amount), name: find(names.name), phone: find(names.phone) };
  const read: (number | null)[] = [customer, date, ...Object.values(rest)];
  return { count: cells.length, customer, date, ...rest, ignored: header.filter((_, i) => !read.includes(i)) };
}

function shortened(header: readonly string[]): string {
  const text = header.join(', ');
  return text.length > 200 ? `${text.slice(0, 199)}…` : text;
}
