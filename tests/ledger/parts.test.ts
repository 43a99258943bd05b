import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { readPatiently } from '../../db/patience.ts';
import { makeKeys } from '../../main/keys/ring.ts';
import {
  everyLine,
  type Journal,
  type JournalLine,
  type LogLine,
  lookAtJournal,
  openJournal,
  remainsOf,
  rowsOf,
  setAside,
} from '../../main/ledger/journal.ts';
import { entriesAfter } from '../../main/ledger/lines.ts';
import { ifCutNow, mounted } from '../faults/support/mount.ts';
import { empty, fillTo, whyNoMount } from '../support/mount.ts';
import { testFolder } from '../support/shop.ts';

/** The journal as a file, with lines that no database stands behind. */
const key = makeKeys().ledger;
const shop = 'the shop';
const start = { seq: 0, log: null };

const lineOf = (n: number, more: Partial<JournalLine> = {}): JournalLine => ({
  ...{ at: n, procedure: 'counter.stamp', requestId: `request ${n}`, batchKey: null },
  ...{ form: 1, entries: [[n]], companions: {}, bought: [], receipts: [], head: null, headSeq: n },
  ...more,
});
const logLine = (seq: number): LogLine => ({ seq, mac: 'AAAA' }) as LogLine;
/** As long as a part may be: the next line begins another one. */
const large = (n: number): JournalLine => lineOf(n, { head: noise(400_000) });
/** Letters that do not pack well. */
function noise(length: number): string {
  let [x, text] = [length, ''];
  while (text.length < length) {
    x = (x * 1_103_515_245 + 12_345) % 2_147_483_648;
    text += x.toString(36);
  }
  return text.slice(0, length);
}

const newFolder = (): string => join(testFolder(), 'journal');
const open = (folder: string, options = {}, reached: { seq: number; log: number | null } = start): Journal =>
  openJournal(folder, shop, key, reached, options);
/** Appends, syncs, closes; answers the parts there are then. */
function written(folder: string, ...lines: JournalLine[]): string[] {
  const journal = open(folder);
  for (const line of lines) journal.append(line);
  journal.sync();
  journal.close();
  return parts(folder);
}
const parts = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.log'))
    .sort()
    .map((name) => join(folder, name));
/** What the next start finds: lines, the newest part's first, with those of the parts before. */
function found(folder: string): { state: Journal['state']; lastSeq: number; seqs: number[][] } {
  const journal = open(folder);
  const seqs: number[][] = [];
  for (let lines: readonly JournalLine[] | null = journal.lines; lines; lines = journal.earlier())
    seqs.push(lines.map(({ headSeq }) => headSeq));
  journal.close();
  return { state: journal.state, lastSeq: journal.lastSeq, seqs };
}

test('what was appended is there at the next start, and how far it has come', () => {
  const folder = newFolder();
  const begun = open(folder, {}, { seq: 7, log: 3 });
  expect(begun).toMatchObject({ state: 'good', lines: [], lastSeq: 7, lastLog: 3 });
  expect(begun.earlier()).toBeNull();
  if (process.platform !== 'win32') {
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(parts(folder)[0] ?? '').mode & 0o777).toBe(0o600);
  }
  begun.close();
  // Nothing was told yet: it is where the shop was when it began.
  const empty = open(folder, {}, { seq: 99, log: 99 });
  expect(empty).toMatchObject({ lines: [], lastSeq: 7, lastLog: 3 });
  const people = { person: { columns: ['key', 'role'], rows: [[4, 'owner']] } };
  const lines = [lineOf(8, { log: [logLine(4), logLine(5)] }), lineOf(9, { companions: people }), lineOf(10)];
  for (const line of lines) empty.append(line);
  expect(empty).toMatchObject({ lastSeq: 10, lastLog: 5, told: new Map([['person', new Set([4])]]) });
  empty.close();
  empty.close();
  const again = open(folder);
  expect(again).toMatchObject({ state: 'good', lines, lastSeq: 10, lastLog: 5, told: empty.told });
  expect(rowsOf(lines[1] as JournalLine, 'person')).toEqual([{ key: 4, role: 'owner' }]);
  expect(rowsOf(lines[0] as JournalLine, 'person')).toEqual([]);
  again.close();
});

