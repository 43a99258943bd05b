import { Modal, Select, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call, newRequestId, useAsk } from '../app/client.ts';
import { useSession } from '../app/session.ts';
import { PinPad } from './PinPad.tsx';
import { type Approval, usePinRequest } from './pinRequests.ts';

/** The dialogs behind usePinGate and useApproval. One place, at the top of the page. */
export function PinDialogs() {
  const request = usePinRequest((state) => state.request);
  if (!request) return null;
  return request.kind === 'self' ? (
    <OwnPin answer={request.answer} />
  ) : (
    <ManagerApproval what={request.what} answer={request.answer} />
  );
}

function OwnPin({ answer }: { answer(proved: boolean): void }) {
  const { t } = useTranslation(['people', 'app']);
  const { person } = useSession();
  if (!person) return null;
  return (
    <Modal
      opened
      onClose={() => answer(false)}
      title={t('pin.title')}
      closeButtonProps={{ 'aria-label': t('app:close') }}
    >
      <Stack>
        <Text>{t('pin.why')}</Text>
        <PinPad
          label={t('pin.of', { name: person.name })}
          goLabel={t('pin.go')}
          forgot={person}
          onRecovered={() => answer(false)}
          tryPin={async (pin) => {
            const result = await call('people.signIn', { personId: person.personId, pin }, newRequestId());
            if (result.ok) answer(true);
            return result;
          }}
        />
      </Stack>
    </Modal>
  );
}

function ManagerApproval({ what, answer }: { what: string; answer(approval: Approval | null): void }) {
  const { t } = useTranslation(['people', 'app']);
  const { person } = useSession();
  const managers = (useAsk('people.list', {}).data ?? []).filter(({ role }) => role !== 'staff');
  const [chosen, setChosen] = useState<string | null>(null);
  const [reason, setReason] = useState('');
  const manager =
    managers.find(({ personId }) => personId === chosen) ??
    managers.find(({ personId }) => personId === person?.personId) ??
    managers[0];
  if (!manager) return null;
  return (
    <Modal
      opened
      onClose={() => answer(null)}
      title={t('approval.title')}
      closeButtonProps={{ 'aria-label': t('app:close') }}
    >
      <Stack>
        <Text>{what}</Text>
        <TextInput
          label={t('approval.reason')}
          placeholder={t('approval.reasonExample')}
          data-autofocus
          required
          maxLength={200}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        {managers.length > 1 ? (
          <Select
            label={t('approval.who')}
            data={managers.map(({ personId, name }) => ({ value: personId, label: name }))}
            value={manager.personId}
            onChange={setChosen}
            allowDeselect={false}
          />
        ) : null}
        <PinPad
          key={manager.personId}
          label={t('pin.of', { name: manager.name })}
          goLabel={t('approval.go')}
          ready={reason.trim() !== ''}
          tryPin={async (pin) => {
            const result = await call('people.approve', { personId: manager.personId, pin }, newRequestId());
            if (result.ok) answer({ approval: result.value.approval, reason: reason.trim() });
            return result;
          }}
        />
      </Stack>
    </Modal>
  );
}
