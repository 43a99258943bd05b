import { IconUser } from '@tabler/icons-react';
import css from './Counter.module.css';

/** First letter of a name in a circle, a figure for somebody without a name. Decoration only. */
export function Initial({ name, large = false }: { name: string | null; large?: boolean }) {
  const [letter] = name?.trim() ?? '';
  return (
    <span className={css.initial} data-large={large || undefined} aria-hidden>
      {letter ? letter.toLocaleUpperCase() : <IconUser />}
    </span>
  );
}