test('one that should be there and is not is told; a first one is not missed', () => {
  for (const [options, made, state] of [
    [{ expected: true }, false, 'new'],
    [{}, false, 'good'],
    [{ expected: true }, true, 'good'],
  ] as const) {
    const folder = newFolder();
    mkdirSync(folder);
    if (made) written(folder, lineOf(1));
    const journal = open(folder, options);
    expect(journal.state).toBe(state);
    journal.close();
  }
});

test('while it is open zeros lie behind the lines, so that a line does not make the file longer; closed, it ends with the last line', () => {
  const folder = newFolder();
  const journal = open(folder);
  const [part = ''] = parts(folder);
  const size = statSync(part).size;
  journal.append(lineOf(1));
  expect(statSync(part).size).toBe(size);
  expect(readFileSync(part).subarray(-1000)).toEqual(Buffer.alloc(1000));
  // Zeros for as long as it takes, and no longer.
  journal.append(lineOf(2, { head: noise(12_000) }));
  journal.append(lineOf(3, { head: noise(12_000) }));
  expect(statSync(part).size).toBe(size);
  journal.append(lineOf(4, { head: noise(12_000) }));
  expect(statSync(part).size).toBeGreaterThan(size + 30_000);
  journal.close();
  expect(readFileSync(part, 'utf8').at(-1)).toBe('\n');
  expect(found(folder).seqs).toEqual([[1, 2, 3, 4]]);
});

test('a long line is packed, and read as it was', () => {
  const folder = newFolder();
  const lengthOf = (line: JournalLine) => JSON.stringify(line).length;
  const exactly = (n: number, length: number) => lineOf(n, { head: 'x'.repeat(length - lengthOf(lineOf(n)) + 2) });
  const lines = [exactly(1, 16 * 1024 - 1), exactly(2, 16 * 1024), lineOf(3)];
  expect(lines.map(lengthOf).slice(0, 2)).toEqual([16 * 1024 - 1, 16 * 1024]);
  const [part = ''] = written(folder, ...lines);
  const [, first = '', second = '', third = ''] = readFileSync(part, 'utf8').split('\n');
  expect([first, second, third].map((text) => text.split(' ')[1]?.startsWith('{'))).toEqual([true, false, true]);
  expect(second.length).toBeLessThan(1000);
  const journal = open(folder);
  expect(journal.lines).toEqual(lines);
  journal.close();
});

