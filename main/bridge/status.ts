import { findBackupPlace } from '../../db/queries/backups.ts';
import { lastEntry } from '../../db/queries/ledger.ts';
import { findRecovery, listPeople } from '../../db/queries/people.ts';
import { listPrograms } from '../../db/queries/programs.ts';
import { findShop } from '../../db/queries/shop.ts';
import type { ShopHealth, ShopStatus } from '../../preload/contract/shop.ts';
import { isOutsideLate } from '../backups/keep.ts';
import { readBox } from '../keys/box.ts';
import { openKeysOf } from '../keys/files.ts';
import { clockWarning } from '../ledger/clock.ts';
import { settingsOf } from '../shop/shop.ts';
import { spaceOf } from '../shop/space.ts';
import { businessDayOf } from '../shop/time.ts';
import { AppError } from './errors.ts';
import type { OpenState, State } from './state.ts';

export interface StatusParts extends Pick<ShopStatus, 'now' | 'systemLanguage' | 'systemTimeZone'> {
  /** The shop's data folder. */
  readonly folder: string;
  /** The computer's clock was set back while the app ran. */
  readonly clockBehind: boolean;
}

const nothing = {
  settings: null,
  today: null,
  demo: false,
  hasRecoveryCode: false,
  decidedOnPlace: false,
  hasProgram: false,
  failure: null,
  lock: null,
  unsealed: false,
  clockBehind: false,
  health: null,
  expiring: null,
} as const;

/** What the page is told of the shop, whatever state it is in. */
export function statusOf(state: State, { folder, clockBehind, ...base }: StatusParts): ShopStatus {
  if (state.kind === 'empty') return { ...base, ...nothing, state: 'empty' };
  if (state.kind === 'failed') return { ...base, ...nothing, state: 'failed', failure: state.failure };
  if (state.kind === 'locked') return { ...base, ...nothing, state: 'locked', lock: { password: state.password } };
  const { shop, demo, care } = state;
  const { read } = shop;
  const row = findShop(read);
  if (!row) throw new AppError('NO_SHOP');
  return {
    ...base,
    failure: null,
    lock: null,
    unsealed: !demo && openKeysOf(folder) !== null && readBox(folder).laterAt === null,
    state: listPeople(read).length === 0 ? 'needsOwner' : 'ready',
    settings: settingsOf(row),
    today: businessDayOf(base.now, row.timeZone, row.dayStartMinutes),
    demo,
    // A code from before files were locked signs in and opens nothing: another is made.
    hasRecoveryCode: findRecovery(read) !== null && (demo || readBox(folder).recovery !== null),
    decidedOnPlace: findBackupPlace(read) !== null,
    hasProgram: listPrograms(read).length > 0,
    clockBehind: clockBehind || base.now < lastEntry(read).recordedAt - clockWarning,
    health: {
      space: spaceOf(shop.folder),
      readOnly: state.dispatcher.readOnly,
      journal: shop.journal,
      firstBad: care.firstBad,
      firstBadLine: care.firstBadLine,
      backup: backupHealth(state, base.now),
    },
    expiring: care.expiring,
  };
}

function backupHealth({ shop, demo, dispatcher }: OpenState, now: number): ShopHealth['backup'] {
  if (demo) return 'fine';
  if (dispatcher.parts.backups.failed === 'here') return 'failed';
  return isOutsideLate(shop.read, now) ? 'late' : 'fine';
}
