import path from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const here = (file: string) => path.resolve(import.meta.dirname, file);

// Fixed, and as old as the oldest Electron the tests run on; else they would follow the newest.
const NODE = 'node20.18';
const CHROME = 'chrome130';

export default defineConfig({
  main: {
    // fflate's Node build makes a "require" of its own, beside the one electron-vite writes into the same file. The other build
    // lacks only the threads, and write-excel-file uses none.
    resolve: { alias: { fflate: 'fflate/browser' } },
    build: {
      target: NODE,
      // Everything is bundled but the database, whose compiled part must stay a file of its own.
      externalizeDeps: { include: ['better-sqlite3'] },
      rolldownOptions: {
        input: { index: here('main/index.ts'), worker: here('main/background/worker.ts') },
        // All in one folder, so that './worker.js' is beside whichever chunk names it.
        output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      target: NODE,
      // A sandboxed preload can load nothing: one file, in the old module form.
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: here('preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: here('renderer'),
    plugins: [react()],
    server: { host: '127.0.0.1', strictPort: true },
    build: {
      target: CHROME,
      minify: true,
      // The policy allows files of our own and nothing inline.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: { input: { index: here('renderer/index.html'), paper: here('renderer/paper/index.html') } },
    },
  },
});
