import type { DiscountRules, SpecialRules } from '../../../preload/contract/rules.ts';

/** What is known of the customer. */
export interface BenefitHistory {
  /** Visit days within the rules' days, today included. */
  readonly visits: number;
  readonly uses: number;
  readonly enrolled: boolean;
}

export type BenefitAnswer = 'available' | 'notEnrolled' | 'notEarned' | 'usedUp';

/** May the customer have a discount or special now (F-04, F-05)? */
export function benefitFor(rules: DiscountRules | SpecialRules, history: BenefitHistory): BenefitAnswer {
  if (rules.kind === 'special' && !history.enrolled) return 'notEnrolled';
  if (rules.usageCap !== null && history.uses >= rules.usageCap) return 'usedUp';
  if (rules.kind === 'discount' && history.visits < rules.visits) return 'notEarned';
  return 'available';
}
