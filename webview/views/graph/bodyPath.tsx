import * as l10n from '@vscode/l10n';
import { executionsText } from '../../../src/shared/report/executionsText';
import { bodyExecutions } from '../../../src/shared/report/latency';
import { LinkButton } from '../../ui/linkButton';
import { Segments } from '../../ui/segments';
import type { LayerModel } from '../model/layerModel';
import { usePage } from '../page/usePage';
import { NEW_PLACE, type OpenBody } from '../page/graphPlace';

/** The way from the model into the body that is shown, the other bodies of the same node, and how often it ran. */
export function BodyPath({ page, way }: { readonly page: LayerModel; readonly way: readonly OpenBody[] }) {
  const store = usePage();
  const shown = way.at(-1);
  if (shown === undefined) return null;
  const executions = bodyExecutions(page.profile, { node: shown.fileNode, attribute: shown.attribute });
  return (
    <div class="graph-way sm">
      <nav aria-label={l10n.t('Place in the model')}>
        <ol>
          <li>
            <LinkButton onClick={() => store.leaveBody(0)}>{page.view.fileName}</LinkButton>
          </li>
          {way.map((body, depth) => (
            <li key={depth} aria-current={depth === way.length - 1 ? 'location' : undefined}>
              {depth === way.length - 1 ? (
                bodyName(body)
              ) : (
                <LinkButton onClick={() => store.leaveBody(depth + 1)}>{bodyName(body)}</LinkButton>
              )}
            </li>
          ))}
        </ol>
      </nav>
      {shown.siblings.length > 1 ? (
        <Segments
          label={l10n.t('Body')}
          value={shown.attribute}
          options={shown.siblings.map(attribute => ({ value: attribute, title: attribute }))}
          onChange={attribute => store.arrange({ graphBodies: [...way.slice(0, -1), { ...shown, ...NEW_PLACE, attribute }] })}
        />
      ) : undefined}
      {executions === undefined ? undefined : <span class="muted">{executionsText(executions)}</span>}
    </div>
  );
}

function bodyName({ holder, attribute }: OpenBody): string {
  return attribute === '' ? holder : `${holder} · ${attribute}`;
}
