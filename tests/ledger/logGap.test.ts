import { expect, onTestFinished, test } from 'vitest';
import { inTransaction, openReader, openWriter } from '../../db/open.ts';
import { lastLine, listStoredLines, type StoredLine } from '../../db/queries/activity.ts';
import { openKeysOf } from '../../main/keys/files.ts';
import { type JournalLine, type LogLine, lookAtJournal } from '../../main/ledger/journal.ts';
import { bringLogBack, findLogGap } from '../../main/ledger/logGap.ts';
import { shopFiles } from '../../main/shop/files.ts';
import { closedShop, type Tampering, tampered } from '../support/closedShop.ts';
import { shopDatabase } from '../support/database.ts';

/** A shop with some history, worked on while it was closed; its journal, and what the journal has been told of the log. */
async function after(work: Tampering) {
  const folder = tampered(await closedShop(), work);
  const keys = openKeysOf(folder);
  const read = openReader(shopDatabase(folder));
  onTestFinished(() => void read.close());
  const look = () => {
    const journal = keys && lookAtJournal(shopFiles(folder).journal, keys.ledger);
    if (!journal) throw new Error('there is a journal');
    return journal;
  };
  const told: LogLine[] = [];
  const { lines, earlier } = look();
  for (let some: readonly JournalLine[] | null = lines; some; some = earlier())
    told.unshift(...some.flatMap(({ log }) => log ?? []));
  if (!keys) throw new Error('the shop is sealed');
  return { folder, read, look, told, key: keys.ledger, end: lastLine(read)?.seq ?? 0 };
}
const whole: Tampering = () => undefined;
const nothing = { lines: [], people: [], firstBad: null };
/** A journal that has been told these. */
const journalOf = (...logs: (readonly LogLine[])[]) => ({
  lines: logs.map((log) => ({ log, companions: {} }) as unknown as JournalLine),
  lastLog: logs.at(-1)?.at(-1)?.seq ?? null,
  earlier: () => null,
});

test('a log whose end is as the journal was told has no gap; where the journal has been told nothing nobody can say', async () => {
  const { read, look, told } = await after(whole);
  expect(told.length).toBeGreaterThan(40);
  expect(findLogGap(read, look())).toEqual(nothing);
  const [last] = told.slice(-1);
  expect(findLogGap(read, { ...journalOf(), lastLog: null })).toEqual(nothing);
  const changed = { ...last, mac: 'AAAA' } as LogLine;
  expect(findLogGap(read, journalOf([changed]))).toEqual({ ...nothing, firstBad: changed.seq });
  // What is older than the newest line that both have is for the check of all lines.
  expect(findLogGap(read, journalOf([{ ...changed, seq: changed.seq - 1 }, last as LogLine]))).toEqual(nothing);
  expect(findLogGap(read, { ...journalOf([{ ...changed, seq: 1 }]), lastLog: null })).toEqual(nothing);
});

test('lines that are missing at the end are told in their order, each once, whatever parts of the journal have them', async () => {
  const { read, look, told, end } = await after((database) =>
    database.exec('DELETE FROM activity WHERE seq > (SELECT max(seq) - 5 FROM activity)'),
  );
  const missing = told.filter(({ seq }) => seq > end);
  const stored = missing.map((line): StoredLine => ({ ...line, mac: Buffer.from(line.mac, 'base64') }));
  expect(missing.length).toBe(5);
  const gap = findLogGap(read, look());
  expect(gap.lines).toEqual(stored);
  expect(gap.firstBad).toBe(end + 1);
  const [known, a, b, c] = told.slice(-6);
  if (!known || !a || !b || !c) throw new Error('there are six');
  const twice = journalOf([known, a], [b], [a, b, c]);
  expect(findLogGap(read, twice)).toEqual({ ...nothing, lines: stored.slice(0, 3), firstBad: end + 1 });
  // A part that begins later: what is before it is in the one before.
  const parts = [journalOf([known, a]).lines, journalOf([]).lines];
  const inParts = { ...journalOf([b, c]), earlier: () => parts.pop() ?? null };
  expect(findLogGap(read, inParts).lines).toEqual(stored.slice(0, 3));
  // Nothing that both have, as far back as the journal goes.
  expect(findLogGap(read, journalOf([a, b]))).toEqual({ ...nothing, lines: stored.slice(0, 2), firstBad: end + 1 });
  const person = { person: { columns: ['key', 'id', 'role', 'createdAt'], rows: [[9, 'somebody', 'staff', 1]] } };
  const named = { ...journalOf([known]), lines: [{ log: [known, a], companions: person } as unknown as JournalLine] };
  expect(findLogGap(read, named).people).toEqual([{ key: 9, id: 'somebody', role: 'staff', createdAt: 1 }]);
});

test('a log that is gone altogether is missed from the first line the journal has been told, and nothing is put in its place', async () => {
  const { folder, look, told, key } = await after((database) => database.exec('DELETE FROM activity'));
  const write = openWriter(shopDatabase(folder));
  onTestFinished(() => void write.close());
  const gap = findLogGap(write, look());
  expect(gap.firstBad).toBe(told[0]?.seq);
  expect(inTransaction(write, () => bringLogBack(write, gap, key))).toBe(0);
  expect(lastLine(write)).toBeNull();
});

test('they are put back where they follow from what is there, all or none, with whom they name', async () => {
  const { folder, look, key, end } = await after((database) =>
    database.exec('DELETE FROM activity WHERE seq > (SELECT max(seq) - 5 FROM activity)'),
  );
  const write = openWriter(shopDatabase(folder));
  onTestFinished(() => void write.close());
  const gap = findLogGap(write, look());
  const put = (lines: readonly StoredLine[]) => inTransaction(write, () => bringLogBack(write, { ...gap, lines }, key));
  const spoilt = gap.lines.map((line, i) => (i === 3 ? { ...line, action: 'people.signOut' } : line));
  for (const lines of [spoilt, gap.lines.slice(1), gap.lines.map((line) => ({ ...line, mac: null }))]) {
    expect(put(lines)).toBe(0);
    expect(lastLine(write)?.seq).toBe(end);
  }
  expect(put(gap.lines)).toBe(5);
  expect(listStoredLines(write, end + 1, end + 9)).toEqual(gap.lines);
  expect(findLogGap(write, look())).toEqual(nothing);
  // Of somebody whom the file does not know.
  const people = [{ key: 9, id: 'somebody', role: 'staff', createdAt: 1 }];
  inTransaction(write, () => bringLogBack(write, { lines: [], people, firstBad: null }, key));
  expect(write.prepare('SELECT id, name FROM person WHERE key = 9').get()).toEqual({ id: 'somebody', name: '?' });
});
