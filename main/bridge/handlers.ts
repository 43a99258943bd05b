import { activity } from '../activity/activity.ts';
import { backups } from '../backups/backups.ts';
import { contacts } from '../contacts/contacts.ts';
import { counter } from '../counter/counter.ts';
import { customers } from '../customers/customers.ts';
import { dayEnd } from '../dayEnd/dayEnd.ts';
import { insights } from '../insights/insights.ts';
import { keys } from '../keys/keys.ts';
import { lists } from '../lists/lists.ts';
import { memberCards } from '../memberCards/memberCards.ts';
import { merges } from '../merges/merges.ts';
import { month } from '../month/month.ts';
import { offers } from '../offers/offers.ts';
import { paper } from '../paper/paper.ts';
import { people } from '../people/people.ts';
import { perks } from '../perks/perks.ts';
import { privacy } from '../privacy/privacy.ts';
import { programs } from '../programs/programs.ts';
import { risk } from '../risk/risk.ts';
import { shop } from '../shop/shop.ts';
import { visits } from '../visits/visits.ts';

/** Every feature's handlers. The host answers shop.status, shop.create, shop.lookAgain, rescue.* and demo.* itself: they work without an open shop. */
const features = {
  shop,
  people,
  counter,
  customers,
  contacts,
  memberCards,
  merges,
  privacy,
  backups,
  programs,
  offers,
  perks,
  visits,
  risk,
  lists,
  month,
  dayEnd,
  insights,
  paper,
  activity,
  keys,
};

const register = new Map<string, unknown>(
  Object.entries(features).flatMap(([feature, handlers]) =>
    Object.entries(handlers).map(([name, handler]) => [`${feature}.${name}`, handler] as const),
  ),
);

/** The handler behind a declared name. Throws when a feature declares more than it implements. */
export function handlerOf(name: string): unknown {
  const handler = register.get(name);
  if (!handler) throw new Error(`no handler for ${name}`);
  return handler;
}
