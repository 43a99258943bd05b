import { RequestId } from '../../preload/contract/values.ts';
import { z } from '../../preload/contract/zod.ts';

/**
 * Commands that were sent and not answered yet, by whom: ids and a procedure's name, never what was in them. They stand where a page that
 * broke off finds them again when it was loaded anew, and nobody after the window was closed.
 */
const key = 'regulars.pending';

const Pending = z.strictObject({ requestId: RequestId, name: z.string(), personId: z.string().nullable() });
type Pending = z.infer<typeof Pending>;

function read(): Pending[] {
  try {
    return z.array(Pending).parse(JSON.parse(sessionStorage.getItem(key) ?? '[]'));
  } catch {
    return [];
  }
}

function write(all: readonly Pending[]): void {
  if (all.length === 0) sessionStorage.removeItem(key);
  else sessionStorage.setItem(key, JSON.stringify(all));
}

export function notePending(one: { requestId: string; name: string; personId: string | null }): void {
  write([...read(), one as Pending]);
}

export function settlePending(requestId: string): void {
  write(read().filter((one) => one.requestId !== requestId));
}

/** What an earlier page of this window left unanswered. Asked at the start, before this page sends anything. */
let left: readonly Pending[] = read();
write([]);

/** The unanswered commands of this person, once: whoever asks takes them. */
export function takeLeft(personId: string): readonly Pending[] {
  const mine = left.filter((one) => one.personId === personId);
  left = left.filter((one) => one.personId !== personId);
  return mine;
}