describe('in parts', () => {
  test('a long journal goes on in the next one, which tells anew what a line points at, and hangs on the one before', () => {
    const folder = newFolder();
    const card = (key: number) => ({ card: { columns: ['key'], rows: [[key]] } });
    const journal = open(folder);
    journal.append(lineOf(1, { companions: card(1), log: [logLine(1)] }));
    journal.append({ ...large(2), companions: card(2) });
    expect(parts(folder)).toHaveLength(1);
    expect(journal.told.get('card')).toEqual(new Set([1, 2]));
    journal.append(lineOf(3));
    expect(parts(folder)).toHaveLength(2);
    expect(journal.told.size).toBe(0);
    journal.append(large(4));
    journal.append(lineOf(5));
    journal.close();
    expect(found(folder)).toEqual({ state: 'good', lastSeq: 5, seqs: [[5], [3, 4], [1, 2]] });
    // The log's end is known across parts, too.
    const again = open(folder);
    expect(again.lastLog).toBe(1);
    again.close();
    expect(lookAtJournal(folder, key)).toMatchObject({ shop, lastLog: 1, lines: [lineOf(5)] });
    // A part without lines: it is where the one before has ended.
    truncateSync(parts(folder)[2] ?? '', readFileSync(parts(folder)[2] ?? '').indexOf('\n') + 1);
    expect(found(folder)).toEqual({ state: 'good', lastSeq: 4, seqs: [[], [3, 4], [1, 2]] });
  });

  test('where the chain is broken nothing before is believed', () => {
    const other = newFolder();
    const [stranger = ''] = written(other, lineOf(1, { at: 7 }), large(2));
    const elsewhere = newFolder();
    const theirs = openJournal(elsewhere, 'another shop', key, start);
    theirs.append(lineOf(1));
    theirs.close();
    for (const spoil of [
      (part: string) => rmSync(part),
      (part: string) => copyFileSync(stranger, part),
      (part: string) => copyFileSync(parts(elsewhere)[0] ?? '', part),
      (part: string) => writeFileSync(part, ''),
      (part: string) => writeFileSync(part, readFileSync(part).fill(1, 300, 310)),
      (part: string) => truncateSync(part, statSync(part).size - 1),
    ]) {
      const folder = newFolder();
      const [first = ''] = written(folder, lineOf(1), large(2), lineOf(3));
      expect(found(folder).seqs).toEqual([[3], [1, 2]]);
      spoil(first);
      expect(found(folder)).toEqual({ state: 'good', lastSeq: 3, seqs: [[3]] });
    }
  });

  test('one that was begun after a fault of the disk knows where it begins: what the one before has behind that does not count twice', () => {
    const folder = newFolder();
    written(folder, lineOf(1), lineOf(2), lineOf(3));
    const anew = open(folder, { anew: true }, { seq: 2, log: 8 });
    expect(anew).toMatchObject({ state: 'good', lines: [], lastSeq: 2, lastLog: 8 });
    expect(anew.earlier()).toBeNull();
    expect(anew.told.size).toBe(0);
    anew.append(lineOf(3));
    anew.append(lineOf(4));
    anew.close();
    expect(found(folder)).toEqual({
      state: 'good',
      lastSeq: 4,
      seqs: [
        [3, 4],
        [1, 2],
      ],
    });
    const [first = ''] = parts(folder);
    writeFileSync(first, readFileSync(first).fill(1, 300, 310));
    expect(found(folder).seqs).toEqual([[3, 4]]);
  });

  test('one of which nothing was written when the power went is as good as none, and its number is free', () => {
    const folder = newFolder();
    written(folder, lineOf(1));
    for (const begun of ['', 'half a', '\0\0\0\0', '\0\0\0\0 its end\n']) {
      writeFileSync(join(folder, 'ledger-000002.log'), '');
      writeFileSync(join(folder, 'ledger-000003.log'), begun);
      expect(found(folder)).toEqual({ state: 'good', lastSeq: 1, seqs: [[1]] });
      expect(parts(folder)).toHaveLength(1);
    }
    // The only one.
    const fresh = newFolder();
    mkdirSync(fresh);
    writeFileSync(join(fresh, 'ledger-000001.log'), '');
    expect(found(fresh)).toEqual({ state: 'good', lastSeq: 0, seqs: [[]] });
    expect(statSync(join(fresh, 'ledger-000001.log')).size).toBeGreaterThan(0);
  });

  test('are told by their names, in the order of their numbers; nothing else in the folder is one', () => {
    const folder = newFolder();
    const [first = ''] = written(folder, lineOf(1), large(2), lineOf(3));
    for (const name of ['ledger-000009.log.damaged', 'old-ledger-000009.log', 'ledger-x.log', 'ledger-000000.log'])
      copyFileSync(first, join(folder, name));
    expect(found(folder).seqs).toEqual([[3], [1, 2]]);
    renameSync(join(folder, 'ledger-000002.log'), join(folder, 'ledger-1000000.log'));
    renameSync(first, join(folder, 'ledger-999999.log'));
    expect([...everyLine(folder, key, shop)].map(({ headSeq }) => headSeq)).toEqual([1, 2, 3]);
  });
});

