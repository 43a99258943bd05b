import type { TFunction } from 'i18next';
import type { TimelineItem } from '../../preload/contract/customers.ts';
import type { Format } from '../app/format.ts';

/** An entry in a few words. */
export function entryWords(item: TimelineItem, t: TFunction<'customers'>, format: Format): string {
  const reward = item.rewardName ?? t('timeline.unnamedReward');
  switch (item.kind) {
    case 'visit':
      return t('timeline.visit');
    case 'opening':
      return t('timeline.opening', { count: item.stamps });
    case 'stamp':
      return t('timeline.stamp', { count: item.stamps });
    case 'issue':
      return t('timeline.issue', { reward });
    case 'redeem':
      return t('timeline.redeem', { reward });
    case 'void':
      return t('timeline.void', { when: format.moment(item.recordedAt) });
    case 'return':
      return t('timeline.return', { when: format.moment(item.recordedAt) });
  }
}
