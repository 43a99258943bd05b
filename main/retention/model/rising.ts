/**
 * ln of the rising factorial, Σ ln(start + j), and its derivative, Σ 1/(start + j), over j < n, for every n up to `most`:
 * ln Γ(start + n) − ln Γ(start) and ψ(start + n) − ψ(start) for whole n. As sums they stay exact where a fit without a
 * prior drives the start to zero or infinity and the difference of two gamma functions would be noise.
 */
export class Rising {
  readonly ln: Float64Array;
  readonly slope: Float64Array;

  constructor(most: number) {
    this.ln = new Float64Array(most + 1);
    this.slope = new Float64Array(most + 1);
  }

  from(start: number): void {
    let ln = 0;
    let slope = 0;
    for (let n = 1; n < this.ln.length; n++) {
      ln += Math.log(start + n - 1);
      slope += 1 / (start + n - 1);
      this.ln[n] = ln;
      this.slope[n] = slope;
    }
  }
}
