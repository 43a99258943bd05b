import { activity } from './activity.ts';
import { backups } from './backups.ts';
import { contacts } from './contacts.ts';
import { counter } from './counter.ts';
import { customers } from './customers.ts';
import { dayEnd } from './dayEnd.ts';
import { demo } from './demo.ts';
import { insights } from './insights.ts';
import { keys } from './keys.ts';
import type { InputOf, OutputOf, Procedure } from './kinds.ts';
import { lists } from './lists.ts';
import { memberCards } from './memberCards.ts';
import { merges } from './merges.ts';
import { month } from './month.ts';
import { offers } from './offers.ts';
import { paper } from './paper.ts';
import { people } from './people.ts';
import { perks } from './perks.ts';
import { privacy } from './privacy.ts';
import { programs } from './programs.ts';
import { rescue } from './rescue.ts';
import { risk } from './risk.ts';
import { shop } from './shop.ts';
import { visits } from './visits.ts';

/** Everything the page may ask of main, by feature. The one register: dispatcher, client, fuzz test and role matrix read it. */
export const contract = {
  shop,
  people,
  counter,
  customers,
  contacts,
  memberCards,
  merges,
  privacy,
  backups,
  rescue,
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
  demo,
  keys,
};

export type Contract = typeof contract;
export type FeatureName = keyof Contract;

/** "counter.stamp" and its sisters. */
export type ProcedureName = {
  [F in FeatureName]: `${F}.${Extract<keyof Contract[F], string>}`;
}[FeatureName];

type Split<N extends ProcedureName> = N extends `${infer F}.${infer P}`
  ? F extends FeatureName
    ? P extends keyof Contract[F]
      ? Contract[F][P]
      : never
    : never
  : never;

export type ProcedureOf<N extends ProcedureName> = Extract<Split<N>, Procedure>;
export type InputFor<N extends ProcedureName> = InputOf<ProcedureOf<N>>;
export type OutputFor<N extends ProcedureName> = OutputOf<ProcedureOf<N>>;

/** All procedure names, in the order of the register. */
export const procedureNames = Object.entries(contract).flatMap(([feature, procedures]) =>
  Object.keys(procedures).map((name) => `${feature}.${name}`),
) as ProcedureName[];

const register = new Map<string, Procedure>(
  Object.entries(contract).flatMap(([feature, procedures]) =>
    Object.entries(procedures).map(([name, of]): [string, Procedure] => [`${feature}.${name}`, of]),
  ),
);

/** The declaration behind a name, or null for a name nobody declared (also "constructor" and friends). */
export function findProcedure(name: string): Procedure | null {
  return register.get(name) ?? null;
}