describe('damaged', () => {
  test('another shop’s, or one whose first line is gone, is left alone: a new one begins behind it', () => {
    const theirs = newFolder();
    const journal = openJournal(theirs, 'another shop', key, start);
    journal.append(lineOf(1));
    journal.close();
    // Neither can stand in a hash.
    const noHeads = ['!', '\n'].map((letter) => {
      const noHead = newFolder();
      const [part = ''] = written(noHead, lineOf(1));
      writeFileSync(part, readFileSync(part).fill(letter, 0, 1));
      return noHead;
    });
    for (const folder of [theirs, ...noHeads]) {
      const [first = ''] = parts(folder);
      const bytes = readFileSync(first);
      const next = open(folder, {}, { seq: 5, log: 6 });
      expect(next).toMatchObject({ state: 'damaged', lines: [], lastSeq: 5, lastLog: 6 });
      expect(next.earlier()).toBeNull();
      next.append(lineOf(6));
      next.close();
      expect(readFileSync(first)).toEqual(bytes);
      expect(parts(folder)).toHaveLength(2);
      expect(found(folder)).toMatchObject({ state: 'good', lastSeq: 6, seqs: [[6]] });
    }
  });

  test('in the middle: what comes before is believed, the whole is kept as evidence once, and it goes on', () => {
    const folder = newFolder();
    const [part = ''] = written(folder, lineOf(1), lineOf(2), lineOf(3));
    const bytes = readFileSync(part);
    const at = bytes.indexOf('request 2');
    const damage = (letter: string) => {
      const next = Buffer.from(bytes);
      next.write(letter, at);
      writeFileSync(part, next);
      return next;
    };
    const evidence = damage('x');
    const journal = open(folder);
    expect(journal).toMatchObject({ state: 'damaged', lines: [lineOf(1)], lastSeq: 1 });
    expect(readFileSync(`${part}.damaged`)).toEqual(evidence);
    journal.append(lineOf(4));
    journal.close();
    expect(found(folder)).toMatchObject({ state: 'good', seqs: [[1, 4]] });
    damage('y');
    expect(found(folder).state).toBe('damaged');
    expect(readFileSync(`${part}.damaged`)).toEqual(evidence);
  });

  test('at its end: a line that was being written is none; one that is whole and says something else, or has lines behind it, is damage', () => {
    const folder = newFolder();
    const [part = ''] = written(folder, lineOf(1), lineOf(2), lineOf(3));
    const bytes = readFileSync(part);
    const text = bytes.toString('latin1');
    const lines = text.split('\n').slice(0, -1);
    const last = text.lastIndexOf('\n', text.length - 2) + 1;
    const second = text.indexOf(lines[2] ?? '?');
    const with0 = (from: number, to: number) => Buffer.from(bytes).fill(0, from, to);
    const cases: [what: string, file: Buffer, state: Journal['state'], seqs: number[]][] = [
      ['whole', bytes, 'good', [1, 2, 3]],
      ['cut off', bytes.subarray(0, -1), 'good', [1, 2]],
      ['cut off after a letter', bytes.subarray(0, last + 1), 'good', [1, 2]],
      ['a part of it never written', with0(last + 10, last + 20), 'good', [1, 2]],
      [
        'its end never written, zeros behind it',
        Buffer.concat([bytes.subarray(0, -5), Buffer.alloc(50)]),
        'good',
        [1, 2],
      ],
      ['zeros alone', Buffer.concat([bytes, Buffer.alloc(50)]), 'good', [1, 2, 3]],
      ['another letter', Buffer.from(bytes).fill('x', last + 60, last + 61), 'damaged', [1, 2]],
      [
        'another letter, zeros behind it',
        Buffer.concat([Buffer.from(bytes).fill('x', last + 60, last + 61), Buffer.alloc(50)]),
        'damaged',
        [1, 2],
      ],
      ['zeros in the line before the last', with0(second + 10, second + 20), 'good', [1]],
      [
        'zeros in a line with two behind it',
        Buffer.concat([with0(second + 10, second + 20), following(bytes, 4)]),
        'damaged',
        [1],
      ],
      ['a line that is none of ours', Buffer.concat([bytes, Buffer.from('words\n')]), 'damaged', [1, 2, 3]],
      ['words without an end', Buffer.concat([bytes, Buffer.from('words')]), 'good', [1, 2, 3]],
    ];
    for (const [what, file, state, seqs] of cases) {
      rmSync(`${part}.damaged`, { force: true });
      writeFileSync(part, file);
      expect({ what, ...found(folder) }).toMatchObject({ what, state, seqs: [seqs] });
      // What was no line is gone, and the next one is written in its place.
      const journal = open(folder);
      expect(journal.state).toBe('good');
      journal.append(lineOf(9));
      journal.close();
      expect(found(folder)).toEqual({ state: 'good', lastSeq: 9, seqs: [[...seqs, 9]] });
    }
  });
});

