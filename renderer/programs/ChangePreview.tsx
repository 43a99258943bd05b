import { Button, Card, Group, Progress, Stack, Text, Title } from '@mantine/core';
import { IconAddressBook, IconArrowLeft } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppErrorData } from '../../preload/contract/errors.ts';
import type { ChangeLine, Program, ChangePreview as Seen } from '../../preload/contract/programs.ts';
import type { ProgramRules } from '../../preload/contract/rules.ts';
import { call, newRequestId, useAct, useProgress } from '../app/client.ts';
import { showDone } from '../app/confirm.ts';
import { customerName } from '../app/customerName.ts';
import { ErrorText } from '../app/errors.tsx';
import { usePinGate } from '../app/session.ts';
import css from './Programs.module.css';
import { RulesInWords } from './RulesInWords.tsx';

interface ChangePreviewProps {
  readonly program: Program;
  readonly rules: ProgramRules;
  onBack(): void;
  /** Saved; so many rewards were given at once. */
  onDone(rewards: number): void;
}

/** Whom new rules concern, card by card, before they are saved: nobody loses a stamp, and it is said who gets what. */
export function ChangePreview({ program, rules, onBack, onDone }: ChangePreviewProps) {
  const { t } = useTranslation('programs');
  const gate = usePinGate();
  const [requestId] = useState(newRequestId);
  const [seen, setSeen] = useState<Seen | null>(null);
  const [error, setError] = useState<AppErrorData | null>(null);
  const change = useAct('programs.change');
  const give = useAct('programs.giveEarned');
  const contacts = useAct('programs.saveContacts');
  const { programId, version } = program;
  const input = { programId, version, rules };
  const asked = useRef(false);

  useEffect(() => {
    // Once: in development React mounts everything twice.
    if (asked.current) return;
    asked.current = true;
    void gate
      .run(() => call('programs.preview', { programId, version, rules }, requestId))
      .then((answer) => {
        if (!answer || (!answer.ok && answer.error.code === 'CANCELLED')) onBack();
        else if (answer.ok) setSeen(answer.value);
        else setError(answer.error);
      });
  }, [gate, programId, version, rules, requestId, onBack]);

  const save = async () => {
    setError(null);
    const answer = await gate.run(() => change.act(input));
    if (!answer) return;
    if (!answer.ok) return setError(answer.error);
    const given = await give.act({ programId });
    // The rules are saved: what could not be given now is given when the app starts next.
    onDone(given.ok ? given.value.rewards : 0);
  };
  const saveContacts = async () => {
    setError(null);
    const answer = await gate.run(() => contacts.act(input));
    if (answer && !answer.ok) setError(answer.error);
    if (answer?.ok && answer.value.saved) showDone(t('change.contactsSaved', { file: answer.value.saved }));
  };

  return (
    <Stack gap="lg">
      <div className={css.saysLive}>
        <RulesInWords rules={rules} />
      </div>
      <ErrorText error={error} />
      {seen ? (
        <Findings seen={seen} kind={rules.kind} />
      ) : (
        !error && <Looking requestId={requestId} onCancel={() => void call('programs.cancel', { task: requestId })} />
      )}
      <Group justify="space-between">
        <Button variant="default" size="lg" leftSection={<IconArrowLeft aria-hidden />} onClick={onBack}>
          {t('change.back')}
        </Button>
        {seen && (
          <Group gap="sm">
            {seen.cards > 0 && (
              <Button
                variant="default"
                size="lg"
                loading={contacts.busy}
                leftSection={<IconAddressBook aria-hidden />}
                onClick={() => void saveContacts()}
              >
                {t('change.contacts')}
              </Button>
            )}
            <Button size="lg" loading={change.busy || give.busy} onClick={() => void save()}>
              {t('change.save')}
            </Button>
          </Group>
        )}
      </Group>
    </Stack>
  );
}

function Looking({ requestId, onCancel }: { requestId: string; onCancel(): void }) {
  const { t } = useTranslation('programs');
  const progress = useProgress(requestId);
  const percent = progress?.total ? (100 * progress.done) / progress.total : 100;
  return (
    <Card withBorder radius="lg" padding="lg">
      <Stack>
        <Text role="status">{t('change.looking')}</Text>
        <Progress size="xl" radius="xl" value={percent} animated aria-label={t('change.looking')} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel}>
            {t('cancel')}
          </Button>
        </Group>
      </Stack>
    </Card>
  );
}

function Findings({ seen, kind }: { seen: Seen; kind: ProgramRules['kind'] }) {
  const { t } = useTranslation('programs');
  const { lines } = seen;
  if (!seen.differs) return <Text size="lg">{t('change.onlyLooks')}</Text>;
  if (kind === 'discount' || kind === 'special') return <Text size="lg">{t('change.fromNowOn')}</Text>;
  const earning = lines.filter(({ earned }) => earned.length > 0);
  const keeping = lines.filter(({ keeps, earned }) => keeps && earned.length === 0);
  const others = lines.filter(({ keeps, earned }) => !keeps && earned.length === 0);
  const groups = [
    { name: 'earning', count: seen.earning, shown: earning },
    { name: 'keeping', count: seen.keeping, shown: keeping },
    { name: 'others', count: seen.cards - seen.earning - keepingAlone(seen), shown: others },
  ] as const;
  return (
    <>
      <Text size="lg">{t('change.cards', { count: seen.cards })}</Text>
      <Text>{t('change.nobodyLoses')}</Text>
      {groups.map(({ name, count, shown }) =>
        count === 0 ? null : (
          <section key={name} className={css.box} aria-label={t(`change.${name}.${kind}`, { count })}>
            <Title order={2} size="h3">
              {t(`change.${name}.${kind}`, { count })}
            </Title>
            {name === 'earning' && !seen.givenAtOnce && <Text c="dimmed">{t('change.givenLater')}</Text>}
            <ul className={css.names}>
              {shown.map((line) => (
                <Name key={line.customerId} line={line} />
              ))}
            </ul>
            {count > shown.length && <Text c="dimmed">{t('change.more', { count: count - shown.length })}</Text>}
          </section>
        ),
      )}
    </>
  );
}

/** Those who keep the old rules and earn nothing at once: the lines tell them apart as far as they go. */
const keepingAlone = ({ keeping, lines }: Seen): number =>
  keeping - lines.filter(({ keeps, earned }) => keeps && earned.length > 0).length;

function Name({ line: { number, name, stamps, goal, earned } }: { line: ChangeLine }) {
  const { t } = useTranslation('programs');
  return (
    <li>
      <strong>{customerName(t, { name, number })}</strong>
      <span>
        {goal === null ? t('change.points', { count: stamps }) : t('change.stamps', { stamps, count: goal })}
        {earned.length > 0 && ` · ${earned.join(', ')}`}
      </span>
    </li>
  );
}
