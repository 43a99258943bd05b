import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';
import { useEffect, useEffectEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppErrorData } from '../../preload/contract/errors.ts';
import type { CustomerId } from '../../preload/contract/values.ts';
import { useAct } from '../app/client.ts';
import { showDone } from '../app/confirm.ts';
import { errorText } from '../app/errors.tsx';
import { onScan } from '../app/scanner.ts';
import { spelled } from './spelled.ts';

interface CardDialogProps {
  readonly customerId: CustomerId;
  readonly name: string;
  /** The card that was lost; null when a further one is attached. */
  readonly lost: string | null;
  onClose(): void;
  /** A new card was made in place of the lost one and is to be printed. */
  onPrint?(code: string): void;
}

/** A blank card becomes a customer's: scan it, or type what stands on it. In place of a lost one, or a new one is printed. */
export function CardDialog({ customerId, name, lost, onClose, onPrint }: CardDialogProps) {
  const { t } = useTranslation(['memberCards', 'app']);
  const attach = useAct('memberCards.attach');
  const replace = useAct('memberCards.replace');
  const [code, setCode] = useState('');
  const [error, setError] = useState<AppErrorData | null>(null);

  const give = async (typed: string) => {
    const answer = await (lost === null ? attach.act({ customerId, code: typed }) : replace.act({ lost, by: typed }));
    if (!answer.ok) return setError(answer.error);
    showDone(
      lost === null
        ? t('attach.done', { code: spelled(answer.value.code), name })
        : t('replace.done', { code: spelled(lost) }),
    );
    onClose();
  };
  const printNew = async () => {
    if (lost === null) return;
    const answer = await replace.act({ lost });
    if (!answer.ok) return setError(answer.error);
    onPrint?.(answer.value.code);
  };

  const scanned = useEffectEvent((text: string) => {
    setCode(text);
    void give(text);
  });
  useEffect(() => onScan((text) => scanned(text)), []);

  return (
    <Modal
      opened
      onClose={onClose}
      title={lost === null ? t('attach.title', { name }) : t('replace.title', { code: spelled(lost) })}
      closeButtonProps={{ 'aria-label': t('app:close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (code.trim() !== '') void give(code);
        }}
      >
        <Stack>
          <Text>{lost === null ? t('attach.text') : t('replace.text')}</Text>
          <TextInput
            label={t('attach.code')}
            placeholder="R482 107 731"
            data-autofocus
            autoComplete="off"
            maxLength={40}
            value={code}
            onChange={(event) => {
              setCode(event.currentTarget.value);
              setError(null);
            }}
            error={error ? errorText(error, t) : null}
          />
          <Group justify="flex-end" gap="sm">
            {lost !== null && (
              <Button
                variant="default"
                loading={replace.busy}
                leftSection={<IconPrinter size="1.2rem" aria-hidden />}
                onClick={() => void printNew()}
              >
                {t('replace.print')}
              </Button>
            )}
            <Button type="submit" loading={attach.busy || replace.busy} disabled={code.trim() === ''}>
              {t('attach.give')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
