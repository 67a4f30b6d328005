import * as l10n from '@vscode/l10n';
import type { ErrorInfo } from '../../../src/shared/report/layerwiseError';
import { LinkButton } from '../../ui/linkButton';
import { Note } from '../../ui/note';
import { ErrorActions } from './errorActions';
import { failedNode } from './failedNode';
import { usePage } from './usePage';
import { filled } from '../../ui/filled';

/** Reasons after which the process that failed is known to have been another one than the editor's. */
const CRASHES: ReadonlySet<string> = new Set(['runtime-crash', 'engine-crash', 'memory-limit', 'deadline']);

/** What stopped a job: in words, with the node it stopped at, and what to do. What the user stopped is no error. */
export function ErrorNote({ error }: { readonly error: ErrorInfo }) {
  if (error.reason === 'cancelled')
    return (
      <Note kind="info" role="status">
        {error.message}
      </Note>
    );
  const [headline, rest] = splitSentence(error.message);
  return (
    <Note kind="error" role="alert">
      <b>{headline}</b>
      {rest === '' ? undefined : <p class="note-line">{rest}</p>}
      <LastNode error={error} />
      {CRASHES.has(error.reason) ? <p class="note-line muted">{l10n.t('The editor is not affected. Nothing was written.')}</p> : undefined}
      <ErrorActions error={error} />
    </Note>
  );
}

function LastNode({ error }: { readonly error: ErrorInfo }) {
  const store = usePage();
  const { node, phase } = error.place ?? {};
  if (node === undefined || error.message.includes(node)) return null;
  const id = failedNode(error, store.state.value.model?.nodeNames ?? []);
  const link =
    id < 0 ? (
      <span class="mono">{node}</span>
    ) : (
      <LinkButton class="mono" onClick={() => store.act({ kind: 'showInEditor', node: id })}>
        {node}
      </LinkButton>
    );
  const sentence = phase === undefined ? l10n.t('Last node: {0}.') : l10n.t('Last node: {0}, {1}.');
  return <p class="note-line">{filled(sentence, link, phase)}</p>;
}

/** First sentence as headline; a dot inside a name or number ends nothing. */
function splitSentence(message: string): readonly [string, string] {
  const end = /[.:] (?=[A-Z"'`/])/.exec(message)?.index;
  return end === undefined ? [message.replace(/\.$/, ''), ''] : [message.slice(0, end), message.slice(end + 2)];
}
