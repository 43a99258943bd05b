import { create } from 'zustand';

/** A manager's leave: goes with the command as `override` or `approval`. */
export interface Approval {
  readonly approval: string;
  readonly reason: string;
}

type Request =
  /** The person at the till proves who they are. */
  | { readonly kind: 'self'; readonly answer: (proved: boolean) => void }
  /** A manager allows one exception and says why. `what` is the rule that stands in the way, in plain words. */
  | { readonly kind: 'approval'; readonly what: string; readonly answer: (approval: Approval | null) => void };

/** The one PIN dialog that may be open; PinDialogs shows it. */
export const usePinRequest = create<{ request: Request | null }>(() => ({ request: null }));

/** Asks the person at the till for their PIN. False when they close the dialog. */
export function askForPin(): Promise<boolean> {
  return new Promise((resolve) => {
    usePinRequest.setState({
      request: {
        kind: 'self',
        answer: (proved) => {
          usePinRequest.setState({ request: null });
          resolve(proved);
        },
      },
    });
  });
}

/** Asks a manager for leave to go past `what`. Null when the dialog is closed. */
export function askForApproval(what: string): Promise<Approval | null> {
  return new Promise((resolve) => {
    usePinRequest.setState({
      request: {
        kind: 'approval',
        what,
        answer: (approval) => {
          usePinRequest.setState({ request: null });
          resolve(approval);
        },
      },
    });
  });
}

/** Closes whatever is asked, as if the person had closed it. */
export function closePinDialog(): void {
  const { request } = usePinRequest.getState();
  if (request?.kind === 'self') request.answer(false);
  else request?.answer(null);
}
