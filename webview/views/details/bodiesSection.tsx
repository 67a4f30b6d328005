import { formatBytes, formatCount } from '../../../src/shared/base/formatNumber';
import type { BodyTotals } from '../../../src/shared/report/analysis';
import { countingNote } from '../../../src/shared/report/countingNotes';
import { executionsText } from '../../../src/shared/report/executionsText';
import { bodyExecutions } from '../../../src/shared/report/latency';
import type { LayerModel } from '../model/layerModel';
import { InsideLines } from './insideLines';

/** What one execution of each body of an If, Loop or Scan costs, and how often a run executed it. */
export function BodiesSection({ model, index }: { readonly model: LayerModel; readonly index: number }) {
  const layer = model.layers[index];
  const bodies = model.view.analysis.bodies.filter(({ node }) => layer?.nodes.includes(node) === true);
  if (bodies.length === 0) return null;
  return (
    <section class="details-section">
      <h3 class="details-title" title={countingNote('bodies')?.text}>
        Each time it runs
      </h3>
      <dl class="pairs sm">
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
    </section>
  );
}

function costText({ nodes, macs, params, activationBytes }: BodyTotals): string {
  const parts = [
    `${nodes} ${nodes === 1 ? 'node' : 'nodes'}`,
    `${formatCount(macs ?? NaN)} MACs`,
    ...(params > 0 ? [`${formatCount(params)} parameters`] : []),
    `${formatBytes(activationBytes ?? NaN)} of activations`,
  ];
  return parts.join(', ');
}

function measuredText({ profile }: LayerModel, body: BodyTotals): string {
  const executions = bodyExecutions(profile, body);
  if (executions === undefined)
    return profile === undefined ? 'How often it runs is known after a profile.' : 'How often it ran is not known.';
  return executionsText(executions);
}
