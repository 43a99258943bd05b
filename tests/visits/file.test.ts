import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { parseVisitLog } from '../../main/visits/parse.ts';
import { bytesSource, read, refusal, shop } from './logs.ts';

const folder = mkdtempSync(join(tmpdir(), 'regulars-visits-'));
afterAll(() => rmSync(folder, { recursive: true }));

const taken = {
  line: 2,
  externalId: '0001',
  name: null,
  phone: null,
  amount: 1250,
  businessDay: '2025-01-03',
  occurredAt: null,
  sourceTime: '2025-01-03',
};

describe('columns', () => {
  test('by name, any case and order, others listed', async () => {
    const { result, rows } = await read('Till,AMOUNT,Date, Customer_ID ,Note\n3,12.50,2025-01-03,0001,x\n');
    expect(rows).toEqual([taken]);
    expect(result).toEqual({
      ok: true,
      value: {
        rows: 1,
        errorCount: 0,
        ignoredColumns: ['Till', 'Note'],
        firstDay: '2025-01-03',
        lastDay: '2025-01-03',
      },
    });
  });

  test('spend, name, phone; empty ones are unknown, amount 0 is not', async () => {
    const { rows } = await read(
      'customer id,date,spend,name,phone\n7,2025-01-03,0, Ana Pop ,0722 000 111\n8,2025-01-03,,,\n',
    );
    expect(rows).toMatchObject([
      { externalId: '7', amount: 0, name: 'Ana Pop', phone: '0722 000 111' },
      { externalId: '8', amount: null, name: null, phone: null },
    ]);
  });

  test('date before datetime and amount before spend; what is not read is listed', async () => {
    const { rows, result } = await read(
      'customer_id,datetime,date,spend,amount\n1,2025-01-03 10:00,2025-01-02,5,12.50\n',
    );
    expect(rows).toMatchObject([{ businessDay: '2025-01-02', occurredAt: null, amount: 1250 }]);
    expect(result).toMatchObject({ value: { ignoredColumns: ['datetime', 'spend'] } });
  });

  test('the customer number stays the text it is', async () => {
    const { rows } = await read(
      'customer_id,date\n0001,2025-01-03\n 1 ,2025-01-03\n1e3,2025-01-03\n"a,b",2025-01-03\n',
    );
    expect(rows.map((r) => r.externalId)).toEqual(['0001', '1', '1e3', 'a,b']);
  });

  test('missing or named twice: refused, and it says which', async () => {
    expect(refusal(await read('id,date\n1,2025-01-03\n'))).toEqual({
      code: 'FILE_COLUMNS',
      params: { missing: 'customer_id', twice: null, found: 'id, date' },
    });
    expect(refusal(await read('customer_id;when\n1;2025-01-03\n'))).toMatchObject({ params: { missing: 'date' } });
    expect(refusal(await read('a,b\n1,2\n'))).toMatchObject({ params: { missing: 'customer_id, date' } });
    expect(refusal(await read('customer_id,date,Date\n1,2025-01-03,2025-01-04\n'))).toMatchObject({
      code: 'FILE_COLUMNS',
      params: { missing: null, twice: 'date' },
    });
  });

  test('no table: refused; a header alone is a log without rows', async () => {
    for (const nothing of ['', '\uFEFF', '\n\n  \n', 'hello\nworld\n', '{"a": 1}\n']) {
      expect(refusal(await read(nothing)), JSON.stringify(nothing)).toMatchObject({ code: 'FILE_NO_TABLE' });
    }
    for (const header of ['customer_id,date', 'customer_id,date\n', '\uFEFFcustomer_id\tdate\r\n\r\n']) {
      expect((await read(header)).result).toEqual({
        ok: true,
        value: { rows: 0, errorCount: 0, ignoredColumns: [], firstDay: null, lastDay: null },
      });
    }
  });
});

describe('separators and line endings', () => {
  test.each([[','], [';'], ['\t']])('separator %j', async (s) => {
    const row = (cells: string[]) => cells.join(s);
    const { rows } = await read(`${row(['customer_id', 'date', 'amount'])}\n${row(['0001', '2025-01-03', '12.50'])}\n`);
    expect(rows).toEqual([taken]);
  });

  test('a separator inside quotes of the header is none', async () => {
    const { rows, result } = await read('"note;a;b;c;d",customer_id,date\nx,7,2025-01-03\n');
    expect(rows).toMatchObject([{ externalId: '7' }]);
    expect(result).toMatchObject({ value: { ignoredColumns: ['note;a;b;c;d'] } });
  });

  test.each([['\n'], ['\r\n'], ['\r']])('line ending %j', async (end) => {
    const { rows } = await read(`customer_id,date,amount${end}0001,2025-01-03,12.50${end}0002,2025-01-04,${end}`);
    expect(rows).toMatchObject([taken, { line: 3, externalId: '0002', amount: null }]);
  });

  test('every line its own ending, none at the end', async () => {
    const { rows, bad } = await read('customer_id,date\r\n1,2025-01-03\n2,2025-01-04\r3,2025-01-05\r\n4,2025-01-06');
    expect(rows.map((r) => [r.line, r.externalId])).toEqual([
      [2, '1'],
      [3, '2'],
      [4, '3'],
      [5, '4'],
    ]);
    expect(bad).toEqual([]);
  });

  test('spaces around cells and quotes', async () => {
    const { rows } = await read('"customer_id" , "date"\n "0001" , "2025-01-03" \n');
    expect(rows).toMatchObject([{ externalId: '0001', businessDay: '2025-01-03' }]);
  });
});

