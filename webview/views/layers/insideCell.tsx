import * as l10n from '@vscode/l10n';
import { assertNever } from '../../../src/shared/base/assertNever';
import { formatCount } from '../../../src/shared/base/formatNumber';
import { floorOf, isAtFloor } from '../../../src/shared/report/kernelTimes';
import { HeatBar } from '../../ui/heatBar';
import { px } from '../../ui/px';
import { columnText, shareText } from '../model/columnText';
import { Fallback } from '../model/fallback';
import { bareOp } from '../model/layerText';
import type { LayerModel } from '../model/layerModel';
import { shapeText } from '../model/nodeText';
import type { TableColumn } from './tableColumns';
import type { TableRow } from './tableRows';

interface Props {
  readonly model: LayerModel;
  readonly row: TableRow & { readonly kind: 'inside' };
  readonly column: TableColumn;
}

const INDENT = 14;

/** One kernel that ran in a body of a layer: how often, and its time in all of these executions, which is part of the layer's. */
export function InsideCell({ model, row, column }: Props) {
  const { kernel, depth, isLast } = row;
  const latency = model.columns.get('latencyMs');
  if (latency === undefined) return null;
  const { executions = 1, outputShape } = kernel;
  const inAll = { ...latency, floor: floorOf([kernel], latency.floor) };
  switch (column.kind) {
    case 'layer':
      return (
        <span class="row-name child" style={{ marginLeft: px(depth * INDENT) }} title={kernel.name}>
          <span class={`branch ${isLast ? 'last' : ''}`} />
          <span>{bareOp(kernel.op)}</span>
          {executions === 1 ? undefined : <span class="muted nowrap">{l10n.t('{0} times', formatCount(executions))}</span>}
          <span class="muted mono-sm trunc">{kernel.name}</span>
          <Fallback model={model} kernel={kernel} />
        </span>
      );
    case 'output':
      return (
        <span class="mono-sm muted">{outputShape.length === 0 ? '' : shapeText(outputShape.slice(outputShape[0] === 1 ? 1 : 0))}</span>
      );
    case 'primary':
      if (column.id !== 'latencyMs') return null;
      return (
        <>
          <span class="bar-number">{columnText(inAll, kernel.medianMs)}</span>
          <span class="value-bar">
            <HeatBar t={kernel.medianMs / latency.domain[1]} height={9} cold={isAtFloor([kernel], latency.floor)} />
          </span>
        </>
      );
    case 'share':
      return <span class="muted">{shareText(inAll, kernel.medianMs)}</span>;
    case 'kernel':
      return <span class="muted">{kernel.op}</span>;
    case 'number':
    case 'op':
    case 'precision':
    case 'metric':
      return null;
    default:
      return assertNever(column.kind);
  }
}
