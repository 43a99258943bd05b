import { Alert, Button, Group, NativeSelect, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Provers, RescueProof } from '../../preload/contract/rescue.ts';
import { agrees, NewPin } from '../people/NewPin.tsx';
import { isPin, PinField } from '../people/PinField.tsx';
import { RecoveryCodeField } from '../people/RecoveryCodeField.tsx';

/** The owner's PIN where it can be checked on this computer, else the recovery code and a new PIN. Tells the proof as far as it is whole. */
export function Proof({
  provers: { owners, hasCode },
  nobody,
  onChange,
}: {
  provers: Provers;
  /** What is said where nobody can prove anything, if it is no backup. */
  nobody?: string;
  onChange(proof: RescueProof | null): void;
}) {
  const { t } = useTranslation(['rescue', 'people']);
  const [who, setWho] = useState(0);
  const [byCode, setByCode] = useState(false);
  const [pin, setPin] = useState('');
  const [code, setCode] = useState('');
  const [twice, setTwice] = useState({ pin: '', again: '' });
  const owner = owners[who];
  if (!owner || (!owner.pin && !hasCode))
    return (
      <Alert variant="light" color="red" icon={<IconAlertTriangle aria-hidden />}>
        {nobody ?? t('noProof')}
      </Alert>
    );
  const { personId } = owner;
  const withCode = byCode || !owner.pin;
  const tellPin = (next: string) => {
    setPin(next);
    onChange(isPin(next) ? { by: 'pin', personId, pin: next } : null);
  };
  const tellCode = (recoveryCode: string, next: typeof twice) => {
    setCode(recoveryCode);
    setTwice(next);
    onChange(recoveryCode !== '' && agrees(next) ? { by: 'code', personId, recoveryCode, pin: next.pin } : null);
  };
  const restart = () => {
    setPin('');
    setCode('');
    setTwice({ pin: '', again: '' });
    onChange(null);
  };
  return (
    <>
      {owners.length > 1 ? (
        <NativeSelect
          label={t('owner')}
          data={owners.map(({ name }, place) => ({ value: String(place), label: name }))}
          value={String(who)}
          onChange={(event) => {
            setWho(Number(event.currentTarget.value));
            restart();
          }}
        />
      ) : null}
      {withCode ? (
        <>
          <Text>{t(owner.pin || nobody !== undefined ? 'codeForgotten' : 'codeElsewhere')}</Text>
          <RecoveryCodeField value={code} onChange={(next) => tellCode(next, twice)} />
          <NewPin value={twice} onChange={(next) => tellCode(code, next)} />
        </>
      ) : (
        <PinField label={t('pinOf', { name: owner.name })} value={pin} onChange={tellPin} />
      )}
      {owner.pin && hasCode ? (
        <Group>
          <Button
            variant="subtle"
            onClick={() => {
              setByCode(!byCode);
              restart();
            }}
          >
            {t(byCode ? 'usePin' : 'useCode')}
          </Button>
        </Group>
      ) : null}
    </>
  );
}
