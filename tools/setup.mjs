// From a bare clone to a machine on which the app runs. Every step looks first and does only what is missing.
import { compileNeeds, displayNeeds, electronNeeds, ensure } from './apt.mjs';
import { hasDisplay } from './display.mjs';
import { bindingToCompile } from './electron.mjs';
import { installModules } from './npm.mjs';

/**
 * Packages of the lock file and of the operating system.
 * @throws {import('./process.mjs').PlainError} with what the person can do, when this process may not install
 */
export async function setUp() {
  await installModules();
  await ensure([
    ...electronNeeds,
    ...(hasDisplay() ? [] : displayNeeds),
    ...((await bindingToCompile()) ? compileNeeds : []),
  ]);
}