/** The same journal's next line. */
function following(bytes: Buffer, n: number): Buffer {
  const folder = newFolder();
  mkdirSync(folder);
  const part = join(folder, 'ledger-000001.log');
  writeFileSync(part, bytes);
  written(folder, lineOf(n));
  return readFileSync(part).subarray(bytes.length);
}

test('a look at it says whose it is and what it says, and touches nothing', () => {
  const folder = newFolder();
  expect(lookAtJournal(folder, key)).toBeNull();
  expect([...everyLine(folder, key, shop)]).toEqual([]);
  expect(existsSync(folder)).toBe(false);
  mkdirSync(folder);
  expect(lookAtJournal(folder, key)).toBeNull();
  const [, second = ''] = written(folder, lineOf(1), large(2), lineOf(3, { log: [logLine(2)] }));
  appendFileSync(second, 'half a line');
  const before = readFileSync(second);
  const seen = lookAtJournal(folder, key);
  expect(seen).toMatchObject({ shop, lastLog: 2, lines: [{ headSeq: 3 }] });
  expect(seen?.earlier()).toMatchObject([{ headSeq: 1 }, { headSeq: 2 }]);
  expect(seen?.earlier()).toBeNull();
  expect(readFileSync(second)).toEqual(before);
  writeFileSync(second, '');
  expect(lookAtJournal(folder, key)).toBeNull();
  expect(lookAtJournal(folder, makeKeys().ledger)).toBeNull();
});

test('every line that can be had, also where parts hang together no longer; of one shop alone', () => {
  const folder = newFolder();
  written(folder, lineOf(1), large(2), lineOf(3), large(4), lineOf(5));
  const all = (of: string | null, read?: (part: string) => Buffer) =>
    [...everyLine(folder, key, of, read)].map(({ headSeq }) => headSeq);
  expect([all(shop), all(null), all('another shop')]).toEqual([[1, 2, 3, 4, 5], [1, 2, 3, 4, 5], []]);
  const [, second = ''] = parts(folder);
  const theirs = newFolder();
  const journal = openJournal(theirs, 'another shop', key, start);
  journal.append(lineOf(30));
  journal.close();
  copyFileSync(parts(theirs)[0] ?? '', second);
  expect([all(shop), all(null), all('another shop')]).toEqual([[1, 2, 5], [1, 2, 5], [30]]);
  // Of a disk that refuses a part, what can be read of it.
  const without = (end: string) => (part: string) => (part.endsWith(end) ? Buffer.alloc(0) : readFileSync(part));
  expect(all(shop, without('3.log'))).toEqual([1, 2]);
  expect(all(null, without('1.log'))).toEqual([30]);
});

/** Parts one after another, each begun at an entry: by a start where the one before was lost, or after a fault of the disk. */
function inParts(folder: string, ...of: { from: number; lines: readonly JournalLine[] }[]): void {
  for (const { from, lines } of of) {
    const journal = open(folder, { anew: true }, { seq: from, log: null });
    for (const line of lines) journal.append(line);
    journal.close();
  }
}

/** Reads as a disk does that refuses what some lines stand on: of a part, by its place, the lines from 0, of which the first says whose it is. */
function refusing(folder: string, refused: Readonly<Record<number, readonly number[]>>): typeof readPatiently {
  const all = parts(folder);
  return (path, take) => {
    let at = 0;
    const lost = refused[all.indexOf(path)] ?? [];
    for (const [n, text] of readFileSync(path, 'latin1')
      .split(/(?<=\n)/)
      .entries()) {
      if (!lost.includes(n)) take(Buffer.from(text, 'latin1'), at);
      at += text.length;
    }
    return lost.length;
  };
}

