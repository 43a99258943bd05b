import {
  IconAlertTriangle,
  IconCircleCheck,
  IconClockExclamation,
  IconClockHour4,
  IconDoorExit,
  IconSeedling,
} from '@tabler/icons-react';
import type { Band } from '../../preload/contract/risk.ts';

/** A band never speaks by its colour alone: word and picture stand beside it. */
export const bandLook: Readonly<Record<Band, { readonly color: string; readonly Icon: typeof IconSeedling }>> = {
  on_rhythm: { color: 'moss', Icon: IconCircleCheck },
  due: { color: 'ocean', Icon: IconClockHour4 },
  overdue: { color: 'mustard', Icon: IconClockExclamation },
  at_risk: { color: 'terracotta', Icon: IconAlertTriangle },
  probably_lost: { color: 'ink', Icon: IconDoorExit },
  new: { color: 'plum', Icon: IconSeedling },
};

/** Regulars, from steady to gone. Newcomers have a list of their own. */
export const regularBands: readonly Band[] = ['on_rhythm', 'due', 'overdue', 'at_risk', 'probably_lost'];
