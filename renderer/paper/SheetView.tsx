import type { Sheet } from '../../preload/contract/paper.ts';
import { SlipSheet } from '../counter/SlipSheet.tsx';
import { DaySheet } from '../dayEnd/DaySheet.tsx';
import { CardsSheet } from '../memberCards/CardsSheet.tsx';
import { MonthSheet } from '../month/MonthSheet.tsx';
import { CopySheet } from '../privacy/CopySheet.tsx';
import { NoticeSheet } from '../programs/NoticeSheet.tsx';
import { PosterSheet } from '../programs/PosterSheet.tsx';
import { BalancesSheet } from './BalancesSheet.tsx';
import { StampSheet } from './StampSheet.tsx';

/** What is on a sheet: the same component on paper and in a preview. */
export function SheetView({ sheet }: { sheet: Sheet }) {
  switch (sheet.kind) {
    case 'month':
      return <MonthSheet month={sheet.month} />;
    case 'memberCards':
      return <CardsSheet codes={sheet.codes} names={sheet.names} />;
    case 'slip':
      return <SlipSheet customerId={sheet.customerId} programId={sheet.programId} paper={sheet.paper} />;
    case 'stampSheet':
      return <StampSheet programId={sheet.programId} />;
    case 'dayEnd':
      return <DaySheet day={sheet.day} />;
    case 'balances':
      return <BalancesSheet lines={sheet.lines} />;
    case 'customerCopy':
      return <CopySheet customerId={sheet.customerId} />;
    case 'poster':
      return <PosterSheet programId={sheet.programId} language={sheet.language} size={sheet.size} />;
    case 'programNotice':
      return <NoticeSheet programId={sheet.programId} version={sheet.version} />;
  }
}