describe('lines', () => {
  const log = (end: string) =>
    [
      'customer_id,name,date',
      '1,Ana,2025-01-03',
      '',
      '2,"Ion',
      'Pop',
      '',
      'senior",2025-01-04',
      '   ',
      '3,"a ""b""',
      'c",x',
      '4,Eva,2025-01-05',
      '5,Dan',
      '',
    ].join(end);

  test.each([['\n'], ['\r\n'], ['\r']])(
    'where a record starts, quoted line breaks and blank lines counted (%j)',
    async (end) => {
      for (const chunk of [1, 2, 3, 7, 1000]) {
        const { rows, bad } = await read(log(end), {}, chunk);
        expect(rows.map((r) => [r.line, r.externalId, r.name])).toEqual([
          [2, '1', 'Ana'],
          [4, '2', end === '\r\n' ? 'Ion  Pop    senior' : 'Ion Pop  senior'],
          [11, '4', 'Eva'],
        ]);
        expect(bad).toEqual([
          { line: 9, reason: 'BAD_DATE', value: 'x' },
          { line: 12, reason: 'WRONG_CELLS', value: '5,Dan' },
        ]);
      }
    },
  );

  test('blank lines before the header count as lines', async () => {
    expect((await read('\n\ncustomer_id,date\n1,2025-01-03\n')).rows).toMatchObject([{ line: 4 }]);
  });

  test('a BOM is no character of the first column, however the bytes arrive', async () => {
    for (const chunk of [1, 2, 3, 4, 100]) {
      const { rows } = await read('\uFEFFcustomer_id,date\n1,2025-01-03\n', {}, chunk);
      expect(rows).toMatchObject([{ line: 2, externalId: '1' }]);
    }
  });
});

describe('quotes', () => {
  const bad = (content: string) => read(`customer_id,name,date\n1,Ana,2025-01-03\n${content}`);

  test('one that is never closed refuses the file and says where it opens', async () => {
    expect(refusal(await bad('2,Eva,2025-01-03\n3,"Ion,2025-01-03\n4,Dan,2025-01-03\n'))).toEqual({
      code: 'FILE_QUOTE',
      params: { line: 4 },
    });
    expect(refusal(await bad('2,"Ion,2025-01-03\n3,"Dan",2025-01-03\n'))).toEqual({
      code: 'FILE_QUOTE',
      params: { line: 3 },
    });
    expect(refusal(await read('"customer_id,date\n1,2025-01-03\n'))).toMatchObject({ code: 'FILE_QUOTE' });
  });

  test('nothing was handed over of a refused file', async () => {
    const { rows, bad: badRows } = await bad('3,"Ion,2025-01-03\n');
    expect([rows, badRows]).toEqual([[], []]);
  });

  test('one in the middle of an unquoted cell is a character', async () => {
    expect((await bad('2,Maria "Mimi" Pop,2025-01-03\n')).rows.map((r) => r.name)).toEqual(['Ana', 'Maria "Mimi" Pop']);
  });

  test('doubled inside quotes it is one', async () => {
    expect((await bad('2,"""Mimi"" Pop",2025-01-03\n')).rows.map((r) => r.name)).toEqual(['Ana', '"Mimi" Pop']);
  });

  test('a record without end is stopped before it fills the memory', async () => {
    let pulled = 0;
    const endless = {
      bytes: null,
      async *open() {
        yield Buffer.from('customer_id,name,date\n1,"Ana');
        for (; pulled < 100; pulled++) yield Buffer.alloc(100_000, 'x');
      },
    };
    expect(refusal(await read(endless))).toEqual({ code: 'FILE_QUOTE', params: { line: 2 } });
    expect(pulled).toBeLessThan(20);
  });
});

