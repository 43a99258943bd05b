import { Button, Kbd } from '@mantine/core';
import type { ReactNode, Ref } from 'react';
import css from './Counter.module.css';

interface BigButtonProps {
  ref?: Ref<HTMLButtonElement> | undefined;
  children: ReactNode;
  icon?: ReactNode;
  /** The key that does the same, shown on the button. */
  keyHint?: string;
  /** Not the obvious action. */
  quiet?: boolean;
  busy?: boolean;
  disabled?: boolean;
  autoFocus?: boolean;
  onClick(): void;
}

/**
 * A button for a till at arm's length. While busy it keeps the focus and does nothing. A double click and a key held down
 * are one press: what stands under the finger by the second one may already be another button.
 */
export function BigButton({
  ref,
  children,
  icon,
  keyHint,
  quiet = false,
  busy = false,
  disabled = false,
  autoFocus = false,
  onClick,
}: BigButtonProps) {
  return (
    <Button
      ref={ref ?? null}
      className={css.big}
      data-quiet={quiet || undefined}
      variant={quiet ? 'default' : 'filled'}
      fullWidth
      justify="space-between"
      leftSection={icon}
      rightSection={
        keyHint ? (
          <Kbd className={css.key} aria-hidden>
            {keyHint}
          </Kbd>
        ) : null
      }
      aria-busy={busy}
      disabled={disabled}
      autoFocus={autoFocus}
      onKeyDown={(event) => {
        if (event.repeat) event.preventDefault();
      }}
      onClick={(event) => {
        if (!busy && event.detail < 2) onClick();
      }}
    >
      {children}
    </Button>
  );
}
