import { type Node, readNode } from './leaves.ts';
import type { Pages } from './pages.ts';
import { type Row, rowOf, type Shape } from './shapes.ts';

export interface Steps {
  /** Takes a row of a table. */
  take(shape: Shape, row: Row): void;
  /** Called every so often between pages: throws when somebody has cancelled. */
  progress(done: number, total: number): void;
}

/** Pages looked at between two words about it. */
const step = 500;
const schemaRoot = 1;

interface Root {
  readonly name: string;
  readonly isTable: boolean;
  readonly page: number;
}

/**
 * Finds the rows of tables in the pages that can be read. A page belongs to the table whose tree leads to it; one that no tree leads to any
 * more, because a page above it is damaged, is known by its rows: they fit one table alone. Answers the tables of which something could not be
 * read, as far as the file still tells.
 */
export function findRows(
  pages: Pages,
  shapes: ReadonlyMap<string, Shape>,
  { take, progress }: Steps,
): ReadonlySet<string> {
  const lacking = new Set<string>();
  const seen = new Set<number>();
  let done = 0;
  const next = () => {
    if (done++ % step === 0) progress(Math.min(done, pages.count), pages.count);
  };

  const takeAll = (node: Node, shape: Shape): void => {
    if (node.lacking) lacking.add(shape.name);
    for (const { number, values } of node.rows) {
      const row = rowOf(shape, values, number);
      if (row) take(shape, row);
      else lacking.add(shape.name);
    }
  };

  /** All pages of a tree; the table's rows on them, if it is one's. */
  const follow = (root: Root): void => {
    const shape = root.isTable ? shapes.get(root.name) : undefined;
    for (const waiting = [root.page]; waiting.length > 0; ) {
      const number = waiting.pop() ?? 0;
      if (seen.has(number)) continue;
      const node = readNode(pages, number);
      if (!node) {
        if (shape) lacking.add(shape.name);
        continue;
      }
      seen.add(number);
      next();
      if (shape && (node.kind === 'ordered') === shape.ordered) takeAll(node, shape);
      waiting.push(...node.children);
    }
  };

  const roots = findRoots(pages);
  for (const root of roots) follow(root);
  for (const name of shapes.keys()) if (!roots.some((root) => root.isTable && root.name === name)) lacking.add(name);
  for (let number = schemaRoot + 1; number <= pages.count; number++) {
    if (seen.has(number)) continue;
    next();
    const node = readNode(pages, number);
    const shape = node && onlyShapeOf(node, shapes);
    if (node && shape) takeAll(node, shape);
  }
  return lacking;
}

/** The one table that every row on a page fits; null when there is none, or more than one. */
function onlyShapeOf(node: Node, shapes: ReadonlyMap<string, Shape>): Shape | null {
  if (node.rows.length === 0) return null;
  const fitting = [...shapes.values()].filter(
    (shape) =>
      shape.ordered === (node.kind === 'ordered') &&
      node.rows.every(({ number, values }) => rowOf(shape, values, number) !== null),
  );
  return fitting.length === 1 ? (fitting[0] ?? null) : null;
}

const kinds = ['table', 'index', 'view', 'trigger'];

/** Where trees begin: the schema's rows are found like any others, because the first page may be the damaged one. */
function findRoots(pages: Pages): Root[] {
  const roots: Root[] = [];
  for (let number = schemaRoot; number <= pages.count; number++) {
    const [first] = readNode(pages, number, 1)?.rows ?? [];
    if (!kinds.includes(String(first?.values[0]))) continue;
    for (const { values } of readNode(pages, number)?.rows ?? []) {
      const [kind, name, table, page, sql] = values;
      if (values.length !== 5 || typeof kind !== 'string' || !kinds.includes(kind)) break;
      // The spare first page of a copy is none of the file's own.
      if (name === 'room') continue;
      if (typeof name !== 'string' || typeof table !== 'string' || typeof page !== 'number' || page === 0) continue;
      if (typeof sql === 'string' || kind === 'index') roots.push({ name, isTable: kind === 'table', page });
    }
  }
  return roots;
}
