/** A row of a log: customer, day, and perhaps amount, name and phone. */
export type Row = readonly [customer: string, date: string, amount?: string, name?: string, phone?: string];

export const csv = (rows: readonly Row[]): string =>
  ['customer_id,date,amount,name,phone', ...rows.map((row) => [0, 1, 2, 3, 4].map((i) => row[i] ?? '').join(','))].join(
    '\n',
  );

const firstDay = Date.UTC(2025, 0, 1);

/** A log that takes many slices: `visits` rows of `customers` people over a year, the same every time. */
export function longLog(visits: number, customers: number): Row[] {
  return Array.from({ length: visits }, (_, i): Row => {
    const who = (i * 7919) % customers;
    const date = new Date(firstDay + ((i * 31) % 365) * 86_400_000).toISOString().slice(0, 10);
    return [`C${String(who).padStart(4, '0')}`, date, `${10 + (i % 50)}.50`, `Customer ${who}`, ''];
  });
}
