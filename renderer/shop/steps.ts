import type { Draft } from './draft.ts';

/** What every step of the first run is given. */
export interface StepProps {
  readonly draft: Draft;
  change(part: Partial<Draft>): void;
}
