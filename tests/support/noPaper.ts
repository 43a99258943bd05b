import type { Services } from '../../main/bridge/services.ts';

/** A world without printers: what tests without a window hand in. */
export const noPaper: Pick<Services, 'makePdf' | 'printPaper' | 'listPrinters'> = {
  makePdf: async () => null,
  printPaper: async () => 'failed',
  listPrinters: async () => [],
};
