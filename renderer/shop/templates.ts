import type { PunchCardLook } from '../counter/cardLook.ts';

/** A first program: a plain punch card. */
export type Program = PunchCardLook;
type Icon = Program['icon'];
type Color = Program['color'];

/** First programs by trade; name and reward come from the catalogue in the chosen language. */
export const templates = [
  { key: 'cafe', goal: 10, icon: 'coffee', color: 'terracotta' },
  { key: 'barber', goal: 8, icon: 'scissors', color: 'ink' },
  { key: 'bakery', goal: 10, icon: 'croissant', color: 'mustard' },
  { key: 'salon', goal: 6, icon: 'sparkles', color: 'plum' },
  { key: 'own', goal: 10, icon: 'star', color: 'moss' },
] as const satisfies readonly { key: string; goal: number; icon: Icon; color: Color }[];
export type Template = (typeof templates)[number];
