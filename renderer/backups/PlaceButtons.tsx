import { Button, type ButtonProps } from '@mantine/core';
import { IconFolder } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../app/client.ts';
import type { useRun } from './useRun.ts';

interface Props {
  readonly run: ReturnType<typeof useRun>['run'];
  /** What choosing is called: a first place, or another. */
  readonly choose: 'outside.choose' | 'outside.other';
  /** It may be put off. */
  readonly mayWait: boolean;
  readonly size?: ButtonProps['size'];
  readonly autoFocus?: boolean;
}

/** Choosing the second place for backups, or signing that it has to wait (F-58). */
export function PlaceButtons({ run, choose, mayWait, size = 'sm', autoFocus = false }: Props) {
  const { t } = useTranslation('backups');
  const choosing = useAct('backups.choosePlace');
  const waiting = useAct('backups.later');
  return (
    <>
      <Button
        size={size}
        autoFocus={autoFocus}
        leftSection={<IconFolder aria-hidden />}
        loading={choosing.busy}
        onClick={() =>
          void run(
            () => choosing.act({}),
            ({ chosen }) => (chosen ? t('outside.chosen') : null),
          )
        }
      >
        {t(choose)}
      </Button>
      {mayWait && (
        <Button
          size={size}
          variant="default"
          loading={waiting.busy}
          onClick={() =>
            void run(
              () => waiting.act({}),
              () => t('outside.laterDone'),
            )
          }
        >
          {t('outside.later')}
        </Button>
      )}
    </>
  );
}
