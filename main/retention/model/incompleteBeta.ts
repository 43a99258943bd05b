/**
 * I_z(a, b), the regularised incomplete beta function, and ln I_z(a, b) with its derivatives by a, b and z.
 * No library we found keeps the log scale below 1e-308, none gives the derivatives.
 *
 * I_z(a, b) = z^a (1−z)^b / B(a, b) / G,  G = a + c₁/(a+1 + c₂/(a+2 + …)),
 * c₂ₘ₊₁ = −(a+m)(a+b+m) z,  c₂ₘ = m (b−m) z
 * (DLMF 8.17.22 with the denominators multiplied out), which converges fast for z < (a+1)/(a+b+2); on the other side
 * 1 − I₁₋z(b, a). G is the limit of P/Q, both from the same recurrence of two terms; that leaves one division for
 * every few steps where Lentz's method needs two for each, and is differentiated line by line.
 */

/** Relative change of G between two looks below which it is taken as the limit. */
const precision = 1e-12;
/** Pairs of steps between two looks. Each multiplies P and Q by about (a + 2m)², so they stay far from overflow. */
const pairs = 3;
const mostPairs = 30_000;

/** The point of the function, with what the caller knows better than it could be computed here. */
export interface BetaPoint {
  z: number;
  /** 1 − z, ln z and ln(1 − z). */
  y: number;
  lnZ: number;
  lnY: number;
  a: number;
  b: number;
  /** ln B(a, b). */
  lnBeta: number;
}

/** I_z(a, b) itself: for forecasts, where neither the log scale nor derivatives are wanted, at a third of the work. */
export function incompleteBeta(p: BetaPoint): number {
  if (p.y <= 0) return 1;
  const front = Math.exp(p.a * p.lnZ + p.b * p.lnY - p.lnBeta);
  if (p.z * (p.a + p.b + 2) < p.a + 1) return front / fraction(p.z, p.a, p.b);
  return Math.max(0, 1 - front / fraction(p.y, p.b, p.a));
}

/** ln(1 − eᵘ), u < 0. Rounding may push u to 0 or above where I is next to nothing: then the smallest positive. */
function lnOneMinusExp(u: number): number {
  return u < 0 ? Math.log1p(-Math.exp(u)) : Math.log(Number.MIN_VALUE);
}

function fraction(z: number, a: number, b: number): number {
  let p0 = 1;
  let q0 = 0;
  let p1 = a;
  let q1 = 1;
  let known = a;
  for (let m = 0; m < mostPairs; ) {
    for (const stop = m + pairs; m < stop; m++) {
      let c = -(a + m) * (a + b + m) * z;
      let d = a + 2 * m + 1;
      p0 = d * p1 + c * p0;
      q0 = d * q1 + c * q0;
      c = (m + 1) * (b - m - 1) * z;
      d += 1;
      p1 = d * p0 + c * p1;
      q1 = d * q0 + c * q1;
    }
    const scale = 1 / q1;
    p1 *= scale;
    if (Math.abs(p1 - known) <= precision * Math.abs(p1)) return p1;
    known = p1;
    q1 = 1;
    p0 *= scale;
    q0 *= scale;
  }
  return known;
}

/** What `lnIncompleteBetaSlopes` found, written into an object of the caller's: there are millions of calls. */
export interface BetaSlopes {
  /** ln I */
  value: number;
  /** ∂ ln I / ∂a, ∂b and ∂z. */
  byA: number;
  byB: number;
  byZ: number;
}

/** ln I_z(a, b) and its derivatives; `psiA`, `psiB`, `psiAB` are ψ(a), ψ(b), ψ(a + b). */
export function lnIncompleteBetaSlopes(
  p: BetaPoint,
  psiA: number,
  psiB: number,
  psiAB: number,
  into: BetaSlopes,
): void {
  if (p.y <= 0) {
    into.value = into.byA = into.byB = into.byZ = 0;
    return;
  }
  const front = p.a * p.lnZ + p.b * p.lnY - p.lnBeta;
  if (p.z * (p.a + p.b + 2) < p.a + 1) {
    fractionSlopes(p.z, p.a, p.b);
    into.value = front - Math.log(g);
    into.byA = p.lnZ - psiA + psiAB - gByA / g;
    into.byB = p.lnY - psiB + psiAB - gByB / g;
  } else {
    fractionSlopes(p.y, p.b, p.a);
    const lnJ = front - Math.log(g);
    into.value = lnOneMinusExp(lnJ);
    const odds = -Math.exp(lnJ - into.value);
    into.byA = odds * (p.lnZ - psiA + psiAB - gByB / g);
    into.byB = odds * (p.lnY - psiB + psiAB - gByA / g);
  }
  into.byZ = Math.exp(front - into.value) / (p.z * p.y);
}

/** G and its derivatives by its own first and second parameter: what `fractionSlopes` leaves behind. */
let g = 0;
let gByA = 0;
let gByB = 0;

function fractionSlopes(z: number, a: number, b: number): void {
  let p0 = 1;
  let q0 = 0;
  let p1 = a;
  let q1 = 1;
  // The same by a …
  let pa0 = 0;
  let qa0 = 0;
  let pa1 = 1;
  let qa1 = 0;
  // … and by b.
  let pb0 = 0;
  let qb0 = 0;
  let pb1 = 0;
  let qb1 = 0;
  let known = a;
  for (let m = 0; m < mostPairs; ) {
    for (const stop = m + pairs; m < stop; m++) {
      let c = -(a + m) * (a + b + m) * z;
      const ca = -(2 * (a + m) + b) * z;
      let cb = -(a + m) * z;
      let d = a + 2 * m + 1;
      pa0 = d * pa1 + p1 + c * pa0 + ca * p0;
      qa0 = d * qa1 + q1 + c * qa0 + ca * q0;
      pb0 = d * pb1 + c * pb0 + cb * p0;
      qb0 = d * qb1 + c * qb0 + cb * q0;
      p0 = d * p1 + c * p0;
      q0 = d * q1 + c * q0;
      cb = (m + 1) * z;
      c = (b - m - 1) * cb;
      d += 1;
      pa1 = d * pa0 + p0 + c * pa1;
      qa1 = d * qa0 + q0 + c * qa1;
      pb1 = d * pb0 + c * pb1 + cb * p1;
      qb1 = d * qb0 + c * qb1 + cb * q1;
      p1 = d * p0 + c * p1;
      q1 = d * q0 + c * q1;
    }
    const scale = 1 / q1;
    p1 *= scale;
    pa1 *= scale;
    qa1 *= scale;
    pb1 *= scale;
    qb1 *= scale;
    if (Math.abs(p1 - known) <= precision * Math.abs(p1)) break;
    known = p1;
    q1 = 1;
    p0 *= scale;
    q0 *= scale;
    pa0 *= scale;
    qa0 *= scale;
    pb0 *= scale;
    qb0 *= scale;
  }
  g = p1;
  gByA = pa1 - p1 * qa1;
  gByB = pb1 - p1 * qb1;
}
