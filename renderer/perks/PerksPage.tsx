import { Badge, Button, Card, EmptyState, Group, Modal, Skeleton, Stack, Text, TextInput, Title } from '@mantine/core';
import { IconCrown } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppErrorData } from '../../preload/contract/errors.ts';
import type { Perk } from '../../preload/contract/perks.ts';
import { BackButton } from '../app/BackButton.tsx';
import { useAct, useAsk } from '../app/client.ts';
import { showDone } from '../app/confirm.ts';
import { ErrorText, showError } from '../app/errors.tsx';
import { useFormat } from '../app/format.ts';
import { usePinGate } from '../app/session.ts';
import { Choice } from '../programs/form/Choice.tsx';
import { PerkHolders } from './PerkHolders.tsx';

type Best = 'visits' | 'spend' | 'none';
const bests: readonly Best[] = ['visits', 'spend', 'none'];
const orNull = (best: Best): Perk['best'] => (best === 'none' ? null : best);

/** Perks for the best: their names, who carries them, how often they are used (F-14). */
export function PerksPage() {
  const { t } = useTranslation('perks');
  const { data: perks, error } = useAsk('perks.list', {});
  return (
    <Stack gap="lg">
      <BackButton to={{ at: 'programs' }}>{t('back')}</BackButton>
      <div>
        <Title order={1}>{t('title')}</Title>
        <Text c="dimmed">{t('note')}</Text>
      </div>
      <ErrorText error={error} />
      {!perks && !error && <Skeleton height="14rem" radius="lg" />}
      {perks?.length === 0 && (
        <EmptyState variant="light" icon={<IconCrown aria-hidden />} title={t('empty')} description={t('emptyText')} />
      )}
      {perks?.map((perk) => (
        <OnePerk key={perk.perkId} perk={perk} />
      ))}
      {perks && <NewPerk />}
    </Stack>
  );
}

function OnePerk({ perk }: { perk: Perk }) {
  const { t } = useTranslation('perks');
  const format = useFormat();
  const { act, busy } = useAct('perks.change');
  const freeze = useAct('perks.freeze');
  const gate = usePinGate();
  const [changing, setChanging] = useState(false);
  const [open, setOpen] = useState(false);
  const { perkId, name, best, off, list } = perk;
  const toggle = async () => {
    const answer = await gate.run(() => act({ perkId, best, off: !off }));
    if (answer && !answer.ok) showError(answer.error);
    else if (answer && off) await freeze.act({});
  };
  const facts = [
    t('carriers', { count: perk.carriers }),
    ...(perk.picked > 0 ? [t('picked', { count: perk.picked })] : []),
    t('uses', { count: perk.uses }),
  ];
  return (
    <Card withBorder radius="lg" padding="lg" component="section" aria-label={name}>
      <Stack gap="sm">
        <Group gap="sm">
          <IconCrown aria-hidden />
          <Title order={2} size="h3">
            {name}
          </Title>
          {off && (
            <Badge size="lg" variant="light" color="gray" tt="none">
              {t('isOff')}
            </Badge>
          )}
        </Group>
        {!off && (
          <>
            <Text>{facts.join(' · ')}</Text>
            <Text c="dimmed">
              {t(`best.${best ?? 'none'}`)}
              {list !== null && ` · ${t('frozen', { month: format.month(list) })}`}
            </Text>
            {best !== null && list === null && <Text c="dimmed">{t('notYet')}</Text>}
          </>
        )}
        <Group gap="xs">
          {!off && perk.carriers > 0 && (
            <Button variant="default" aria-expanded={open} onClick={() => setOpen(!open)}>
              {open ? t('hide') : t('show')}
            </Button>
          )}
          {!off && (
            <Button variant="default" onClick={() => setChanging(true)}>
              {t('change')}
            </Button>
          )}
          <Button variant="subtle" color="gray" loading={busy} onClick={() => void toggle()}>
            {off ? t('on') : t('off')}
          </Button>
        </Group>
        {open && !off && <PerkHolders perkId={perkId} name={name} />}
      </Stack>
      {changing && <ChangeDialog perk={perk} onClose={() => setChanging(false)} />}
    </Card>
  );
}

function ChangeDialog({ perk, onClose }: { perk: Perk; onClose(): void }) {
  const { t } = useTranslation('perks');
  const { act, busy } = useAct('perks.change');
  const freeze = useAct('perks.freeze');
  const gate = usePinGate();
  const [best, setBest] = useState<Best>(perk.best ?? 'none');
  const [error, setError] = useState<AppErrorData | null>(null);
  const save = async () => {
    const answer = await gate.run(() => act({ perkId: perk.perkId, best: orNull(best), off: perk.off }));
    if (!answer) return;
    if (!answer.ok) return setError(answer.error);
    await freeze.act({});
    showDone(t('changed'));
    onClose();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('changeTitle', { name: perk.name })}
      closeButtonProps={{ 'aria-label': t('cancel') }}
    >
      <Stack>
        <BestChoice best={best} onChange={setBest} />
        <Text c="dimmed">{t('changeHelp')}</Text>
        <ErrorText error={error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button loading={busy || freeze.busy} onClick={() => void save()}>
            {t('save')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function BestChoice({ best, onChange }: { best: Best; onChange(best: Best): void }) {
  const { t } = useTranslation('perks');
  return (
    <Choice
      label={t('who')}
      data={bests.map((value) => ({ value, label: t(`best.${value}`) }))}
      value={best}
      onChange={(one) => onChange(one)}
    />
  );
}

function NewPerk() {
  const { t } = useTranslation('perks');
  const { act, busy } = useAct('perks.create');
  const freeze = useAct('perks.freeze');
  const gate = usePinGate();
  const [name, setName] = useState('');
  const [best, setBest] = useState<Best>('visits');
  const [wrong, setWrong] = useState<string | null>(null);
  const [error, setError] = useState<AppErrorData | null>(null);
  const save = async () => {
    setError(null);
    if (name.trim() === '') return setWrong(t('wrong.name'));
    setWrong(null);
    const answer = await gate.run(() => act({ name, best: orNull(best) }));
    if (!answer) return;
    if (answer.ok) {
      await freeze.act({});
      showDone(t('created', { name: name.trim() }));
      setName('');
    } else if (answer.error.fields?.includes('name')) setWrong(t('wrong.taken'));
    else setError(answer.error);
  };
  return (
    <Card withBorder radius="lg" padding="lg" component="section" aria-labelledby="new-perk">
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <Stack>
          <Title order={2} size="h4" id="new-perk">
            {t('new')}
          </Title>
          <TextInput
            label={t('name')}
            description={t('nameHelp')}
            placeholder={t('example')}
            maw="24rem"
            maxLength={40}
            value={name}
            error={wrong}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <BestChoice best={best} onChange={setBest} />
          <Text c="dimmed" size="sm">
            {t('whoHelp')}
          </Text>
          <ErrorText error={error} />
          <div>
            <Button type="submit" loading={busy || freeze.busy}>
              {t('create')}
            </Button>
          </div>
        </Stack>
      </form>
    </Card>
  );
}
