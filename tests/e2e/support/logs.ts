import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const day = 86_400_000;
const written = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/**
 * A visit log as another program would export it: `customers` regulars, each with a rhythm of their own (every 3 to 17 days) and
 * `visits` visits. One in twenty is late, by up to half their rhythm (with gaps this regular
 * the model gives up on later ones), the others have been away for half of it.
 * @returns the file's path
 */
export function writeLog(folder: string, { customers, visits }: { customers: number; visits: number }): string {
  const today = Date.now();
  const lines = ['customer_id,date,amount,name'];
  for (let n = 0; n < customers; n++) {
    const gap = 3 + (n % 15);
    const late = 1.15 + 0.05 * ((n / 20) % 8);
    const away = n % 20 === 0 ? Math.round(late * gap) : Math.floor(gap / 2);
    for (let visit = visits - 1; visit >= 0; visit--) {
      lines.push(
        `C${String(n).padStart(5, '0')},${written(today - (away + visit * gap) * day)},${10 + (n % 30)}.50,Guest ${n}`,
      );
    }
  }
  return writeRows(folder, 'visits.csv', lines);
}

export function writeRows(folder: string, name: string, lines: readonly string[]): string {
  const file = join(folder, name);
  writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
}
