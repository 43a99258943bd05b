import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, sep } from 'node:path';
import { type ESTree, parseSync, Visitor } from 'vite';

export const root = join(import.meta.dirname, '../..');

/** A file of ours, read and parsed. Paths are from the root, with slashes. */
export interface Source {
  readonly path: string;
  readonly text: string;
  readonly program: ESTree.Program;
  /** What it imports or passes on: 'node:fs', 'zod' or the path of another file of ours. Types too. */
  readonly imports: readonly string[];
}

export type Node = ESTree.Node;

/** Files below a folder whose names end so. */
export function filesIn(folder: string, endings: readonly string[]): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name).split(sep).join('/'))
    .filter((path) => endings.some((ending) => path.endsWith(ending)))
    .sort();
}

export const textOf = (path: string): string => readFileSync(join(root, path), 'utf8');

export const parsed = (path: string): Source => parsedText(textOf(path), path);

export function parsedText(text: string, path = 'text.ts'): Source {
  const { program, module, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message}`);
  const literal = (of: { start: number; end: number }) => text.slice(of.start, of.end).replace(/^['"]|['"]$/g, '');
  const named = [
    ...module.staticImports.map((one) => one.moduleRequest.value),
    ...module.staticExports.flatMap((one) => one.entries.flatMap((entry) => entry.moduleRequest?.value ?? [])),
    ...module.dynamicImports.map((one) => literal(one.moduleRequest)),
  ];
  return { path, text, program, imports: [...new Set(named)].map((name) => resolved(path, name)) };
}

function resolved(from: string, name: string): string {
  return name.startsWith('.') ? posix.normalize(posix.join(dirname(from).split(sep).join('/'), name)) : name;
}

/** All sources of a folder. */
export const sourcesIn = (folder: string): Source[] => filesIn(folder, ['.ts', '.tsx']).map(parsed);

/** Calls back for nodes by their kind. */
export function walk(source: Source, visitor: ConstructorParameters<typeof Visitor>[0]): void {
  new Visitor(visitor).visit(source.program);
}

/** Where a node stands, for a person. */
export function place(source: Source, node: { start: number }): string {
  return `${source.path}:${source.text.slice(0, node.start).split('\n').length}`;
}
