import type { TFunction } from 'i18next';
import type { TimelineItem } from '../../preload/contract/customers.ts';
import { customerName } from '../app/customerName.ts';
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
    case 'spend':
      return t('timeline.spend', { count: -item.stamps, amount: format.money(item.amount ?? 0) });
    case 'expire':
      return item.rewardName === null
        ? t('timeline.expire', { count: -item.stamps })
        : t('timeline.expireReward', { reward });
    case 'adjust':
      return t('timeline.adjust', { count: item.stamps });
    case 'use':
      return t('timeline.use', { program: item.programName ?? '' });
    case 'move':
      return item.other
        ? t('timeline.moveTo', { name: customerName(t, item.other), when: format.moment(item.recordedAt) })
        : t('timeline.move', { when: format.moment(item.recordedAt) });
    case 'void':
      return t('timeline.void', { when: format.moment(item.recordedAt) });
    case 'return':
      return t('timeline.return', { when: format.moment(item.recordedAt) });
  }
}
