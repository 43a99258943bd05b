import { IconGift } from '@tabler/icons-react';
import type { CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import type { PosterSize } from '../../preload/contract/paper.ts';
import type { ProgramRules } from '../../preload/contract/rules.ts';
import type { Language } from '../../preload/contract/values.ts';
import { useAsk } from '../app/client.ts';
import { formatFor, useLocale } from '../app/format.ts';
import { iconOf, inkOf, punchCardOf } from '../counter/cardLook.ts';
import { StampCard } from '../counter/StampCard.tsx';
import { useLaidOut } from '../paper/useLaidOut.ts';
import css from './PosterSheet.module.css';
import { posterWords } from './posterWords.ts';
import type { Speaker } from './says.ts';

interface PosterSheetProps {
  readonly programId: string;
  readonly language: Language;
  readonly size: PosterSize;
}

/** Tells the guests what there is to be had, in words made from the rules (F-86). */
export function PosterSheet({ programId, language, size }: PosterSheetProps) {
  const { t } = useTranslation('programs', { lng: language });
  const programs = useAsk('programs.list', {});
  const logo = useAsk('paper.logo', {});
  const settings = useAsk('shop.settings', {});
  const rules = programs.data?.find((program) => program.programId === programId)?.rules;
  const items = useAsk('programs.items', {});
  const ready = rules && logo.data && settings.data && items.data;
  useLaidOut(
    ready ? `${settings.data.name} – ${rules.name} (${t('poster.title')})` : null,
    Boolean(programs.error ?? logo.error ?? settings.error ?? items.error ?? (programs.data && !rules)),
  );
  if (!ready) return null;
  return (
    <Poster
      rules={rules}
      language={language}
      size={size}
      shopName={settings.data.name}
      logo={logo.data.picture}
      items={items.data}
    />
  );
}

interface PosterProps {
  readonly rules: ProgramRules;
  readonly language: Language;
  readonly size: PosterSize;
  readonly shopName: string;
  readonly logo: string | null;
  readonly items: Speaker['items'];
}

function Poster({ rules, language, size, shopName, logo, items }: PosterProps) {
  const { t } = useTranslation('programs', { lng: language });
  const locale = useLocale();
  const format = formatFor({ ...locale, language });
  const { promise, details } = posterWords(rules, { t, format, items });
  const card = punchCardOf(rules);
  const Drawing = iconOf[rules.icon];
  return (
    <main
      className={css.poster}
      data-size={size}
      lang={language}
      style={{ '--ink': inkOf[rules.color] } as CSSProperties}
    >
      <header className={css.head}>
        {logo && <img className={css.logo} src={logo} alt={shopName} />}
        <strong className={css.shop}>{shopName}</strong>
      </header>
      <section className={css.middle}>
        <div className={css.picture} aria-hidden>
          {card ? (
            <StampCard card={{ ...card, stamps: Math.min(3, card.goal - 1) }} />
          ) : (
            <Drawing className={css.drawing} stroke={1.2} />
          )}
        </div>
        <div className={css.words}>
          <h1 className={css.name}>{rules.name}</h1>
          <p className={css.promise}>
            <IconGift className={css.gift} aria-hidden /> <span>{promise}</span>
          </p>
          <ul className={css.details}>
            {details.map((detail) => (
              <li key={detail}>{detail}</li>
            ))}
          </ul>
        </div>
      </section>
      <footer className={css.foot}>{t('poster.join')}</footer>
    </main>
  );
}
