import type { Services } from '../../main/bridge/services.ts';

/** A world without printers and key store: what tests without a window hand in. */
export const noPaper: Pick<Services, 'makePdf' | 'printPaper' | 'listPrinters' | 'keyStore'> = {
  makePdf: async () => null,
  printPaper: async () => 'failed',
  listPrinters: async () => [],
  keyStore: null,
};
