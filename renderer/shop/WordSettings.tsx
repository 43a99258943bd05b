import { Button, Fieldset, Group, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ShopSettings } from '../../preload/contract/shop.ts';
import { type Language, languages } from '../../preload/contract/values.ts';
import { articles, formsOf, mostLetters, noOwnWords, type Thing, things } from '../../preload/contract/words.ts';
import { useAct } from '../app/client.ts';
import { showDone } from '../app/confirm.ts';
import { ErrorText } from '../app/errors.tsx';
import { sayingAs } from '../i18n/index.ts';
import { languageNames } from './ShopFields.tsx';
import {
  articleOf,
  draftOf,
  faultOf,
  fieldsIn,
  hasFault,
  type WordDraft,
  type WordField,
  type WordsDraft,
  wordsOf,
} from './wordsDraft.ts';

/** What the shop calls a stamp, a point and a reward, in each language, with sentences as they will read (F-13). */
export function WordSettings({ settings }: { settings: ShopSettings }) {
  const { t } = useTranslation(['shop', 'app']);
  const save = useAct('shop.setWords');
  const [language, setLanguage] = useState<Language>(settings.language);
  const [draft, setDraft] = useState<WordsDraft>(() => draftOf(settings.words));
  const [tried, setTried] = useState(false);
  const [error, setError] = useState<Parameters<typeof ErrorText>[0]['error']>(null);

  const change = (thing: Thing, part: Partial<WordDraft>) =>
    setDraft({ ...draft, [language]: { ...draft[language], [thing]: { ...draft[language][thing], ...part } } });
  const submit = async () => {
    setTried(true);
    const wrong = hasFault(draft);
    if (wrong) return setLanguage(wrong);
    const answer = await save.act({ words: wordsOf(draft) });
    setError(answer.ok ? null : answer.error);
    if (answer.ok) showDone(t('app:saved'));
  };

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <Stack gap="lg">
        <Text>{t('words.help')}</Text>
        <SegmentedControl
          aria-label={t('words.language')}
          data={languages.map((value) => ({ value, label: languageNames[value] }))}
          value={language}
          onChange={(value) => setLanguage(languages.find((one) => one === value) ?? language)}
        />
        {things.map((thing) => (
          <OneWord
            key={`${language}${thing}`}
            thing={thing}
            language={language}
            word={draft[language][thing]}
            tried={tried}
            preview={<Preview draft={draft} language={language} thing={thing} />}
            onChange={(part) => change(thing, part)}
          />
        ))}
        <ErrorText error={error} />
        <Group>
          <Button type="submit" loading={save.busy}>
            {t('app:save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface OneWordProps {
  readonly thing: Thing;
  readonly language: Language;
  readonly word: WordDraft;
  /** Saving was tried: what is missing is said. */
  readonly tried: boolean;
  readonly preview: React.ReactNode;
  onChange(part: Partial<WordDraft>): void;
}

function OneWord({ thing, language, word, tried, preview, onChange }: OneWordProps) {
  const { t } = useTranslation('shop');
  const builtIn = formsOf(noOwnWords, language, thing);
  const choices: readonly string[] = articles[language];
  const errorOf = (field: WordField) => {
    const fault = faultOf(word, field, language);
    return fault && (tried || fault !== 'missing') ? t(`words.wrong.${fault}`, { most: mostLetters }) : null;
  };
  return (
    <Fieldset legend={t(`words.thing.${thing}`)}>
      <Group align="flex-start" gap="md">
        {fieldsIn(language).map((field) => (
          <TextInput
            key={field}
            flex="1 1 12rem"
            label={t(language === 'id' ? 'words.only' : `words.${field}`)}
            lang={language}
            placeholder={builtIn[field]}
            value={word[field]}
            error={errorOf(field)}
            onChange={(event) => onChange({ [field]: event.currentTarget.value })}
          />
        ))}
        {choices.length > 0 && word.one.trim() !== '' && (
          <div>
            <Text fw={600} id={`article-${thing}`}>
              {t('words.article')}
            </Text>
            <SegmentedControl
              aria-labelledby={`article-${thing}`}
              data={[...choices]}
              value={articleOf(word, language)}
              onChange={(article) => onChange({ article })}
            />
          </div>
        )}
      </Group>
      {preview}
    </Fieldset>
  );
}

/** Numbers that take each form there is: Romanian says "20 de boabe". */
const counts = [1, 2, 20];

function Preview({ draft, language, thing }: { draft: WordsDraft; language: Language; thing: Thing }) {
  const { t } = useTranslation('shop');
  const say = useMemo(() => sayingAs(wordsOf(draft), language), [draft, language]);
  const said = [...counts.map((count) => say(`words.say.${thing}`, { count })), say(`words.give.${thing}`)];
  return (
    <Text mt="sm" size="sm">
      {t('words.preview')}: <strong lang={language}>{said.join(' · ')}</strong>
    </Text>
  );
}
