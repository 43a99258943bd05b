/** A jump this far back is marked in the ledger; see TRUST.md rule 12. */
const backMilliseconds = 2 * 60_000;
/** A jump this far forward while the app runs is marked too. */
const forwardMilliseconds = 24 * 3_600_000;

/**
 * Notices when the computer's clock was set: compares it with the monotonic clock since the start and with the last entry.
 * Injected `wall` and `monotonic` are ms.
 */
export function createClockWatch(wall: () => number, monotonic: () => number) {
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

/** A clock moved back by this much, ms, is told to the person and written down; so is one moved ahead by more than a day (TRUST.md rule 12). */
export const clockWarning = 3_600_000;

/**
 * Finds the moments at which the computer's clock was set while the app runs, between one look and the next. An hour or a day ahead
 * is what a computer that slept looks like, so only more than a day counts as set ahead.
 */
export function createJumpWatch(wall: () => number, monotonic: () => number) {
  let before = { wall: wall(), monotonic: monotonic() };
  let moved = 0;
  return {
    /** How far the clock was set since the last look, ms; 0 when it was not, or by too little to speak of. */
    look(): number {
      const now = { wall: wall(), monotonic: monotonic() };
      const jump = now.wall - before.wall - (now.monotonic - before.monotonic);
      before = now;
      moved = Math.min(0, moved + jump);
      return jump <= -clockWarning || jump > forwardMilliseconds ? jump : 0;
    },
    /** The clock stands behind where it stood, by an hour or more. */
    get behind(): boolean {
      return moved <= -clockWarning;
    },
  };
}

export type ClockWatch = ReturnType<typeof createClockWatch>;
