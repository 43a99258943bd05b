/** The middle of the values; sorts a copy. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The q-quantile (0 to 1) of the values, nearest rank. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(q * sorted.length) - 1))] ?? Number.NaN;
}

/** One line of a benchmark: what, how much, against what, and what was aimed at. */
export function line(what: string, figure: string, aim = ''): void {
  process.stdout.write(`${what.padEnd(66)} ${figure.padStart(26)}${aim ? `   aim ${aim}` : ''}\n`);
}

export const ms = (value: number): string => `${value.toFixed(value < 10 ? 3 : 1)} ms`;
export const ratio = (value: number): string => `${value.toFixed(2)} ×`;
export const mebibytes = (bytes: number): string => `${Math.round(bytes / 1024 / 1024)} MiB`;
