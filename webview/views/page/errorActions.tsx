import * as l10n from '@vscode/l10n';
import type { ErrorInfo } from '../../../src/shared/report/layerwiseError';
import { Button } from '../../ui/button';
import { failedNode } from './failedNode';
import { stepsAfter } from './stepsAfter';
import { usePage } from './usePage';

/** Buttons for what can be done about a job that failed; the log is always there. */
export function ErrorActions({ error }: { readonly error: ErrorInfo }) {
  const store = usePage();
  const { model, failedJob, calibration } = store.state.value;
  const node = failedNode(error, model?.nodeNames ?? []);
  const hasSamples = (failedJob === 'optimize' || failedJob === 'trial') && calibration !== undefined;
  return (
    <div class="row wrap error-actions">
      {stepsAfter(error, node, hasSamples).map(({ title, action }) => (
        <Button key={title} compact secondary action={action.kind} onClick={() => store.act(action)}>
          {title}
        </Button>
      ))}
      <Button compact secondary onClick={() => store.act({ kind: 'showLog' })}>
        {l10n.t('Show Log')}
      </Button>
    </div>
  );
}
