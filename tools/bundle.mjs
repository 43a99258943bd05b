// Bundles parts of the app for plain Node, without Electron: the headless commands and the benchmarks.
// Runs as its own program on the tools' Node: node tools/bundle.mjs TARGET_FOLDER NAME=ENTRY...
import path from 'node:path';
import { build } from 'vite';

const [target, ...entries] = process.argv.slice(2);
if (!target || entries.length === 0) throw new Error('usage: node tools/bundle.mjs TARGET_FOLDER NAME=ENTRY...');

await build({
  configFile: false,
  root: path.resolve(import.meta.dirname, '..'),
  logLevel: 'warn',
  ssr: { noExternal: true, external: ['better-sqlite3'] },
  build: {
    ssr: true,
    outDir: path.resolve(target),
    emptyOutDir: false,
    target: 'node20.18',
    rolldownOptions: {
      input: Object.fromEntries(entries.map((entry) => entry.split('='))),
      output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
});
