/**
 * A USB scanner is a keyboard that types very fast and ends with Enter or Tab. It works from every screen and every focus:
 * this listener sits before all others, tells a burst from a person by its speed, and takes the burst back out of wherever it landed.
 *
 * Where keys would be typed (a field), they go through at once and the field's former value comes back when a burst turns out.
 * Where keys are shortcuts, they wait for a moment and are replayed if no burst follows, so a code never presses a shortcut.
 */

/** Longest mean gap between the keys of a burst, milliseconds. The fastest typists are near 60. */
const burstGap = 35;
/** A single gap longer than this ends a burst, milliseconds. */
const longestGap = 100;
/** Shortest code. */
const shortest = 4;
/** How long a shortcut key waits to see whether a burst follows, milliseconds: as long as a burst may pause. */
const holdMilliseconds = longestGap;
/** A timer that is so late, milliseconds, had to wait for something. */
const busyMilliseconds = 8;

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

interface Burst {
  text: string;
  keys: number;
  startedAt: number;
  lastAt: number;
  /** Fields that took keys of this burst, with the value before its first key there. */
  fields: Map<Field, string>;
  /** Shortcut keys that wait. */
  held: { event: KeyboardEvent; target: EventTarget }[];
}

let burst: Burst | null = null;
let replaying = false;
let holdTimer: ReturnType<typeof setTimeout> | undefined;
/** Who takes scans, the newest last: a dialog that wants a card goes before the counter. */
const takers: ((code: string) => void)[] = [];
const guards = new Set<() => void>();

const typing = new Set(['text', 'search', 'tel', 'email', 'password', 'number', 'url', 'date', 'month', 'time']);

/** The field a key would change, or null where keys are shortcuts. */
function fieldOf(target: EventTarget | null): Field | null {
  if (target instanceof HTMLTextAreaElement) return target.readOnly || target.disabled ? null : target;
  if (target instanceof HTMLSelectElement) return target;
  if (target instanceof HTMLInputElement && typing.has(target.type))
    return target.readOnly || target.disabled ? null : target;
  return null;
}

/** Sets a field as if its former value had been typed, so that React hears of it. */
function restore(field: Field, value: string): void {
  if (field.value === value) return;
  const setter = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), 'value')?.set;
  setter?.call(field, value);
  field.dispatchEvent(new Event(field instanceof HTMLSelectElement ? 'change' : 'input', { bubbles: true }));
}

/** What the browser does with a real key: a character goes where the caret is. A replayed one needs a hand. */
function insert(field: Field, character: string): void {
  if (field instanceof HTMLSelectElement) return;
  const start = field.selectionStart ?? field.value.length;
  const end = field.selectionEnd ?? start;
  restore(field, field.value.slice(0, start) + character + field.value.slice(end));
  if (field.selectionStart !== null) field.setSelectionRange(start + 1, start + 1);
}

/** It was a person after all: their shortcut keys arrive, a moment late. A shortcut that moves the focus into a field types there. */
function letGo(): void {
  clearTimeout(holdTimer);
  const held = burst?.held ?? [];
  burst = null;
  replaying = true;
  for (const { event, target } of held) {
    const { key, code, shiftKey, repeat } = event;
    const again = new KeyboardEvent('keydown', { key, code, shiftKey, repeat, bubbles: true, cancelable: true });
    const field = target.dispatchEvent(again) ? fieldOf(document.activeElement) : null;
    if (field) insert(field, key);
  }
  replaying = false;
}

/**
 * Lets the waiting keys go when no burst followed. A page that was busy may hear its timer before the
 * keys that came meanwhile: those get their turn first, and where it was busy for long, the wait begins anew.
 */
function hold(): void {
  clearTimeout(holdTimer);
  const due = performance.now() + holdMilliseconds;
  holdTimer = setTimeout(() => {
    if (performance.now() - due > busyMilliseconds) hold();
    else holdTimer = setTimeout(letGo);
  }, holdMilliseconds);
}

function swallow(event: KeyboardEvent): void {
  event.preventDefault();
  event.stopImmediatePropagation();
}

/** A code ended: put the fields back, then hand it over, or drop it while a PIN is being typed. */
function finish(done: Burst): void {
  clearTimeout(holdTimer);
  burst = null;
  for (const [field, value] of done.fields) restore(field, value);
  if (guards.size > 0) {
    for (const guard of guards) guard();
    return;
  }
  const code = done.text.replace(/\p{Cc}/gu, '').trim();
  if (code.length >= shortest) takers.at(-1)?.(code);
}

const fast = (b: Burst): boolean => b.keys > 1 && (b.lastAt - b.startedAt) / (b.keys - 1) <= burstGap;

function onEnd(event: KeyboardEvent): void {
  const current = burst;
  if (!current) return;
  const inTime = event.timeStamp - current.lastAt <= longestGap;
  if (inTime && current.keys >= shortest && fast(current)) {
    swallow(event);
    finish(current);
    return;
  }
  letGo();
}

/** Some scanners send control characters (GS, LF) as Ctrl and a letter: inside a burst they are noise, or its end. */
function onControl(event: KeyboardEvent): void {
  if (!burst || burst.keys < 2 || event.timeStamp - burst.lastAt > longestGap) return;
  const key = event.key.toLowerCase();
  if (key === 'j' || key === 'm') onEnd(event);
  else swallow(event);
}

function onCharacter(event: KeyboardEvent): void {
  if (burst && event.timeStamp - burst.lastAt > longestGap) letGo();
  burst ??= { text: '', keys: 0, startedAt: event.timeStamp, lastAt: event.timeStamp, fields: new Map(), held: [] };
  burst.text += event.key;
  burst.keys += 1;
  burst.lastAt = event.timeStamp;
  // A person who types on and on never grows a burst without bound.
  if (!fast(burst) && burst.keys > 1 && burst.held.length === 0) {
    burst = {
      text: event.key,
      keys: 1,
      startedAt: event.timeStamp,
      lastAt: event.timeStamp,
      fields: new Map(),
      held: [],
    };
  }
  const field = fieldOf(event.target);
  if (field) {
    if (!burst.fields.has(field)) burst.fields.set(field, field.value);
    return;
  }
  // Space presses the focused button by itself; it cannot wait, but inside a burst it must not press.
  if (event.key === ' ' && burst.keys < shortest) return;
  swallow(event);
  if (event.target) burst.held.push({ event, target: event.target });
  hold();
}

function onKeyDown(event: KeyboardEvent): void {
  if (replaying || event.isComposing) return;
  if (event.key === 'Enter' || event.key === 'Tab') onEnd(event);
  else if (event.key.length !== 1) return;
  else if (event.ctrlKey && !event.altKey) onControl(event);
  else if (!event.ctrlKey && !event.altKey && !event.metaKey) onCharacter(event);
}

/** Starts listening on the window; call once. Returns the way to stop. */
export function startScanner(): () => void {
  window.addEventListener('keydown', onKeyDown, { capture: true });
  return () => {
    window.removeEventListener('keydown', onKeyDown, { capture: true });
    letGo();
  };
}

/** Takes what is scanned from now on, until somebody else does. Returns the way to stop. */
export function onScan(take: (code: string) => void): () => void {
  takers.push(take);
  return () => {
    takers.splice(takers.indexOf(take), 1);
  };
}

/** While a PIN is being typed a scan is dropped, and `dropped` empties what it left. Returns the way to end that. */
export function guardFromScans(dropped: () => void): () => void {
  guards.add(dropped);
  return () => guards.delete(dropped);
}
