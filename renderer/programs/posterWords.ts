import type { ProgramRules } from '../../preload/contract/rules.ts';
import { benefitOf, type Speaker, saysOf } from './says.ts';

/** What a poster says, in the words of {@link saysOf}: the promise large, and below it all that a guest should know. */
export function posterWords(rules: ProgramRules, speaker: Speaker): { promise: string; details: string[] } {
  const publicRules = forEverybody(rules);
  const promise = benefitOf(publicRules, speaker);
  return {
    promise: promise.replace(/\.$/, ''),
    details: saysOf(publicRules, speaker).filter((sentence) => sentence !== promise),
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
