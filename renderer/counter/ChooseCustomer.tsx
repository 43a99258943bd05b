import { Button, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconArrowRight, IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Hit } from '../../preload/contract/counter.ts';
import type { CustomerId } from '../../preload/contract/values.ts';
import { useAsk } from '../app/client.ts';
import { HitWords } from './HitWords.tsx';

interface ChooseCustomerProps {
  readonly label: string;
  /** The one who is not meant. */
  readonly except: CustomerId;
  /** Said when nobody is found. */
  readonly nobody: string;
  readonly disabled?: boolean;
  /** Others can read it (F-26). */
  readonly hidden?: boolean;
  onChoose(hit: Hit): void;
}

/** Another customer, searched for as at the counter and chosen with one press. */
export function ChooseCustomer({
  label,
  except,
  nobody,
  disabled = false,
  hidden = false,
  onChoose,
}: ChooseCustomerProps) {
  const { t } = useTranslation('counter');
  const [text, setText] = useState('');
  const [wanted] = useDebouncedValue(text.trim(), 120);
  const hits = useAsk('counter.find', { text: wanted }, { enabled: wanted !== '', keepPrevious: true }).data;
  const others = wanted === '' ? [] : (hits ?? []).filter(({ customerId }) => customerId !== except);
  return (
    <Stack>
      <TextInput
        type="search"
        data-autofocus
        label={label}
        placeholder={t('choose.placeholder')}
        leftSection={<IconSearch size="1.2rem" aria-hidden />}
        maxLength={100}
        autoComplete="off"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Stack gap="xs" aria-live="polite">
        {others.map((hit) => (
          <Button
            key={hit.customerId}
            variant="default"
            h="auto"
            mih="3rem"
            py={6}
            justify="space-between"
            styles={{ label: { whiteSpace: 'normal', textAlign: 'start' } }}
            rightSection={<IconArrowRight size="1.2rem" aria-hidden />}
            disabled={disabled}
            onClick={() => onChoose(hit)}
          >
            <HitWords of={hit} hidden={hidden} />
          </Button>
        ))}
        {wanted !== '' && hits && others.length === 0 && <Text c="dimmed">{nobody}</Text>}
      </Stack>
    </Stack>
  );
}