describe('of which the disk refuses something, behind an entry', () => {
  const of = { shop, secret: key.secret };
  const remains = (folder: string, seq: number, refused: Readonly<Record<number, readonly number[]>>) =>
    remainsOf({ ...of, journal: folder, lastSeq: seq }, refusing(folder, refused));
  /** An entry's line by its entry, one without by what it was called. */
  const linesOf = (found: ReturnType<typeof remains>) =>
    found?.lines.map(({ entries, headSeq, procedure }) => (entries.length > 0 ? headSeq : procedure));
  const without = (headSeq: number, procedure: string, more: Partial<JournalLine> = {}): JournalLine =>
    lineOf(headSeq, { entries: [], procedure, requestId: procedure, ...more });

  test('nothing is: all of it can be read, by the disk it is on as well', () => {
    const folder = newFolder();
    written(folder, lineOf(1), lineOf(2));
    expect(remains(folder, 1, {})).toBeNull();
    expect(remainsOf({ ...of, journal: folder, lastSeq: 1 })).toBeNull();
  });

  test('the lines up to there are told, the entry’s own first; how many blocks there are, and how far it went for certain', () => {
    const folder = newFolder();
    written(folder, ...[1, 2, 3, 4, 5].map((n) => lineOf(n)));
    const found = remains(folder, 2, { 0: [5, 4] });
    expect(found).toEqual({ lines: [lineOf(2), lineOf(3)], lastLog: null, lastSeq: 3, refused: 2 });
    // A file that is further than what can be read.
    expect(remains(folder, 9, { 0: [5] })).toMatchObject({ lines: [lineOf(4)], lastSeq: 9, refused: 1 });
    expect(remains(folder, 0, { 0: [0] })).toMatchObject({ lines: [], lastSeq: 0, refused: 1 });
  });

  test('of lines without an entry those behind the last that the file has', () => {
    const folder = newFolder();
    written(
      folder,
      ...[
        without(0, 'before'),
        lineOf(1),
        without(1, 'between'),
        lineOf(2),
        without(2, 'behind'),
        lineOf(3),
        lineOf(4),
      ],
    );
    expect(linesOf(remains(folder, 2, { 0: [7] }))).toEqual([2, 'behind', 3]);
    expect(linesOf(remains(folder, 1, { 0: [7] }))).toEqual([1, 'between', 2, 'behind', 3]);
    expect(linesOf(remains(folder, 0, { 0: [7] }))).toEqual(['before', 1, 'between', 2, 'behind', 3]);
  });

  test('behind a gap nothing is told but who was erased, without what else was done then', () => {
    const folder = newFolder();
    const erased = { erased: ['Maria'], companions: { person: { columns: ['key'], rows: [[1]] } }, log: [logLine(9)] };
    const lines = [
      lineOf(4),
      without(4, 'privacy.erase', erased),
      lineOf(5, { ...erased, bought: [[5, 1, 1, 1]] as never, receipts: [{}] as never }),
    ];
    inParts(
      folder,
      { from: 0, lines: [lineOf(1), lineOf(2, { log: [logLine(3), logLine(4)] }), lineOf(3)] },
      { from: 3, lines },
    );
    const { log: _log, ...rest } = erased;
    const alone = { ...rest, entries: [], companions: {}, bought: [], receipts: [] };
    const { log: _, ...own } = lineOf(5, alone);
    expect(remains(folder, 1, { 0: [3] })).toMatchObject({ lastLog: 4, lastSeq: 5, refused: 1 });
    expect(remains(folder, 1, { 0: [3] })?.lines).toEqual([
      lineOf(1),
      lineOf(2, { log: [logLine(3), logLine(4)] }),
      without(4, 'privacy.erase', alone),
      own,
    ]);
    // What is behind the entry hangs on nothing that is lost.
    expect(linesOf(remains(folder, 3, { 0: [3] }))).toEqual([2, 4, 'privacy.erase', 5]);
    expect(remains(folder, 3, { 0: [3] })?.lastLog).toBe(9);
    // A part that does not say whose it is.
    expect(remains(folder, 3, { 1: [0] })).toMatchObject({ lines: [lineOf(3)], lastSeq: 3 });
  });

  test('refused in two parts, one number; a part tells how far the one before went, also where it has no line itself', () => {
    const folder = newFolder();
    inParts(
      folder,
      { from: 0, lines: [lineOf(1), lineOf(2)] },
      { from: 4, lines: [lineOf(5), lineOf(6)] },
      { from: 7, lines: [] },
    );
    expect(remains(folder, 0, { 0: [2], 1: [1, 2] })).toMatchObject({ lines: [lineOf(1)], lastSeq: 7, refused: 3 });
  });

  test('what a part tells again after a fault of the disk is told once, and no less is known for it', () => {
    const folder = newFolder();
    inParts(
      folder,
      { from: 0, lines: [lineOf(1), lineOf(2), lineOf(3)] },
      { from: 1, lines: [lineOf(2), lineOf(3), without(3, 'a note'), lineOf(4)] },
      { from: 4, lines: [lineOf(5)] },
      { from: 5, lines: [lineOf(6)] },
    );
    expect(linesOf(remains(folder, 1, { 3: [1] }))).toEqual([1, 2, 3, 'a note', 4, 5]);
    // Also where the part that tells it again begins before the entry: the one before may have gone on further.
    expect(linesOf(remains(folder, 2, { 1: [2, 3, 4] }))).toEqual([2, 3]);
    expect(linesOf(remains(folder, 3, { 1: [3, 4] }))).toEqual([3]);
    // An older line that comes again does not take back how far all of it had come.
    expect(remains(folder, 1, { 1: [2, 3, 4] })).toMatchObject({
      lines: [lineOf(1), lineOf(2), lineOf(3)],
      lastSeq: 6,
    });
  });

  test('years of parts that say nothing new are not read, once it is known what is refused', () => {
    const folder = newFolder();
    const behind = without(4, 'behind', { head: noise(400_000) });
    const all = written(folder, lineOf(1), large(2), lineOf(3), lineOf(4), behind, lineOf(5), lineOf(6));
    expect(all).toHaveLength(3);
    const partsRead = (seq: number, refused: Readonly<Record<number, readonly number[]>>) => {
      const seen: number[] = [];
      const disk = refusing(folder, refused);
      const found = remainsOf({ ...of, journal: folder, lastSeq: seq }, (path, take) => {
        seen.push(all.indexOf(path));
        return disk(path, take);
      });
      return { seen, lines: linesOf(found), refused: found?.refused };
    };
    expect(partsRead(5, { 2: [2] })).toEqual({ seen: [2], lines: [5], refused: 1 });
    // What was done after the entry before the newest part stands in the part before.
    expect(partsRead(4, { 2: [2] })).toEqual({ seen: [2, 1], lines: [4, 'behind', 5], refused: 1 });
    // Where the newest is whole, the trouble lies further back.
    expect(partsRead(5, { 0: [2] })).toEqual({ seen: [2, 1, 0], lines: [5, 6], refused: 1 });
    // One that does not say where it begins.
    expect(partsRead(5, { 2: [0] })).toEqual({ seen: [2, 1], lines: [4, 'behind'], refused: 1 });
  });

  test('another shop’s part says nothing', () => {
    const folder = newFolder();
    inParts(folder, { from: 0, lines: [lineOf(1), lineOf(2)] });
    const other = openJournal(folder, 'another shop', key, { seq: 8, log: null }, { anew: true });
    other.append(lineOf(9, { erased: ['Ana'] }));
    other.close();
    expect(remains(folder, 0, { 0: [2] })).toMatchObject({ lines: [lineOf(1)], lastSeq: 1 });
  });
});

