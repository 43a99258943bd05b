import fc from 'fast-check';
import { seed, upTo } from './counts.ts';

/** Runs before the clock is looked at: fast-check's own limit leaves a run under way, on a shop that is then closed under it. */
const batch = 50;

/** Checks a property so often, or as often as there is time for; answers how often that was. What breaks it is thrown, made as small as it goes. */
export async function holds<T>(
  property: fc.IProperty<T> | fc.IAsyncProperty<T>,
  wanted: number,
  share = 1,
): Promise<number> {
  let done = 0;
  for (const n of upTo(Math.ceil(wanted / batch), share)) {
    const numRuns = Math.min(batch, wanted - done);
    await fc.assert(property as fc.IAsyncProperty<T>, { numRuns, seed: (seed + n) | 0 });
    done += numRuns;
  }
  return done;
}
