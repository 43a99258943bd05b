import { Button, Collapse, TextInput } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { currencyOf } from './draft.ts';
import css from './FirstRun.module.css';
import { CurrencySelect, DayStartSelect, ZoneSelect } from './ShopFields.tsx';
import type { StepProps } from './steps.ts';

/** Name, money and time; what hardly anybody changes lies under "more". */
export function ShopStep({ draft, change }: StepProps) {
  const { t } = useTranslation('shop');
  const [more, setMore] = useState(false);
  return (
    <div className={css.stack}>
      <TextInput
        label={t('name')}
        size="lg"
        required
        maxLength={80}
        autoFocus
        value={draft.name}
        onChange={(event) => change({ name: event.currentTarget.value })}
      />
      <CurrencySelect value={currencyOf(draft)} onChange={(currency) => change({ currency })} />
      <ZoneSelect
        own={draft.timeZone}
        value={draft.timeZone}
        onChange={(timeZone) => timeZone && change({ timeZone })}
      />
      <div>
        <Button
          variant="subtle"
          aria-expanded={more}
          leftSection={<IconChevronDown aria-hidden size="1.125rem" />}
          onClick={() => setMore(!more)}
        >
          {t('first.shop.more')}
        </Button>
      </div>
      <Collapse expanded={more}>
        <DayStartSelect minutes={draft.dayStartMinutes} onMinutes={(dayStartMinutes) => change({ dayStartMinutes })} />
      </Collapse>
    </div>
  );
}
