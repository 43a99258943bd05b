import { useCallback } from 'react';
import type { Result } from '../../preload/contract/errors.ts';
import { findProcedure, type ProcedureName } from '../../preload/contract/index.ts';
import { mayCall } from '../../preload/contract/kinds.ts';
import type { Session } from '../../preload/contract/people.ts';
import { type Approval, askForApproval, askForPin } from '../people/pinRequests.ts';
import { useAsk } from './client.ts';

const nobody: Session = { person: null, proof: null, trustedTill: false };

/** Who is at the till. Nobody until main has answered. */
export function useSession(): Session {
  return useAsk('people.session', {}).data ?? nobody;
}

/** May this person's role do it, once the PIN is given? Hide what it may not. */
export function useMay(name: ProcedureName): boolean {
  const { person } = useSession();
  const procedure = findProcedure(name);
  return procedure !== null && mayCall(procedure.access, person && { role: person.role, proof: 'pin' });
}

/** Does this procedure still want the PIN of the person at the till? */
export function useNeedsPin(name: ProcedureName): boolean {
  const { proof } = useSession();
  const access = findProcedure(name)?.access;
  return access !== undefined && access !== 'anyone' && access.proof === 'pin' && proof !== 'pin';
}

/**
 * Runs something that wants a PIN. On a trusted till, after a tap only, it asks for the PIN first; when main asks for it
 * later (the lock fell in between) it asks and tries once more, with the same request. Null when the person closes the dialog.
 */
export function usePinGate(): { run<T>(fn: () => Promise<Result<T>>): Promise<Result<T> | null> } {
  const { proof } = useSession();
  const run = useCallback(
    async <T>(fn: () => Promise<Result<T>>): Promise<Result<T> | null> => {
      if (proof !== 'pin' && !(await askForPin())) return null;
      const answer = await fn();
      if (answer.ok || answer.error.code !== 'PIN_NEEDED') return answer;
      return (await askForPin()) ? fn() : null;
    },
    [proof],
  );
  return { run };
}

/** `ask(what)` opens the manager dialog (PIN and reason) for the rule `what` says in plain words. Null when it is closed. */
export function useApproval(): { ask(what: string): Promise<Approval | null> } {
  return { ask: askForApproval };
}
