import type { FeatureName } from '../../preload/contract/index.ts';
import type { Topic } from '../../preload/contract/kinds.ts';

/** Which features' answers may be out of date once a topic has changed. The one place that says so. */
export const touchedBy: Readonly<Record<Topic, readonly FeatureName[]>> = {
  shop: [
    'shop',
    'people',
    'counter',
    'programs',
    'customers',
    'memberCards',
    'merges',
    'privacy',
    'risk',
    'month',
    'dayEnd',
    'insights',
    'paper',
  ],
  people: ['people', 'customers', 'month'],
  session: ['people'],
  customers: ['customers', 'contacts', 'counter', 'memberCards', 'merges', 'privacy', 'risk', 'month'],
  cards: ['counter', 'customers', 'merges', 'privacy', 'programs', 'month'],
  programs: ['programs', 'counter', 'shop', 'month'],
  visits: ['activity', 'visits', 'counter', 'customers', 'privacy', 'risk', 'month', 'dayEnd', 'insights', 'paper'],
  months: ['month', 'dayEnd'],
  posters: ['paper'],
  contacts: ['contacts', 'privacy', 'risk'],
  closures: ['risk'],
};
