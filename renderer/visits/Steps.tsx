import { IconCheck } from '@tabler/icons-react';
import classes from './Steps.module.css';

interface StepsProps {
  readonly label: string;
  readonly names: readonly string[];
  /** Index of the step one is in; past the last one when all is done. */
  readonly now: number;
}

/** How far one has come. Nothing to press: each step leads to the next by itself. */
export function Steps({ label, names, now }: StepsProps) {
  return (
    <ol className={classes.steps} aria-label={label}>
      {names.map((name, index) => (
        <li
          key={name}
          className={classes.step}
          data-done={index < now || undefined}
          aria-current={index === now ? 'step' : undefined}
        >
          <span className={classes.mark}>{index < now ? <IconCheck size="1.2rem" aria-hidden /> : index + 1}</span>
          {name}
        </li>
      ))}
    </ol>
  );
}
