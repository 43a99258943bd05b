import { Button, Group, Stack, Text } from '@mantine/core';
import { IconArrowLeft, IconArrowRight, IconCheck, IconPrinter } from '@tabler/icons-react';
import { type FormEvent, useEffect, useState } from 'react';
import { createPortal } from 'react-dom';
import { useTranslation } from 'react-i18next';
import type { AppErrorData } from '../../preload/contract/errors.ts';
import { call, useAct } from '../app/client.ts';
import { ErrorText } from '../app/errors.tsx';
import css from './Recovery.module.css';
import { RecoveryCodeField } from './RecoveryCodeField.tsx';

/** ABCD EFGH …: easier to copy by hand. */
const inGroups = (code: string): string => code.match(/.{1,4}/g)?.join(' ') ?? code;

/** The computer's own print dialog, for the sheet alone: the code is written into no file. */
function print(): void {
  document.body.dataset.printing = 'code';
  window.print();
  delete document.body.dataset.printing;
}

/**
 * A new recovery code: shown once, on paper if wanted, and only in force when it has been typed from there. The code before it
 * stays good until then.
 */
export function RecoveryCode({ shopName, onDone }: { shopName: string; onDone(): void }) {
  const { t } = useTranslation(['people', 'app']);
  const [code, setCode] = useState<string | null>(null);
  const [step, setStep] = useState<'show' | 'test'>('show');
  const [typed, setTyped] = useState('');
  const [error, setError] = useState<AppErrorData | null>(null);
  const confirm = useAct('people.confirmRecoveryCode');
  useEffect(() => {
    let here = true;
    void call('people.makeRecoveryCode', {}).then((answer) => {
      if (!here) return;
      if (answer.ok) setCode(answer.value.code);
      else setError(answer.error);
    });
    return () => {
      here = false;
    };
  }, []);

  const test = async (event: FormEvent) => {
    event.preventDefault();
    const answer = await confirm.act({ recoveryCode: typed });
    if (answer.ok) onDone();
    else setError(answer.error);
  };

  if (step === 'test')
    return (
      <form onSubmit={(event) => void test(event)}>
        <Stack>
          <Text>{t('recovery.test')}</Text>
          <RecoveryCodeField
            takesFocus
            value={typed}
            onChange={(next) => {
              setTyped(next);
              setError(null);
            }}
          />
          <ErrorText error={error} />
          <Group justify="space-between">
            <Button
              variant="subtle"
              leftSection={<IconArrowLeft aria-hidden />}
              onClick={() => {
                setStep('show');
                setError(null);
              }}
            >
              {t('recovery.showAgain')}
            </Button>
            <Button type="submit" size="lg" loading={confirm.busy} rightSection={<IconCheck aria-hidden />}>
              {t('recovery.confirm')}
            </Button>
          </Group>
        </Stack>
      </form>
    );
  return (
    <Stack>
      <Text>{t('recovery.what')}</Text>
      <ErrorText error={error} />
      {code ? (
        <>
          <output className={css.code} aria-label={t('recovery.code')}>
            {inGroups(code)}
          </output>
          <Text c="dimmed">{t('recovery.keep')}</Text>
          <Group justify="space-between">
            <Button variant="default" size="lg" leftSection={<IconPrinter aria-hidden />} onClick={print}>
              {t('recovery.print')}
            </Button>
            <Button size="lg" autoFocus rightSection={<IconArrowRight aria-hidden />} onClick={() => setStep('test')}>
              {t('recovery.noted')}
            </Button>
          </Group>
          {createPortal(
            <div className={css.sheet} data-code-sheet aria-hidden>
              <h1>{shopName}</h1>
              <p>{t('recovery.sheetTitle')}</p>
              <p className={css.sheetCode}>{inGroups(code)}</p>
              <p>{t('recovery.sheetText')}</p>
            </div>,
            document.body,
          )}
        </>
      ) : null}
    </Stack>
  );
}
