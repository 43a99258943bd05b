// What official builds of Electron bring as resources/default_app.asar and the registry's one lacks: it
// starts the app named on the command line. It has to wait for the app's module: "ready" is held back
// only while the entry module loads, and privileged schemes must be registered before.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

const require = createRequire(import.meta.url);
let folder;
const args = process.argv.slice(1);
while (args.length > 0 && !folder) {
  const arg = args.shift();
  if (arg === '-r' || arg === '--require') require(path.resolve(args.shift()));
  else if (!arg.startsWith('-')) folder = path.resolve(arg);
}
if (!folder) {
  process.stderr.write('usage: electron [switches] [-r FILE] APP_FOLDER\n');
  app.exit(2);
} else {
  const about = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  app.setAppPath(folder);
  app.setName(about.productName ?? about.name);
  app.setVersion(about.version);
  await import(pathToFileURL(path.join(folder, about.main)).href);
}
