import type { ProgramRules } from '../../preload/contract/rules.ts';
import { benefitOf, type Speaker, saysOf } from './says.ts';

/** What a poster says, in the words of {@link saysOf}: the promise large, and below it all that a guest should know. */
export function posterWords(rules: ProgramRules, speaker: Speaker): { promise: string; details: string[] } {
  const publicRules = forEverybody(rules);
  const promise = benefitOf(publicRules, speaker);
  // What stands behind it in the same breath ("Redeem it within 30 days.") is small print.
  const details = saysOf(publicRules, speaker).map((said) =>
    said.startsWith(promise) ? said.slice(promise.length) : said,
  );
  return {
    promise: promise.replace(/\.$/, ''),
    details: details.map((detail) => detail.trim()).filter((detail) => detail !== ''),
  };
}

/** What is meant for some people alone (students, the best) is between them and the shop. */
function forEverybody(rules: ProgramRules): ProgramRules {
  if (rules.kind !== 'stamps' && rules.kind !== 'points') return rules;
  return {
    ...rules,
    multipliers: rules.multipliers.filter(({ tag, perk }) => tag === null && perk === null),
  };
}
