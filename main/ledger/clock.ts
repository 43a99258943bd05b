/** A jump this far back is marked in the ledger; see TRUST.md rule 12. */
const backMilliseconds = 2 * 60_000;
/** A jump this far forward while the app runs is marked too. */
const forwardMilliseconds = 24 * 3_600_000;

/**
 * Notices when the computer's clock was set: compares it with the monotonic clock since the start and with the last entry.
 * Injected `wall` and `monotonic` are ms.
 */
export function createClockWatch(wall: () => number, monotonic: () => number = () => performance.now()) {
  let anchor = { wall: wall(), monotonic: monotonic() };
  return {
    /** True when the present time cannot be trusted. */
    suspect(lastRecordedAt: number): boolean {
      const now = wall();
      const expected = anchor.wall + (monotonic() - anchor.monotonic);
      const jump = now - expected;
      const suspicious =
        now < lastRecordedAt - backMilliseconds || jump < -backMilliseconds || jump > forwardMilliseconds;
      if (!suspicious) anchor = { wall: now, monotonic: monotonic() };
      return suspicious;
    },
  };
}

export type ClockWatch = ReturnType<typeof createClockWatch>;