test('how many entries it has behind one: what would come back behind an older backup', () => {
  const folder = newFolder();
  const many = (first: number, last: number) =>
    lineOf(last, { entries: Array.from({ length: last - first + 1 }, (_, i) => [first + i]) });
  // A commit without entries counts for none, whatever it was.
  const changed = (headSeq: number) => lineOf(headSeq, { entries: [] });
  written(folder, many(1, 2), changed(2), large(3), many(4, 9), changed(9), large(10), lineOf(11), changed(11));
  expect(parts(folder)).toHaveLength(3);
  for (const [seq, count] of [
    [0, 11],
    [1, 10],
    [2, 9],
    [3, 8],
    [6, 5],
    [9, 2],
    [10, 1],
    [11, 0],
    [12, 0],
  ] as const) {
    const journal = open(folder);
    expect([seq, entriesAfter(journal, seq)]).toEqual([seq, count]);
    // It reads as far back as it has to.
    if (seq === 12) expect(journal.earlier()).not.toBeNull();
    journal.close();
  }
  // Of one that the disk refuses there is nothing earlier to ask for.
  expect(entriesAfter({ lines: [lineOf(3)] }, 1)).toBe(1);
});

test('a journal that is no longer believed is moved aside whole, under the moment it was', () => {
  const folder = newFolder();
  written(folder, lineOf(1));
  setAside(folder, Date.UTC(2026, 2, 10, 9, 5, 7, 8));
  expect(existsSync(folder)).toBe(false);
  expect(found(`${folder}-2026-03-10T09-05-07-008Z`).seqs).toEqual([[1]]);
});

