import type { Sheet } from '../../preload/contract/paper.ts';
import { CardsSheet } from '../memberCards/CardsSheet.tsx';
import { MonthSheet } from '../month/MonthSheet.tsx';

/** What is on a sheet: the same component on paper and in a preview. */
export function SheetView({ sheet }: { sheet: Sheet }) {
  switch (sheet.kind) {
    case 'month':
      return <MonthSheet month={sheet.month} />;
    case 'memberCards':
      return <CardsSheet codes={sheet.codes} names={sheet.names} />;
  }
}
