import type { ProgramRules } from '../../preload/contract/rules.ts';
import css from './Programs.module.css';
import { saysOf } from './says.ts';
import { useSpeaker } from './useSpeaker.ts';

/** The rules as they will be read on the poster. `live` ones are read out when they change. */
export function RulesInWords({ rules, live = false }: { rules: ProgramRules; live?: boolean }) {
  const speaker = useSpeaker();
  return (
    <p className={live ? css.saysLive : css.says} {...(live ? { 'aria-live': 'polite' } : {})}>
      {saysOf(rules, speaker).join(' ')}
    </p>
  );
}
