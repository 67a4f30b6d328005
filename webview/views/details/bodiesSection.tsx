import * as l10n from '@vscode/l10n';
import { formatBytes, formatCount } from '../../../src/shared/base/formatNumber';
import type { BodyTotals } from '../../../src/shared/report/analysis';
import { countingNote } from '../../../src/shared/report/countingNotes';
import { executionsText } from '../../../src/shared/report/executionsText';
import { bodyExecutions } from '../../../src/shared/report/latency';
import type { LayerModel } from '../model/layerModel';
import { DetailsSection } from './detailsSection';
import { InsideLines } from './insideLines';
import { unitCountText } from '../model/unitCountText';

/** What one execution of each body of an If, Loop or Scan costs, and how often a run executed it. */
export function BodiesSection({ model, index }: { readonly model: LayerModel; readonly index: number }) {
  const layer = model.layers[index];
  const bodies = model.view.analysis.bodies.filter(({ node }) => layer?.nodes.includes(node) === true);
  if (bodies.length === 0) return null;
  return (
    <DetailsSection id="bodies" title={l10n.t('Each time it runs')}>
      <dl class="pairs sm" title={countingNote('bodies')?.text}>
        {bodies.map(body => (
          <>
            <dt class="mono-sm">{body.attribute}</dt>
            <dd>
              {costText(body)}
              <div class="muted xs">{measuredText(model, body)}</div>
            </dd>
          </>
        ))}
      </dl>
      <InsideLines model={model} index={index} />
    </DetailsSection>
  );
}

function costText({ nodes, macs, params, activationBytes }: BodyTotals): string {
  const parts = [
    unitCountText('nodes', nodes),
    l10n.t('{0} MACs', formatCount(macs ?? NaN)),
    ...(params > 0 ? [l10n.t('{0} parameters', formatCount(params))] : []),
    l10n.t('{0} of activations', formatBytes(activationBytes ?? NaN)),
  ];
  return parts.join(', ');
}

function measuredText({ profile }: LayerModel, body: BodyTotals): string {
  const executions = bodyExecutions(profile, body);
  if (executions === undefined)
    return profile === undefined ? l10n.t('How often it runs is known after a profile.') : l10n.t('How often it ran is not known.');
  return executionsText(executions);
}
