import * as l10n from '@vscode/l10n';
import { becomesText } from '../../../src/shared/report/becomesText';
import type { LayerPlan } from '../../../src/shared/report/passDescription';
import { formatBytes, formatCount } from '../../../src/shared/base/formatNumber';
import { HeatBar } from '../../ui/heatBar';
import { HeatSwatch } from '../../ui/heatSwatch';
import { columnText, isCold } from '../model/columnText';
import { heatScale } from '../model/heatScale';
import type { LayerColumn, LayerModel } from '../model/layerModel';
import { nodeName } from '../model/nodeText';
import { EstimateBar } from './estimateBar';
import { errorAfter, errorOfVariant, timeAfter, type ErrorFinding, type PlanFinding, type TimeFinding } from './planFindings';

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
  const before = row.operatorBefore ?? row.precisionBefore;
  const becomes = becomesText(row);
  const added = isExcluded ? '' : opsText(row.addedOps);
  const canToggle = row.action === 'change' || isExcluded;
  return (
    <div class="plan-row" role="row" aria-rowindex={index + 2} style={{ transform: `translateY(${top}px)` }}>
      <div class="p0 trunc" role="cell" title={`${name}\n${nodeName(model.view, row.node)}`}>
        {name}
      </div>
      <div class="p1" role="cell">
        <span class="precision trunc" title={before}>
          {before}
        </span>
      </div>
      <div class="p2" role="cell">
        {canToggle ? (
          <button
            type="button"
            class={`precision trunc ${row.action === 'change' ? 'changed' : ''}`}
            aria-pressed={isExcluded}
            title={isExcluded ? l10n.t('Left as it is by you. Click to include it again.') : l10n.t('Click to leave this layer as it is.')}
            onClick={() => onToggle(row.node)}
          >
            {becomes}
            {isExcluded ? ' •' : ''}
          </button>
        ) : (
          <span class="precision trunc" title={row.operatorAfter || becomes}>
            {becomes}
          </span>
        )}
      </div>
      <div class="p8 trunc muted" role="cell" title={added}>
        {added}
      </div>
      <div class="p3" role="cell">
        <Now model={model} layer={layer} after={after} />
      </div>
      <Finding class="p6" finding={after} />
      <div class="p4" role="cell">
        <Weights row={row} layer={layer} weights={weights} isExcluded={isExcluded} />
      </div>
      <ErrorCell finding={isExcluded ? undefined : (errorAfter(row) ?? errorOfVariant(model, layer))} />
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

/** Signal to noise at which an error is no longer seen, and at which it is all that is seen (design spec 6.3). */
const CLEAN_DB = 45;
const NOISE_DB = 10;

function ErrorCell({ finding }: { readonly finding: ErrorFinding | undefined }) {
  return (
    <div class="p7" role="cell" title={finding?.basis}>
      {finding?.text}{' '}
      {finding === undefined ? undefined : <HeatSwatch t={Math.min(1, Math.max(0, (CLEAN_DB - finding.db) / (CLEAN_DB - NOISE_DB)))} />}
    </div>
  );
}

interface WeightsProps extends Pick<Props, 'row' | 'isExcluded'> {
  readonly layer: number;
  readonly weights: LayerColumn | undefined;
}

/** What is stored for the layer now, and what will be where that is another amount. */
function Weights({ row: { weightBytes }, layer, weights, isExcluded }: WeightsProps) {
  if (weightBytes === undefined || isExcluded || weightBytes.before === weightBytes.after)
    return <>{weights === undefined ? '' : columnText(weights, weights.values[layer] ?? NaN)}</>;
  return (
    <>
      {formatBytes(weightBytes.before)} → {formatBytes(weightBytes.after)}
    </>
  );
}

const SHORT_OPS: Readonly<Record<string, string>> = { QuantizeLinear: 'Q', DequantizeLinear: 'DQ' };

/** `+1 Q, +2 DQ`. */
function opsText(ops: LayerPlan['addedOps'] = {}): string {
  return Object.entries(ops)
    .map(([op, count]) => `+${formatCount(count)} ${SHORT_OPS[op] ?? op}`)
    .join(', ');
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
        <HeatBar t={scale.length(value)} heat={scale.heat(value)} height={10} cold={isCold(primary, value)} />
      )}
    </>
  );
}
