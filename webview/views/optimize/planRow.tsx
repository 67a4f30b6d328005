import * as l10n from '@vscode/l10n';
import type { LayerPlan } from '../../../src/shared/report/passDescription';
import { HeatBar } from '../../ui/heatBar';
import { columnText, isCold } from '../model/columnText';
import { heatScale } from '../model/heatScale';
import type { LayerModel } from '../model/layerModel';
import { nodeName } from '../model/nodeText';
import { EstimateBar } from './estimateBar';
import { errorAfter, errorOfVariant, timeAfter, type PlanFinding, type TimeFinding } from './planFindings';

interface Props {
  readonly model: LayerModel;
  readonly row: LayerPlan;
  readonly top: number;
  readonly index: number;
  /** The user took this layer out. */
  readonly isExcluded: boolean;
  readonly onToggle: (node: number) => void;
}

export function PlanRow({ model, row, top, index, isExcluded, onToggle }: Props) {
  const layer = model.layerOfNode[row.node] ?? -1;
  const name = model.layers[layer]?.name ?? nodeName(model.view, row.node);
  const weights = model.columns.get('weightBytes');
  const after = isExcluded ? undefined : timeAfter(row, model.columns.get('latencyMs')?.values[layer] ?? NaN);
  const canToggle = row.action === 'change' || isExcluded;
  return (
    <div class="plan-row" role="row" aria-rowindex={index + 2} style={{ transform: `translateY(${top}px)` }}>
      <div class="p0 trunc" role="cell" title={`${name}\n${nodeName(model.view, row.node)}`}>
        {name}
      </div>
      <div class="p1" role="cell">
        <span class="precision">{row.precisionBefore}</span>
      </div>
      <div class="p2" role="cell">
        {canToggle ? (
          <button
            type="button"
            class={`precision ${row.action === 'change' ? 'changed' : ''}`}
            aria-pressed={isExcluded}
            title={isExcluded ? l10n.t('Left as it is by you. Click to include it again.') : l10n.t('Click to leave this layer as it is.')}
            onClick={() => onToggle(row.node)}
          >
            {row.precisionAfter}
            {isExcluded ? ' •' : ''}
          </button>
        ) : (
          <span class="precision">{row.precisionAfter}</span>
        )}
      </div>
      <div class="p3" role="cell">
        <Now model={model} layer={layer} after={after} />
      </div>
      <Finding class="p6" finding={after} />
      <div class="p4" role="cell">
        {weights === undefined ? '' : columnText(weights, weights.values[layer] ?? NaN)}
      </div>
      <Finding class="p7" finding={isExcluded ? undefined : (errorAfter(row) ?? errorOfVariant(model, layer))} />
      <div class="p5 trunc muted" role="cell" title={row.detail}>
        {isExcluded ? l10n.t('left as it is by you') : row.detail}
      </div>
    </div>
  );
}

function Finding({ class: column, finding }: { readonly class: string; readonly finding: PlanFinding | undefined }) {
  return (
    <div class={column} role="cell" title={finding?.basis}>
      {finding?.text}
    </div>
  );
}

const BAR_WIDTH = 100;

/** Value of the layer now; a time with what it is expected to become. */
function Now({ model, layer, after }: { readonly model: LayerModel; readonly layer: number; readonly after: TimeFinding | undefined }) {
  const [primary] = model.columns.values();
  const value = primary?.values[layer] ?? NaN;
  if (primary === undefined || Number.isNaN(value)) return <span class="plan-number muted">–</span>;
  const scale = heatScale(primary, false);
  return (
    <>
      <span class="plan-number">{columnText(primary, value)}</span>
      {primary.unit === 'ms' ? (
        <EstimateBar now={scale.length(value)} after={after && [scale.length(after.lowMs), scale.length(after.highMs)]} width={BAR_WIDTH} />
      ) : (
        <HeatBar t={scale.length(value)} heat={scale.heat(value)} width={BAR_WIDTH} height={10} cold={isCold(primary, value)} />
      )}
    </>
  );
}
