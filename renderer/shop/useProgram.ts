import { useTranslation } from 'react-i18next';
import type { Draft } from './draft.ts';
import { type Program, templates } from './templates.ts';

/** The first program as it stands in the draft, with the template's words where nothing was typed; null for none yet. */
export function useProgram(draft: Draft): Program | null {
  const { t } = useTranslation('shop');
  const template = templates.find(({ key }) => key === draft.template);
  if (!template) return null;
  return {
    name: draft.programName ?? t(`template.${template.key}.name`),
    goal: draft.goal ?? template.goal,
    rewardName: draft.reward ?? t(`template.${template.key}.reward`),
    icon: template.icon,
    color: template.color,
  };
}
