import {
  type Icon,
  IconBuildingStore,
  IconCalendarStats,
  IconCards,
  IconChartHistogram,
  IconHeartbeat,
  IconSettings,
  IconUsers,
} from '@tabler/icons-react';
import { findProcedure } from '../../preload/contract/index.ts';
import { mayCall, type Role } from '../../preload/contract/kinds.ts';
import { type View, type ViewName, viewNeeds } from './view.ts';

export type Place = Extract<
  ViewName,
  'counter' | 'customers' | 'risk' | 'programs' | 'month' | 'insights' | 'settings'
>;

interface Item {
  readonly at: Place;
  readonly icon: Icon;
}

const items: readonly Item[] = [
  { at: 'counter', icon: IconBuildingStore },
  { at: 'customers', icon: IconUsers },
  { at: 'risk', icon: IconHeartbeat },
  { at: 'programs', icon: IconCards },
  { at: 'month', icon: IconCalendarStats },
  { at: 'insights', icon: IconChartHistogram },
  { at: 'settings', icon: IconSettings },
];

/** May this role see a view at all (its PIN aside)? */
export function maySee(view: ViewName, role: Role): boolean {
  const procedure = findProcedure(viewNeeds[view]);
  return procedure !== null && mayCall(procedure.access, { role, proof: 'pin' });
}

/** The places this role goes to, in the order of Ctrl+1, Ctrl+2 … */
export function placesFor(role: Role): readonly Item[] {
  return items.filter(({ at }) => maySee(at, role));
}

/** The place a view belongs to: a customer's page, ready lists and paper lie under Customers, offers and perks under Programs, the day's end under Month, an import under Settings. */
export function placeOf(view: View): Place {
  if (view.at === 'customer' || view.at === 'lists' || view.at === 'paperDay') return 'customers';
  if (view.at === 'offers' || view.at === 'perks') return 'programs';
  if (view.at === 'dayEnd') return 'month';
  if (view.at === 'import') return 'settings';
  return view.at;
}
