import { useTranslation } from 'react-i18next';
import { languages } from '../../preload/contract/values.ts';
import { useLocale } from '../app/format.ts';
import { speak } from '../i18n/index.ts';
import css from './FirstRun.module.css';
import { languageNames } from './ShopFields.tsx';
import type { StepProps } from './steps.ts';

/** The page speaks the language as soon as it is chosen. */
export function LanguageStep({ draft, change }: StepProps) {
  const { t } = useTranslation('shop');
  return (
    <fieldset className={css.choices} aria-label={t('language')}>
      {languages.map((language) => (
        <label key={language} className={css.choice} lang={language}>
          <input
            type="radio"
            name="language"
            checked={draft.language === language}
            // biome-ignore lint/a11y/noAutofocus: the first thing to do on the first screen
            autoFocus={draft.language === language}
            onChange={() => {
              change({ language });
              useLocale.setState({ language });
              speak(language);
            }}
          />
          {languageNames[language]}
        </label>
      ))}
    </fieldset>
  );
}
