/**
 * Gauss-Hermite nodes and weights for the mean of a function of a standard normal variable, seven of them: part of the
 * definition of MBG-HK (RETENTION.md section 2.4). The nodes are the zeros of He₇(z) = z⁷ − 21 z⁵ + 105 z³ − 105 z,
 * the weights 7! / (7 He₆(z))²; tests compute both.
 */
export const hermiteNodes = [
  -3.7504397177257425, -2.366759410734541, -1.1544053947399682, 0, 1.1544053947399682, 2.366759410734541,
  3.7504397177257425,
] as const;

export const hermiteWeights = [
  0.000548268855972217, 0.03075712396758652, 0.2401231786050127, 0.45714285714285724, 0.2401231786050127,
  0.03075712396758652, 0.000548268855972217,
] as const;
