import { safeStorage } from 'electron';
import type { KeyStore } from '../keys/seal.ts';

/** Linux's ways of keeping a secret that keep none. */
const worthless = ['basic_text', 'unknown'];

function isThere(): boolean {
  if (!safeStorage.isEncryptionAvailable()) return false;
  return process.platform !== 'linux' || !worthless.includes(safeStorage.getSelectedStorageBackend());
}

/** The key store of the system: Windows' for the account, macOS's keychain, Linux's keyring. Electron is ready. */
export const systemKeyStore: KeyStore = {
  lock: (secret) => attempt(() => safeStorage.encryptString(Buffer.from(secret).toString('base64'))),
  unlock: (box) => attempt(() => Buffer.from(safeStorage.decryptString(Buffer.from(box)), 'base64')),
};

/** A keyring that was lost, or that the person has locked, refuses: nothing worse than a store that is not there. */
function attempt(work: () => Uint8Array): Uint8Array | null {
  try {
    return isThere() ? work() : null;
  } catch {
    return null;
  }
}
