import { basename, dirname } from 'node:path';
import type { OutputFor } from '../../preload/contract/index.ts';
import { AppError } from '../bridge/errors.ts';
import { implement } from '../bridge/implement.ts';
import { isInside } from '../shop/inside.ts';
import { writeWhole } from '../shop/writeWhole.ts';
import { changeBox, readBox } from './box.ts';
import { plainCopies, removePlainCopies } from './copies.ts';
import { openKeysOf } from './files.ts';
import { textOf } from './ring.ts';
import { type KeyStore, keysInStore, lockInStore, sealSteps } from './seal.ts';
import { wrapChecked } from './wrap.ts';

function kept(folder: string, keyStore: KeyStore | null): OutputFor<'keys.state'>['kept'] {
  if (openKeysOf(folder) !== null) return 'nothing';
  if (readBox(folder).password !== null) return 'password';
  return keysInStore(folder, keyStore) === null ? 'code' : 'computer';
}

export const keys = implement('keys', {
  async state({ shop, services }) {
    return {
      kept: kept(shop.folder, services.keyStore),
      keyStore: lockInStore(shop.keys, services.keyStore) !== null,
      copies: plainCopies(shop.folder).length,
    };
  },

  async seal({ shop, services, pins, record }, { password }) {
    const { folder, keys } = shop;
    if (!['nothing', 'code'].includes(kept(folder, services.keyStore))) return { done: true };
    if (readBox(folder).recovery === null) throw new AppError('RECOVERY_NEEDED');
    const keyStore = lockInStore(keys, services.keyStore);
    if (keyStore === null && password === null) throw new AppError('BAD_INPUT', {}, ['password']);
    const daily =
      keyStore !== null
        ? { keyStore, password: null }
        : { keyStore: null, password: await wrapChecked(keys, password ?? '', pins.cost) };
    for (const step of sealSteps(folder, daily)) step();
    record('keys.seal', () => undefined, { by: keyStore === null ? 'password' : 'computer' });
    return { done: true };
  },

  async later({ shop, clock, record }) {
    changeBox(shop.folder, { laterAt: clock() });
    record('keys.later', () => undefined);
    return { done: true };
  },

  async saveFile({ shop, services, record }) {
    const target = await services.chooseTarget('key', 'regulars.key');
    if (target === null) return { saved: null };
    if (isInside(shop.folder, dirname(target))) throw new AppError('KEY_PLACE');
    await writeWhole(target, textOf(shop.keys));
    record('keys.saveFile', () => undefined);
    return { saved: basename(target) };
  },

  async removeCopies({ shop, record }) {
    const copies = await removePlainCopies(shop.folder);
    record('keys.removeCopies', () => undefined, { copies });
    return { done: true };
  },

  async changePassword({ shop, pins, record }, { password }) {
    const { folder, keys } = shop;
    if (readBox(folder).password === null || openKeysOf(folder) !== null) throw new AppError('NOT_FOUND');
    changeBox(folder, { password: await wrapChecked(keys, password, pins.cost) });
    record('keys.changePassword', () => undefined);
    return { done: true };
  },
});
