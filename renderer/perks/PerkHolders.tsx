import { Stack, Text, UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { PerkId } from '../../preload/contract/values.ts';
import { useAsk } from '../app/client.ts';
import { customerName } from '../app/customerName.ts';
import { ErrorText } from '../app/errors.tsx';
import { go } from '../app/view.ts';

/** Who carries a perk, each with the way to the record. */
export function PerkHolders({ perkId, name }: { perkId: PerkId; name: string }) {
  const { t } = useTranslation('perks');
  const { data: holders, error } = useAsk('perks.holders', { perkId });
  return (
    <>
      <ErrorText error={error} />
      <Stack component="ul" gap={0} m={0} p={0} style={{ listStyle: 'none' }} aria-label={t('holdersOf', { name })}>
        {holders?.map((holder) => (
          <li key={holder.customerId}>
            <UnstyledButton
              mih="2.75rem"
              td="underline"
              onClick={() => go({ at: 'customer', customerId: holder.customerId })}
            >
              {customerName(t, holder)}
            </UnstyledButton>
            {holder.picked && (
              <Text span c="dimmed">
                {` · ${t('byHand')}`}
              </Text>
            )}
          </li>
        ))}
      </Stack>
    </>
  );
}
