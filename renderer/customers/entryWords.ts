import type { TFunction } from 'i18next';
import type { TimelineItem } from '../../preload/contract/customers.ts';
import { customerName } from '../app/customerName.ts';
import type { Format } from '../app/format.ts';

/** An entry in a few words. */
export function entryWords(item: TimelineItem, t: TFunction<'customers'>, format: Format): string {
  const reward = item.rewardName ?? t('timeline.unnamedReward');
  const offer = item.rewardName ?? t('timeline.unnamedOffer');
  const cause = item.cause === null ? '' : t(`timeline.cause.${item.cause}`);
  const units = (count: number) =>
    item.programKind === 'points'
      ? t('timeline.points', { count, number: format.number(count) })
      : t('timeline.stamp', { count });
  switch (item.kind) {
    case 'visit':
      return t('timeline.visit');
    case 'opening':
      return t('timeline.opening', { count: item.stamps });
    case 'stamp':
      if (item.cause !== null && item.stamps === 0) return t('timeline.noBonus', { why: cause });
      return item.cause === null ? units(item.stamps) : t('timeline.bonus', { units: units(item.stamps), why: cause });
    case 'issue':
      return t('timeline.issue', { reward });
    case 'redeem':
      return t('timeline.redeem', { reward });
    case 'spend':
      return t('timeline.spend', { count: -item.stamps, amount: format.money(item.amount ?? 0) });
    case 'expire':
      if (item.rewardName !== null) return t('timeline.expireReward', { reward });
      return item.stamps === 0 ? t('timeline.expireCarry') : t('timeline.expire', { units: units(-item.stamps) });
    case 'adjust':
      if (item.cause === 'paidByReward') {
        const paid = item.parts[0]?.amount ?? 0;
        return paid < 0
          ? t('timeline.paidBack', { units: units(item.stamps), amount: format.money(-paid) })
          : t('timeline.paidByReward', { units: units(-item.stamps), amount: format.money(paid) });
      }
      return item.stamps > 0
        ? t('timeline.adjustMore', { units: units(item.stamps) })
        : t('timeline.adjustLess', { units: units(-item.stamps) });
    case 'use':
      if (item.cause === 'offer') return t('timeline.offer', { offer });
      if (item.cause === 'perk') return t('timeline.perk', { perk: item.parts[0]?.name ?? '' });
      if (item.cause === 'offerMade') return t('timeline.offerMade', { offer });
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
