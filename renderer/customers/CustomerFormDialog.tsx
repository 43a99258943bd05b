import { Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { CustomerRecord } from '../../preload/contract/customers.ts';
import type { Result } from '../../preload/contract/errors.ts';
import { useAct } from '../app/client.ts';
import { showDone } from '../app/confirm.ts';
import { customerName } from '../app/customerName.ts';
import { usePinGate } from '../app/session.ts';
import { go } from '../app/view.ts';
import { CustomerForm } from './CustomerForm.tsx';
import type { Details } from './formValues.ts';

interface DialogProps {
  readonly opened: boolean;
  onClose(): void;
  /** Null for somebody new. */
  readonly customer: CustomerRecord | null;
}

/** The form in a dialog. It stays open, with all that was typed, until main has said yes. */
export function CustomerFormDialog({ opened, onClose, customer }: DialogProps) {
  const { t } = useTranslation('customers');
  const { act: enrol } = useAct('customers.enrol');
  const { act: update } = useAct('customers.update');
  const gate = usePinGate();

  const save = async (details: Details): Promise<Result<unknown> | null> => {
    if (customer) {
      const { opening: _, ...known } = details;
      const answer = await gate.run(() => update({ customerId: customer.customerId, ...known }));
      if (answer?.ok) {
        showDone(t('form.saved'));
        onClose();
      }
      return answer;
    }
    const answer = await enrol(details);
    if (answer.ok) {
      const { customerId, number } = answer.value;
      const name = customerName(t, { name: details.name?.trim() || null, number });
      showDone(t('form.enrolled', { name, number }));
      onClose();
      go({ at: 'customer', customerId });
    }
    return answer;
  };

  return (
    <Modal
      opened={opened}
      onClose={onClose}
      size="xl"
      title={customer ? t('form.editTitle', { name: customerName(t, customer) }) : t('form.newTitle')}
      closeButtonProps={{ 'aria-label': t('form.cancel') }}
    >
      <CustomerForm customer={customer} onSave={save} onCancel={onClose} />
    </Modal>
  );
}
