import * as l10n from '@vscode/l10n';
import type { JobStep } from '../../../src/shared/report/job';
import { Icon } from '../../ui/icon';

const ICONS = { done: 'check', running: 'sync', waiting: 'circle-large' } as const;
const CLASSES = { done: 'status-good', running: 'status-info', waiting: '' } as const;
const WORDS = { done: l10n.t('done'), running: l10n.t('running'), waiting: l10n.t('waiting') } as const;

/** The steps of a job: done, running, still to come. */
export function JobSteps({ steps }: { readonly steps: readonly JobStep[] }) {
  return (
    <ul class="steps sm">
      {steps.map(({ title, state, detail }) => (
        <li key={title} class={state === 'waiting' ? 'muted' : ''}>
          <Icon name={ICONS[state]} size={14} class={CLASSES[state]} spin={state === 'running'} />
          <span class="visually-hidden">{WORDS[state]}: </span>
          <span class="nowrap">{title}</span>
          <span class="step-detail grow trunc muted" title={detail}>
            {detail}
          </span>
        </li>
      ))}
    </ul>
  );
}