describe('encoding', () => {
  const header = Buffer.from('customer_id,name,date\n');
  const row = (name: Uint8Array) => Buffer.concat([header, Buffer.from('1,'), name, Buffer.from(',2025-01-03\n')]);

  test('letters of every length in UTF-8, cut anywhere', async () => {
    for (const chunk of [1, 2, 3, 5]) {
      expect((await read(row(Buffer.from('Ștefan Țîră 小明 🙂')), {}, chunk)).rows).toMatchObject([
        { name: 'Ștefan Țîră 小明 🙂' },
      ]);
    }
  });

  test('anything else is refused: Latin-2, UTF-16 with and without BOM, a cut letter, a NUL', async () => {
    const text = 'customer_id,date\n1,2025-01-03\n';
    const files = [
      row(Buffer.from([0xaa, 0x74, 0x65])),
      Buffer.from(`\uFEFF${text}`, 'utf16le'),
      Buffer.from(text, 'utf16le'),
      Buffer.from(`\uFEFF${text}`, 'utf16le').swap16(),
      Buffer.concat([Buffer.from(text), Buffer.from([0xc8])]),
      Buffer.from(`${text}2,2025-01-03\0\n`),
      Buffer.concat([Buffer.from(text), Buffer.from([0xed, 0xa0, 0x80])]),
    ];
    for (const file of files) {
      for (const chunk of [1, 1000]) expect(refusal(await read(file, {}, chunk))).toEqual({ code: 'FILE_ENCODING' });
    }
  });

  test('a bad byte at the end of a long file refuses it before the first row', async () => {
    const long = Buffer.concat([
      Buffer.from(`customer_id,date\n${'1,2025-01-03\n'.repeat(20_000)}`),
      Buffer.from([0xff]),
    ]);
    const { rows, ...rest } = await read(long);
    expect(refusal({ rows, ...rest })).toEqual({ code: 'FILE_ENCODING' });
    expect(rows).toEqual([]);
  });
});

describe('reading', () => {
  const log = `customer_id,date\n${'1,2025-01-03\n'.repeat(50_000)}`;

  test('a file on disk, its progress in bytes of two readings', async () => {
    const path = join(folder, 'log.csv');
    writeFileSync(path, log);
    const seen: [number, number | null][] = [];
    let rows = 0;
    const result = await parseVisitLog(
      path,
      { ...shop, onProgress: (done, total) => void seen.push([done, total]) },
      { row: () => void rows++, badRow: () => expect.unreachable() },
    );
    expect(result).toMatchObject({ ok: true, value: { rows: 50_000 } });
    expect(rows).toBe(50_000);
    expect(seen.at(-1)).toEqual([2 * log.length, 2 * log.length]);
    expect(seen.map(([done]) => done)).toEqual(seen.map(([done]) => done).sort((a, b) => a - b));
    expect(seen.length).toBeGreaterThan(4);
  });

  test('no file, a folder: unreadable, without the path', async () => {
    for (const [path, reason] of [
      [join(folder, 'none.csv'), 'ENOENT'],
      [folder, 'EISDIR'],
    ] as const) {
      const result = await parseVisitLog(path, shop, { row: () => {}, badRow: () => {} });
      expect(result).toEqual({ ok: false, error: { code: 'FILE_UNREADABLE', params: { reason } } });
    }
  });

  test('a source that fails half-way: unreadable', async () => {
    const source = {
      bytes: null,
      async *open() {
        yield Buffer.from('customer_id,date\n');
        throw Object.assign(new Error('gone: /secret/path'), { code: 'EIO' });
      },
    };
    expect(refusal(await read(source))).toEqual({ code: 'FILE_UNREADABLE', params: { reason: 'EIO' } });
  });

  test('cancelled before, in the first and in the second reading', async () => {
    expect(refusal(await read(log, { signal: AbortSignal.abort() }))).toEqual({ code: 'CANCELLED' });
    for (const share of [0.1, 0.75]) {
      const stop = new AbortController();
      const onProgress = (done: number, total: number | null) => done > share * Number(total) && stop.abort();
      const { rows, result } = await read(bytesSource(log, 4096), { signal: stop.signal, onProgress });
      expect(result).toEqual({ ok: false, error: { code: 'CANCELLED' } });
      expect(rows.length).toBeLessThan(50_000);
      expect(rows.length > 0).toBe(share > 0.5);
    }
  });

  test('a handler that is slow holds the reading back, one that throws is heard', async () => {
    let open = 0;
    let most = 0;
    await parseVisitLog(bytesSource('customer_id,date\n1,2025-01-03\n2,2025-01-03\nx\n'), shop, {
      row: async () => {
        most = Math.max(most, ++open);
        await new Promise((resolve) => setTimeout(resolve, 5));
        open--;
      },
      badRow: () => expect(open).toBe(0),
    });
    expect(most).toBe(1);
    const mine = new Error('mine');
    const parsing = parseVisitLog(bytesSource(log), shop, {
      row: () => {
        throw mine;
      },
      badRow: () => {},
    });
    await expect(parsing).rejects.toBe(mine);
  });
});
