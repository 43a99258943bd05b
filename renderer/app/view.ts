import { create } from 'zustand';
import type { ProcedureName } from '../../preload/contract/index.ts';
import type { CustomerId } from '../../preload/contract/values.ts';
import type { Place } from './navigation.ts';

/** Where the person is. No addresses, no history: a till has no back button. */
export type View =
  | { readonly at: 'counter' }
  | { readonly at: 'customers' }
  | { readonly at: 'customer'; readonly customerId: CustomerId }
  | { readonly at: 'lists' }
  | { readonly at: 'risk' }
  | { readonly at: 'programs' }
  | { readonly at: 'offers' }
  | { readonly at: 'perks' }
  | { readonly at: 'paperDay' }
  | { readonly at: 'month' }
  | { readonly at: 'dayEnd' }
  | { readonly at: 'insights' }
  | { readonly at: 'settings' }
  | { readonly at: 'import' };
export type ViewName = View['at'];

/** `opened`: how often a place was opened by its name. */
export const useView = create<{ view: View; opened: number }>(() => ({ view: { at: 'counter' }, opened: 0 }));

/** Shows a view. */
export function go(view: View): void {
  useView.setState({ view });
}

/** Opens a place by its name: as it begins, also where one is in the middle of something there. */
export function openPlace(at: Place): void {
  useView.setState(({ opened }) => ({ view: { at }, opened: opened + 1 }));
}

/** What a view asks first: who may call it may see the view, and its proof (tap or PIN) is the view's. */
export const viewNeeds: Readonly<Record<ViewName, ProcedureName>> = {
  counter: 'counter.find',
  customers: 'customers.list',
  customer: 'customers.get',
  lists: 'lists.of',
  risk: 'risk.list',
  programs: 'programs.list',
  offers: 'offers.list',
  perks: 'perks.list',
  paperDay: 'paper.stampSheet',
  month: 'month.summary',
  dayEnd: 'dayEnd.of',
  insights: 'insights.overview',
  settings: 'people.chooseLanguage',
  import: 'visits.dryRun',
};
