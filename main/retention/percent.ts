/** Part of a whole in percent, unrounded; null over zero, never NaN. */
export function percent(part: number, whole: number): number | null {
  return whole === 0 ? null : (100 * part) / whole;
}
