import type { ReadConnection } from '../../db/open.ts';
import { type BackupOwnerRow, hasRecovery, listBackupOwners } from '../../db/queries/rescue.ts';
import type { Provers, RescueProof } from '../../preload/contract/rescue.ts';
import type { PersonId } from '../../preload/contract/values.ts';
import { AppError, found } from '../bridge/errors.ts';
import { unwrapKeys, type Wrap } from '../keys/wrap.ts';
import type { Pins } from '../people/pin.ts';
import { matchingRecovery } from '../people/recovery.ts';
import type { Tries } from './tries.ts';

/** Was this PIN hashed with the pepper of this folder, or without any? */
const isCheckedHere = ({ pinPepper }: BackupOwnerRow, pins: Pins): boolean =>
  pinPepper === null || pinPepper === pins.pepper;

/** Who can prove that the shop in a file is theirs, by what the file itself knows; `wrap`: what else the recovery code opens. */
export const proversOf = (read: ReadConnection, pins: Pins, wrap: Wrap | null = null): Provers => ({
  owners: listBackupOwners(read).map((owner) => ({
    personId: owner.id as PersonId,
    name: owner.name,
    pin: isCheckedHere(owner, pins),
  })),
  hasCode: hasRecovery(read) || wrap !== null,
});

/**
 * Checks that somebody is an owner of the shop in a file, by what the file itself knows: on a computer that never had the shop only the
 * recovery code can tell, because PINs are mixed with what lies in the folder they were made in. Where the file has lost the code's hash, the code
 * is the right one that opens the `wrap`. Wrong ones are counted.
 * Throws PIN_WRONG, PIN_LOCKED, PIN_ELSEWHERE or RECOVERY_WRONG.
 */
export async function proveOwner(
  read: ReadConnection,
  proof: RescueProof,
  { pins, tries, wrap = null }: { pins: Pins; tries: Tries; wrap?: Wrap | null },
): Promise<void> {
  tries.refuseLocked();
  const owner = found(listBackupOwners(read).find(({ id }) => id === proof.personId));
  if (proof.by === 'code') {
    const code = proof.recoveryCode;
    const isRight = hasRecovery(read)
      ? (await matchingRecovery(read, code, pins.cost)) !== null
      : wrap !== null && (await unwrapKeys(wrap, code)) !== null;
    if (isRight) return tries.right();
    tries.wrong();
    throw new AppError('RECOVERY_WRONG');
  }
  if (!isCheckedHere(owner, pins)) throw new AppError('PIN_ELSEWHERE');
  if (await pins.matches(proof.pin, owner)) return tries.right();
  throw new AppError('PIN_WRONG', { left: tries.wrong() });
}
