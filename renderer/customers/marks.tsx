import { IconBan, IconCalendarCheck, IconFlower, IconHomeMove, IconPlane } from '@tabler/icons-react';
import type { Mark } from '../../preload/contract/customers.ts';

export type RealMark = Exclude<Mark, 'none'>;

/** A picture for each mark (F-89); the word always stands beside it. */
export const markIcons: Readonly<Record<RealMark, typeof IconBan>> = {
  away: IconPlane,
  booked: IconCalendarCheck,
  moved: IconHomeMove,
  deceased: IconFlower,
  doNotContact: IconBan,
};

export const realMarks: readonly RealMark[] = ['away', 'booked', 'moved', 'deceased', 'doNotContact'];

/** Marks that usually end by themselves. */
export const passingMarks: readonly Mark[] = ['away', 'booked'];
