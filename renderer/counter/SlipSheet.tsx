import type { CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import type { slipPapers } from '../../preload/contract/shop.ts';
import { useAsk } from '../app/client.ts';
import { formatFor, useLocale } from '../app/format.ts';
import { useLaidOut } from '../paper/useLaidOut.ts';
import css from './SlipSheet.module.css';

interface SlipSheetProps {
  readonly customerId: string;
  readonly programId: string;
  readonly paper: (typeof slipPapers)[number];
}

/** What the customer takes along: name, progress, what comes next and until when it counts, in their own language (F-30). */
export function SlipSheet({ customerId, programId, paper }: SlipSheetProps) {
  const slip = useAsk('paper.slip', { customerId, programId });
  const logo = useAsk('paper.logo', {});
  const settings = useAsk('shop.settings', {});
  const language = slip.data?.language ?? 'en';
  const { t } = useTranslation('paper', { lng: language });
  const locale = useLocale();
  const format = formatFor({ ...locale, language });
  const ready = slip.data && logo.data && settings.data;
  useLaidOut(
    ready ? `${settings.data.name} – ${t('slipSheet.title')}` : null,
    Boolean(slip.error ?? logo.error ?? settings.error),
  );
  if (!ready) return null;
  const { card, name, number } = slip.data;
  const next = card.cardRewards.find((reward) => !reward.reached && reward.at > card.stamps);
  // Points are spent when the customer wants: the dearest that is within reach.
  const enough = card.kind === 'points' ? card.cardRewards.findLast((reward) => reward.reached) : undefined;
  const runsOut = card.lots.filter((lot) => lot.expiresOn !== null);
  const progress =
    card.stamps < 0
      ? t('slipSheet.owes', { count: -card.stamps })
      : card.goal === null
        ? t('slipSheet.points', { count: card.stamps })
        : t('slipSheet.stamps', { stamps: format.number(card.stamps), goal: format.number(card.goal) });
  return (
    <main className={css.slip} data-paper={paper} lang={language}>
      {logo.data.picture && <img className={css.logo} src={logo.data.picture} alt={settings.data.name} />}
      <strong className={css.shop}>{settings.data.name}</strong>
      <hr />
      <p>{name ?? t('slipSheet.number', { number })}</p>
      <p>{card.name}</p>
      <p className={css.progress}>{progress}</p>
      {card.goal !== null && (
        <div
          className={css.holes}
          style={{ '--per-row': Math.min(card.goal, card.goal > 20 ? 10 : Math.ceil(card.goal / 2)) } as CSSProperties}
          aria-hidden
        >
          {Array.from({ length: card.goal }, (_, hole) => hole).map((hole) => (
            <i key={hole} data-full={hole < card.stamps || undefined} />
          ))}
        </div>
      )}
      {next && (
        <p>
          {card.kind === 'stamps'
            ? t('slipSheet.nextStamps', { count: next.at - Math.max(card.stamps, 0), reward: next.name })
            : t('slipSheet.nextPoints', { count: next.at - Math.max(card.stamps, 0), reward: next.name })}
        </p>
      )}
      {enough && <p className={css.reward}>{t('slipSheet.enough', { reward: enough.name })}</p>}
      {card.rewards.map((reward) => (
        <p key={reward.rewardId} className={css.reward}>
          {reward.expiresOn === null
            ? t('slipSheet.reward', { reward: reward.name })
            : t('slipSheet.rewardUntil', { reward: reward.name, day: format.day(reward.expiresOn) })}
        </p>
      ))}
      {runsOut.map((lot) => (
        <p key={`${lot.day}${lot.expiresOn}`} className={css.small}>
          {card.kind === 'stamps'
            ? t('slipSheet.stampsUntil', { count: lot.units, day: format.day(lot.expiresOn ?? '') })
            : t('slipSheet.pointsUntil', { count: lot.units, day: format.day(lot.expiresOn ?? '') })}
        </p>
      ))}
      <hr />
      <p className={css.small}>{t('slipSheet.thanks', { day: format.day(locale.today) })}</p>
    </main>
  );
}
