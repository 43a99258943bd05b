import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * What takes longest in a fresh clone, and in `npm run test:faults`; in this order. Vitest knows how long a file took from the run before, and goes by
 * the size of the others, which says nothing of how much they do: the longest would begin last, and the other core wait for it.
 */
const longest = [
  'faults/errors',
  'faults/power',
  'crash/kill',
  'ledger/model',
  'contract/fuzz',
  'faults/update',
  'faults/full',
  'faults/salvageInTrouble',
  'faults/corrupt',
  'faults/kernel',
  'faults/salvage',
  'ledger/kinds',
  'demo/demo',
  'headless/processes',
].map((name) => `/tests/${name}.test.ts`);

const placeOf = ({ moduleId }: TestSpecification): number => {
  const place = longest.findIndex((end) => moduleId.endsWith(end));
  return place < 0 ? longest.length : place;
};

/** Files in the order in which both cores are busy to the end. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).sort((one, other) => placeOf(one) - placeOf(other));
  }
}
