import { anyone, task } from './kinds.ts';
import { Done, Nothing } from './values.ts';

/** The demo shop lives in a folder of its own; the real shop's file is never touched. */
export const demo = {
  /** Makes the demo shop (with progress) and opens it in place of the real one. */
  enter: task({
    access: anyone,
    input: Nothing,
    output: Done,
    changes: ['shop', 'people', 'session', 'customers', 'cards', 'programs', 'visits', 'months'],
  }),
  /** Closes the demo shop, also one that is damaged, deletes its folder and goes back. Refused outside the demo. */
  leave: task({
    access: anyone,
    input: Nothing,
    output: Done,
    changes: ['shop', 'people', 'session', 'customers', 'cards', 'programs', 'visits', 'months'],
  }),
};