test('one that a full disk lets nobody begin is none, and nothing stays open of it', (context) => {
  const why = whyNoMount('tmpfs');
  if (why) return context.skip(why);
  const place = mounted('tmpfs', 2).folder;
  const folder = join(place, 'journal');
  fillTo(place, 0);
  expect(() => open(folder)).toThrow(/ENOSPC/);
  empty(place);
  expect(found(folder)).toEqual({ state: 'good', lastSeq: 0, seqs: [[]] });
});

test('of a line that a full disk has refused nothing stays, and the next one takes its place', (context) => {
  const why = whyNoMount('tmpfs');
  if (why) return context.skip(why);
  const place = mounted('tmpfs', 2).folder;
  const folder = join(place, 'journal');
  const journal = open(folder);
  journal.append(lineOf(1));
  fillTo(place, 0);
  expect(() => journal.append(lineOf(2, { head: noise(200_000) }))).toThrow(/ENOSPC/);
  const [part = ''] = parts(folder);
  expect(readFileSync(part, 'utf8').at(-1)).toBe('\n');
  expect(journal.lastSeq).toBe(1);
  // Zeros have no room now; a small line may have.
  empty(place);
  journal.append(lineOf(2));
  expect(journal.lastSeq).toBe(2);
  journal.sync();
  journal.close();
  expect(found(folder)).toEqual({ state: 'good', lastSeq: 2, seqs: [[1, 2]] });
});

test('what was begun or synced is on the disk itself when that is said', (context) => {
  const why = whyNoMount('ext4');
  if (why) return context.skip(why);
  const disk = mounted('ext4', 8);
  const afterACut = () => found(join(ifCutNow(disk), 'journal')).seqs;
  const folder = join(disk.folder, 'journal');
  const journal = open(folder);
  const [begun = ''] = parts(join(ifCutNow(disk), 'journal'));
  expect(readFileSync(begun, 'utf8')).toContain(shop);
  // Control: what was not synced is not.
  journal.append(lineOf(1));
  expect(afterACut()).toEqual([[]]);
  journal.sync();
  expect(afterACut()).toEqual([[1]]);
  // A part is safe before the next one begins.
  journal.append(large(2));
  journal.append(lineOf(3));
  expect(afterACut()).toEqual([[], [1, 2]]);
  journal.close();
  // What was cut away of it does not come back behind the next line.
  const [, part = ''] = parts(folder);
  appendFileSync(part, `half a line, ${noise(100)}`);
  execFileSync('sync', [part]);
  const size = statSync(part).size;
  const again = open(folder);
  expect(statSync(join(ifCutNow(disk), 'journal', 'ledger-000002.log')).size).toBeLessThan(size);
  again.close();
});
