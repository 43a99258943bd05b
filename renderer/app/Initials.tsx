import css from './Initials.module.css';

/** Up to two letters of a name, as a small round badge beside it. A picture: the name stands next to it. */
export function Initials({ name }: { name: string }) {
  const words = name.trim().split(/\s+/);
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => [...(word ?? '')][0] ?? '');
  return (
    <span aria-hidden className={css.initials}>
      {letters.join('').toLocaleUpperCase()}
    </span>
  );
}
