import { Button, Card, Group, Stack, Text, TextInput, Title } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { type FormEvent, useEffect, useEffectEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppErrorData } from '../../preload/contract/errors.ts';
import type { LookedFor, RescueProof } from '../../preload/contract/rescue.ts';
import { useAct, useAsk } from '../app/client.ts';
import { customerName } from '../app/customerName.ts';
import { ErrorText } from '../app/errors.tsx';
import { useFormat } from '../app/format.ts';
import { onScan } from '../app/scanner.ts';
import { Proof } from './Proof.tsx';

/** In safe mode: what is on somebody's card, for the owner, while nothing can be written. */
export function LookUp() {
  const { t } = useTranslation('rescue');
  const { data, error } = useAsk('rescue.provers', {});
  const [asked, setAsked] = useState(false);
  const [proven, setProven] = useState(false);
  const isReadable = data !== undefined && data.owners.length > 0;
  return (
    <Stack component="section" aria-labelledby="look-up-title">
      <Title order={2} size="h4" id="look-up-title">
        {t('lookUp.title')}
      </Title>
      <Text>{t('lookUp.help')}</Text>
      {error || (data && !isReadable) ? <Text c="dimmed">{t('lookUp.nobody')}</Text> : null}
      {isReadable && !asked ? (
        <Group>
          <Button variant="default" leftSection={<IconSearch aria-hidden />} onClick={() => setAsked(true)}>
            {t('lookUp.open')}
          </Button>
        </Group>
      ) : null}
      {isReadable && asked && !proven ? (
        <LookIn owners={data.owners} onProven={() => setProven(true)} />
      ) : proven ? (
        <Find />
      ) : null}
    </Stack>
  );
}

function LookIn({ owners, onProven }: { owners: Parameters<typeof Proof>[0]['provers']['owners']; onProven(): void }) {
  const { t } = useTranslation('rescue');
  const { act, busy } = useAct('rescue.lookIn');
  const [proof, setProof] = useState<RescueProof | null>(null);
  const [error, setError] = useState<AppErrorData | null>(null);
  const lookIn = async (event: FormEvent) => {
    event.preventDefault();
    if (!proof) return;
    const answer = await act({ proof });
    if (answer.ok) onProven();
    else setError(answer.error);
  };
  return (
    <form onSubmit={(event) => void lookIn(event)}>
      <Stack>
        <Proof provers={{ owners, hasCode: false }} onChange={setProof} />
        <ErrorText error={error} />
        <Group>
          <Button type="submit" loading={busy} disabled={!proof}>
            {t('lookUp.show')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Find() {
  const { t } = useTranslation(['rescue', 'app']);
  const format = useFormat();
  const { act, busy } = useAct('rescue.find');
  const [text, setText] = useState('');
  const [found, setFound] = useState<LookedFor | null>(null);
  const [error, setError] = useState<AppErrorData | null>(null);
  const find = async (wanted: string) => {
    if (wanted.trim() === '') return;
    const answer = await act({ text: wanted });
    setError(answer.ok ? null : answer.error);
    setFound(answer.ok ? answer.value : null);
  };
  const scanned = useEffectEvent((code: string) => {
    setText(code);
    void find(code);
  });
  useEffect(() => onScan((code) => scanned(code)), []);
  const answer = useRef<HTMLDivElement>(null);
  // Below the fold of a small screen, and above the notice that may still stand at its foot.
  useEffect(() => {
    if (found || error) answer.current?.scrollIntoView({ block: 'nearest' });
  }, [found, error]);
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    void find(text);
  };
  return (
    <form onSubmit={onSubmit}>
      <Stack>
        <Group align="flex-end">
          <TextInput
            flex={1}
            label={t('lookUp.search')}
            placeholder={t('lookUp.scan')}
            autoComplete="off"
            maxLength={200}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <Button type="submit" loading={busy}>
            {t('lookUp.show')}
          </Button>
        </Group>
        <ErrorText error={error} />
        <Stack role="status" ref={answer} style={{ scrollMarginBottom: '6rem' }}>
          {found?.customers.length === 0 ? (
            <Text>
              {t(`lookUp.${found.problem ?? 'none'}`, { day: found.replacedOn ? format.day(found.replacedOn) : '' })}
            </Text>
          ) : null}
          {found?.customers.map((one) => (
            <Card key={one.number} withBorder radius="lg">
              <Text fw={600}>
                {customerName(t, one)} · {one.number}
                {one.phoneEnd === null ? null : ` · …${one.phoneEnd}`}
              </Text>
              {one.cards.map((card) => (
                <Text key={card.name}>{t(card.goal === null ? 'lookUp.points' : 'lookUp.card', card)}</Text>
              ))}
              {one.rewards.map((name, place) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: two of a kind are told apart by their place alone
                <Text key={`${name} ${place}`}>{t('lookUp.reward', { name })}</Text>
              ))}
            </Card>
          ))}
        </Stack>
      </Stack>
    </form>
  );
}
