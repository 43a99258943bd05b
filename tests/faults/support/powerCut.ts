import { setImmediate as nextTurn } from 'node:timers/promises';
import { seed } from '../../support/counts.ts';
import { createDisk, type Model, models, type Operation } from './record.ts';

/** What is found after a cut: path within the folder, with its slash, to bytes. */
export type Left = ReadonlyMap<string, Buffer>;

/** What was acknowledged up to a moment: ids of requests, and whether a restore was under way. */
export interface Acknowledged {
  readonly ids: string[];
  restoring: boolean;
}

export const isAck = (operation: Operation): operation is Extract<Operation, { op: 'write' }> =>
  operation.op === 'write' && operation.path.endsWith('/acks');

/** What was done to the disk under a folder, and the files that lay there before, by their whole paths. */
export interface Work {
  readonly folder: string;
  readonly operations: readonly Operation[];
  readonly first?: ReadonlyMap<string, Buffer>;
}

/** Cuts the power at about as many moments as wanted, spread over all operations and models, and has each looked at. Answers how many there were. */
export async function cutAt(
  { folder, operations, first }: Work,
  wanted: number,
  random: () => number,
  look: (left: Left, acknowledged: Acknowledged) => Promise<void> | void,
  forgetSync?: (path: string) => boolean,
): Promise<number> {
  const disk = createDisk(forgetSync);
  disk.lay(first ?? new Map());
  const acknowledged: Acknowledged = { ids: [], restoring: false };
  const each = wanted / (operations.length * models.length);
  let states = 0;
  let due = 0;
  for (const [n, operation] of operations.entries()) {
    disk.do(operation);
    if (isAck(operation))
      for (const line of operation.bytes.toString().trim().split('\n'))
        if (line.startsWith('#')) acknowledged.restoring = line === '#restoring';
        else acknowledged.ids.push(line);
    for (const model of models)
      for (due += each; random() < due; due--) {
        const left = found(disk.cut(model, random), folder);
        try {
          await look(left, acknowledged);
        } catch (cause) {
          throw new Error(describe(model, n, left, acknowledged), { cause });
        }
        states++;
        // Node gives memory back between turns only.
        await nextTurn();
      }
  }
  return states;
}

function found(files: ReadonlyMap<string, Buffer>, folder: string): Left {
  const left = new Map<string, Buffer>();
  for (const [path, bytes] of files)
    if (path.startsWith(folder) && !path.endsWith('/acks')) left.set(path.slice(folder.length), bytes);
  return left;
}

function describe(model: Model, n: number, left: Left, { ids, restoring }: Acknowledged): string {
  const files = [...left].map(([path, bytes]) => `${path} ${bytes.length}`).join(', ');
  return `seed ${seed}, ${model} at operation ${n}, after ${ids.length} acknowledged${restoring ? ', in a restore' : ''}; left: ${files}`;
}
