/** The distinct values of some columns, and where each value of a column is among them: logarithms are taken once per value. */
export interface Distinct {
  readonly values: Float64Array;
  readonly columns: readonly Int32Array[];
}

export function distinct(...columns: readonly Float64Array[]): Distinct {
  const known = new Map<number, number>();
  const places = columns.map((column) => {
    const place = new Int32Array(column.length);
    for (let i = 0; i < column.length; i++) {
      const value = column[i] as number;
      let p = known.get(value);
      if (p === undefined) {
        p = known.size;
        known.set(value, p);
      }
      place[i] = p;
    }
    return place;
  });
  return { values: Float64Array.from(known.keys()), columns: places };
}
