import { Button, Group, Stack } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppErrorData } from '../../preload/contract/errors.ts';
import type { OutputFor } from '../../preload/contract/index.ts';
import type { Provers, RescueProof } from '../../preload/contract/rescue.ts';
import { useAct } from '../app/client.ts';
import { ErrorText } from '../app/errors.tsx';
import { useShopName } from '../backups/shopName.tsx';
import { Proof } from './Proof.tsx';

interface Props {
  /** The file that is to take the shop's place, and what its shop is called. */
  readonly source: string;
  readonly shop: string;
  readonly provers: Provers;
  /** What is said where nobody can prove that it is theirs, if it is no backup. */
  readonly nobody?: string;
  /** What the button says. */
  readonly go: string;
  /** What the file would bring. */
  readonly children: ReactNode;
  onDone(answer: OutputFor<'rescue.restore'>): void;
  onClose(): void;
}

/** What a file would bring; then its shop's name and the proof that it is one's own, and it takes the shop's place. */
export function TakePlace({ source, shop, provers, nobody, go, children, onDone, onClose }: Props) {
  const { t } = useTranslation('backups');
  const { act, busy } = useAct('rescue.restore');
  const name = useShopName(shop);
  const [proof, setProof] = useState<RescueProof | null>(null);
  const [error, setError] = useState<AppErrorData | null>(null);

  const take = async (event: FormEvent) => {
    event.preventDefault();
    setError(null);
    if (!name.fits()) return;
    if (!proof) return;
    const answer = await act({ source, typed: name.typed, proof });
    if (answer.ok) onDone(answer.value);
    else setError(answer.error);
  };

  return (
    <form onSubmit={(event) => void take(event)}>
      <Stack>
        {children}
        {name.field}
        <Proof provers={provers} {...(nobody === undefined ? {} : { nobody })} onChange={setProof} />
        <ErrorText error={error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('restore.cancel')}
          </Button>
          <Button type="submit" color="terracotta" loading={busy} disabled={!proof}>
            {go}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
