/**
 * How many faults: few in `npm test`, more in `npm run test:faults`, as many as the promise names in `npm run torture`
 * (TRUST.md, the table of promises). `REGULARS_FAULTS=ci npx vitest run FILE` for one file of them.
 */
export const scale = process.env.REGULARS_FAULTS === 'torture' ? 2 : process.env.REGULARS_FAULTS === 'ci' ? 1 : 0;
export const count = (slice: number, ci: number, torture: number): number => [slice, ci, torture][scale] ?? slice;

/**
 * How long a count may take, ms: `npm run torture -- --minutes N`. Counts that stand for one promise share the minutes. What was done by
 * then is printed, and only that was proved.
 */
export const timeFor = (share: number): number =>
  Number(process.env.REGULARS_MINUTES ?? Number.POSITIVE_INFINITY) * 60_000 * share;

/** 0, 1, 2 … as many as wanted, or as there is time for; one in any case. */
export function* upTo(wanted: number, share = 1): Generator<number, void> {
  const end = performance.now() + timeFor(share);
  for (let n = 0; n < wanted && (n === 0 || performance.now() < end); n++) yield n;
}

/** Random numbers that a printed seed brings back: mulberry32. */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * Printed with every result; REGULARS_SEED brings a run back. `npm test` looks at the same faults every time, so that a change is judged by
 * what it changes; the longer runs look for new ones.
 */
export const seed = Number(
  process.env.REGULARS_SEED ?? (scale === 0 ? 20_261_128 : Math.floor(Math.random() * 2 ** 31)),
);
