import { execFile, execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { parse } from 'csv-parse/sync';
import { openPromise } from 'yauzl';
import { testFolder } from './shop.ts';

/** One cell as the file has it: `t` is XLSX's type, `value` the number or the text, `format` its number format. */
export interface ReadCell {
  readonly value: string | number;
  readonly format: string | null;
}

/** A workbook's sheets by name, each as rows of cells by column; read with nothing of the library that wrote it. */
export type ReadBook = Map<string, (ReadCell | null)[][]>;

/** The parts of the zip file, as text. */
async function partsOf(file: string): Promise<Map<string, string>> {
  const zip = await openPromise(file);
  const parts = new Map<string, string>();
  for await (const entry of zip.eachEntry())
    parts.set(entry.fileName, await text(await zip.openReadStreamPromise(entry)));
  return parts;
}

const plain = (xml: string): string =>
  xml
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;|&apos;/g, "'")
    .replace(/&amp;/g, '&');

const attribute = (tag: string, name: string): string | null =>
  new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1] ?? null;
const textsOf = (xml: string): string =>
  [...xml.matchAll(/<t\b[^>]*>([^<]*)<\/t>/g)].map((m) => plain(m[1] ?? '')).join('');

/** "B7" to 1: the column, from 0. */
const columnOf = (reference: string): number =>
  [...reference.replace(/\d+/, '')].reduce((sum, letter) => 26 * sum + letter.charCodeAt(0) - 64, 0) - 1;

/** Unzips an XLSX file and reads its XML by the format's own rules (ECMA-376). */
export async function readWorkbook(file: string): Promise<ReadBook> {
  const parts = await partsOf(file);
  const part = (name: string): string => {
    const found = parts.get(name);
    if (found === undefined) throw new Error(`the workbook has no ${name}`);
    return found;
  };
  const strings = [...(parts.get('xl/sharedStrings.xml') ?? '').matchAll(/<si\b[^>]*>(.*?)<\/si>/gs)].map((m) =>
    textsOf(m[1] ?? ''),
  );
  const styles = part('xl/styles.xml');
  const formats = new Map(
    [...styles.matchAll(/<numFmt\b[^>]*>/g)].map(([tag]) => [
      attribute(tag, 'numFmtId'),
      plain(attribute(tag, 'formatCode') ?? ''),
    ]),
  );
  const looks = [...(/<cellXfs\b.*?<\/cellXfs>/s.exec(styles)?.[0] ?? '').matchAll(/<xf\b[^>]*>/g)].map(
    ([tag]) => formats.get(attribute(tag, 'numFmtId')) ?? null,
  );
  const targets = new Map(
    [...part('xl/_rels/workbook.xml.rels').matchAll(/<Relationship\b[^>]*>/g)].map(([tag]) => [
      attribute(tag, 'Id'),
      attribute(tag, 'Target'),
    ]),
  );
  const book: ReadBook = new Map();
  for (const [tag] of part('xl/workbook.xml').matchAll(/<sheet\b[^>]*>/g)) {
    const sheet = part(`xl/${targets.get(attribute(tag, 'r:id'))}`);
    const rows = [...sheet.matchAll(/<row\b[^>]*>(.*?)<\/row>/gs)].map((row) => {
      const cells: (ReadCell | null)[] = [];
      for (const [, head = '', body = ''] of (row[1] ?? '').matchAll(/<c\b([^>]*?)(?:\/>|>(.*?)<\/c>)/gs)) {
        const raw = /<v>([^<]*)<\/v>/.exec(body)?.[1] ?? null;
        const type = attribute(head, 't');
        const column = columnOf(attribute(head, 'r') ?? '');
        while (cells.length < column) cells.push(null);
        const style = attribute(head, 's');
        const format = style === null ? null : (looks[Number(style)] ?? null);
        if (type === 'inlineStr') cells.push({ value: textsOf(body), format });
        else if (raw === null) cells.push(null);
        else
          cells.push({
            value: type === 's' ? (strings[Number(raw)] ?? '') : type === 'str' ? plain(raw) : Number(raw),
            format,
          });
      }
      return cells;
    });
    book.set(plain(attribute(tag, 'name') ?? ''), rows);
  }
  return book;
}

/** LibreOffice's program on this machine, or null. */
export function findLibreOffice(): string | null {
  for (const name of ['soffice', 'libreoffice']) {
    try {
      execFileSync(name, ['--version'], { stdio: 'ignore' });
      return name;
    } catch {
      // Not this name.
    }
  }
  return null;
}

/** Every sheet as LibreOffice understands it: raw values, not as shown. By the sheet's name. */
export async function readByLibreOffice(program: string, bytes: Uint8Array): Promise<Map<string, string[][]>> {
  const folder = testFolder();
  const file = join(folder, 'book.xlsx');
  writeFileSync(file, bytes);
  // Comma, double quote, UTF-8, from line 1, no column formats, US English, quote all text, raw values, all sheets.
  const filter = 'csv:Text - txt - csv (StarCalc):44,34,76,1,,1033,true,false,false,false,false,-1';
  await promisify(execFile)(program, [
    `-env:UserInstallation=file://${folder}/profile`,
    '--headless',
    '--convert-to',
    filter,
    '--outdir',
    folder,
    file,
  ]);
  return new Map(
    readdirSync(folder)
      .filter((name) => name.endsWith('.csv'))
      .map((name) => [
        name.slice('book-'.length, -'.csv'.length),
        parse(readFileSync(join(folder, name), 'utf8'), { relax_column_count: true }) as string[][],
      ]),
  );
}
