import type { CSSProperties } from 'react';
import type { ProgramRules } from '../../preload/contract/rules.ts';
import { iconOf, inkOf, punchCardOf } from '../counter/cardLook.ts';
import { StampCard } from '../counter/StampCard.tsx';
import css from './Programs.module.css';
import { benefitWords } from './says.ts';
import { useSpeaker } from './useSpeaker.ts';

interface ProgramPictureProps {
  readonly rules: ProgramRules;
  /** Stamps drawn on a punch card. */
  readonly stamps: number;
  readonly size?: 'small' | 'large';
}

/** A program as a card: with holes to fill, or a plain one with its picture and what it gives. */
export function ProgramPicture({ rules, stamps, size = 'large' }: ProgramPictureProps) {
  const speaker = useSpeaker();
  const card = punchCardOf(rules);
  if (card) return <StampCard card={{ ...card, stamps: Math.min(stamps, card.goal) }} size={size} />;
  const Drawing = iconOf[rules.icon];
  const gives = 'benefit' in rules ? rules.benefit : 'rewards' in rules ? rules.rewards[0] : undefined;
  return (
    <div className={css.plainCard} style={{ '--ink': inkOf[rules.color] } as CSSProperties} aria-hidden>
      <Drawing stroke={1.5} />
      <strong>{rules.name}</strong>
      {gives && <span>{benefitWords(gives, speaker)}</span>}
    </div>
  );
}
