// Electronegativity over a folder of sources, as its own program because it prints whatever it likes and does not end by itself:
// node tools/electronegativity.mjs PACKAGE_FOLDER SOURCES ELECTRON_VERSION. The last line of stdout is what it found.
import { createRequire } from 'node:module';
import path from 'node:path';

const [folder = '', input = '', electronVersionOverride = ''] = process.argv.slice(2);
const look = createRequire(path.join(folder, 'package.json'))('@doyensec/electronegativity');
const { errors, issues } = await look({
  input,
  isRelative: true,
  electronVersionOverride,
  customScan: [],
  // It asks the network for Electron's releases, and there is none.
  excludeFromScan: ['availablesecurityfixesglobalcheck'],
});
const found = issues.map(
  (
    /** @type {{ id: string, file: string, location: { line: number }, severity: { name: string }, sample?: string }} */ one,
  ) => ({
    id: one.id,
    file: one.file,
    line: one.location.line,
    severity: one.severity.name,
    sample: one.sample ?? '',
  }),
);
const unread = errors.map((/** @type {{ file: string, message: string }} */ one) => `${one.file}: ${one.message}`);
process.stdout.write(`\n${JSON.stringify({ found, unread })}\n`, () => process.exit(0));
