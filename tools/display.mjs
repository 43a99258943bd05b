// A screen in memory, for machines without one. It belongs to whoever is connected to it: the server ends
// with its last client, and this process is a client, so nothing stays behind however we end.

import { spawn } from 'node:child_process';
import { randomBytes, randomInt } from 'node:crypto';
import { mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { PlainError } from './process.mjs';

/** Whether windows can be shown here without our help. @returns {boolean} */
export function hasDisplay() {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

/**
 * Starts a virtual screen unless there is a real one.
 * @returns {Promise<NodeJS.ProcessEnv>} environment for programs that show windows
 */
export async function ensureDisplay() {
  if (hasDisplay()) return {};
  const cookie = randomBytes(16);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'regulars-display-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const authority = path.join(folder, 'authority');
  writeFileSync(authority, authorityFile(cookie), { mode: 0o600 });
  for (let attempt = 1; ; attempt += 1) {
    // At random: the lowest free number may be one that another server is just giving up.
    const number = randomInt(100, 50_000);
    const log = path.join(folder, 'log');
    const server = spawnServer(number, authority, log);
    try {
      await accepts(server);
      await holdOpen(number, cookie);
      return { DISPLAY: `:${number}`, XAUTHORITY: authority };
    } catch (error) {
      server.kill();
      if (attempt === 3)
        throw new PlainError(`${error instanceof Error ? error.message : error}\n${readFileSync(log, 'utf8')}`);
    }
  }
}

/**
 * @param {number} number of the display
 * @param {string} authority
 * @param {string} log
 */
function spawnServer(number, authority, log) {
  const args = [`:${number}`, '-displayfd', '3', '-terminate', '-auth', authority];
  args.push('-nolisten', 'tcp', '-screen', '0', '1600x1200x24');
  // A process group of its own: Ctrl-C must not take the screen away before the app has closed its database.
  return spawn('Xvfb', args, { stdio: ['ignore', 'ignore', openSync(log, 'w'), 'pipe'], detached: true });
}

/**
 * @param {import('node:child_process').ChildProcess} server
 * @returns {Promise<void>} when it accepts connections
 */
function accepts(server) {
  return new Promise((resolve, reject) => {
    server.on('error', (error) => reject(new PlainError(`Xvfb could not be started: ${error.message}`)));
    server.on('exit', (code) => reject(new PlainError(`Xvfb ended at once (exit code ${code}).`)));
    const answer = /** @type {import('node:stream').Readable} */ (server.stdio[3]);
    // The number and its line end come in two writes; a pipe closed in between would end the server.
    answer.on('data', (part) => {
      if (!part.includes('\n')) return;
      answer.destroy();
      server.unref();
      resolve();
    });
  });
}

/**
 * An X authority file with one entry that is good for every display.
 * @param {Buffer} cookie
 */
function authorityFile(cookie) {
  const name = Buffer.from('MIT-MAGIC-COOKIE-1');
  const anyFamily = Buffer.from([0xff, 0xff]);
  return Buffer.concat([anyFamily, length(0), length(0), length(name.length), name, length(cookie.length), cookie]);
}

/** @param {number} n @returns {Buffer} 16 bits, big endian */
function length(n) {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(n);
  return bytes;
}

/**
 * Connects as a client that asks for nothing (X11 protocol, "Connection Setup").
 * @param {number} number
 * @param {Buffer} cookie
 * @returns {Promise<void>}
 */
function holdOpen(number, cookie) {
  const name = Buffer.from('MIT-MAGIC-COOKIE-1\0\0'); // padded to a multiple of four
  const head = Buffer.alloc(12);
  head.write('l');
  head.writeUInt16LE(11, 2);
  head.writeUInt16LE(18, 6);
  head.writeUInt16LE(cookie.length, 8);
  const socket = connect(`/tmp/.X11-unix/X${number}`);
  socket.write(Buffer.concat([head, name, cookie]));
  return new Promise((resolve, reject) => {
    socket.once('error', (error) => reject(new PlainError(`The virtual screen does not answer: ${error.message}`)));
    socket.once('data', (answer) => {
      socket.on('error', () => {}); // from now on its end is not our trouble
      socket.unref();
      if (answer[0] === 1) resolve();
      else reject(new PlainError('The virtual screen refused the connection.'));
    });
  });
}
