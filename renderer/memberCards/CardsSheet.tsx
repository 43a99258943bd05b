import type { CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import type { PrintedCard } from '../../preload/contract/memberCards.ts';
import { useAsk } from '../app/client.ts';
import { type CardIcon, iconOf, inkOf } from '../counter/cardLook.ts';
import { Qr } from '../paper/Qr.tsx';
import { useLaidOut } from '../paper/useLaidOut.ts';
import css from './CardsSheet.module.css';
import { spelled } from './spelled.ts';

/** Cards on a sheet of A4: two columns of five, each 85.6 × 54 mm (ISO/IEC 7810 ID-1). */
const perPage = 10;
const columns = 2;
const rows = perPage / columns;

interface CardsSheetProps {
  readonly codes: readonly string[];
  readonly names: boolean;
}

/** Member cards to cut out, with marks for the knife. */
export function CardsSheet({ codes, names }: CardsSheetProps) {
  const { t } = useTranslation('memberCards');
  const cards = useAsk('memberCards.printed', { codes: [...codes] });
  const logo = useAsk('paper.logo', {});
  const shop = useAsk('shop.settings', {});
  const programs = useAsk('programs.list', {});
  const ready = cards.data && logo.data && shop.data && programs.data;
  useLaidOut(
    ready ? `${shop.data.name} – ${t('sheetTitle')}` : null,
    Boolean(cards.error ?? logo.error ?? shop.error ?? programs.error),
  );
  if (!ready) return null;
  const program = programs.data.find(({ state }) => state === 'running') ?? programs.data[0];
  const look = {
    shopName: shop.data.name,
    logo: logo.data.picture,
    ink: inkOf[program?.rules.color ?? 'terracotta'],
    icon: program?.rules.icon ?? 'star',
  };
  const pages = Math.ceil(cards.data.length / perPage);
  return Array.from({ length: pages }, (_, page) => page * perPage).map((first) => (
    <div key={first} className={css.page}>
      <CropMarks />
      {cards.data.slice(first, first + perPage).map((card) => (
        <Card key={card.code} card={card} named={names} {...look} />
      ))}
    </div>
  ));
}

interface Look {
  readonly shopName: string;
  readonly logo: string | null;
  readonly ink: string;
  readonly icon: CardIcon;
}

function Card({ card, named, shopName, logo, ink, icon }: Look & { card: PrintedCard; named: boolean }) {
  const { t } = useTranslation('memberCards', { lng: card.language });
  const Drawing = iconOf[icon];
  return (
    <section className={css.card} style={{ '--ink': ink } as CSSProperties} lang={card.language}>
      <div className={css.text}>
        <div className={css.shop}>
          {logo ? <img className={css.logo} src={logo} alt={shopName} /> : null}
          <span className={css.shopName}>{shopName}</span>
        </div>
        <p className={css.name}>{named ? card.name : null}</p>
        <p className={css.what}>{t('onCard')}</p>
      </div>
      <div className={css.code}>
        <Qr className={css.qr} text={card.code} />
        <span className={css.short}>{spelled(card.code)}</span>
      </div>
      <Drawing className={css.drawing} stroke={1.2} aria-hidden />
    </section>
  );
}

/** Lines beside the cards, in the waste: a cut from mark to mark separates a whole row or column. */
function CropMarks() {
  const across = Array.from({ length: rows + 1 }, (_, n) => n);
  const down = Array.from({ length: columns + 1 }, (_, n) => n);
  return (
    <div className={css.marks} aria-hidden>
      {across.flatMap((n) =>
        (['left', 'right'] as const).map((side) => (
          <i key={`${side}${n}`} className={css.mark} data-side={side} style={{ '--n': n } as CSSProperties} />
        )),
      )}
      {down.flatMap((n) =>
        (['top', 'bottom'] as const).map((side) => (
          <i key={`${side}${n}`} className={css.mark} data-side={side} style={{ '--n': n } as CSSProperties} />
        )),
      )}
    </div>
  );
}
