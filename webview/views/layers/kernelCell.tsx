import * as l10n from '@vscode/l10n';
import { assertNever } from '../../../src/shared/base/assertNever';
import { HeatBar } from '../../ui/heatBar';
import { Fallback } from '../model/fallback';
import { columnText, shareText } from '../model/columnText';
import { bareOp } from '../model/layerText';
import type { LayerModel } from '../model/layerModel';
import { nodeName, opText, shapeText } from '../model/nodeText';
import type { TableColumn } from './tableColumns';
import type { TableRow } from './tableRows';

interface Props {
  readonly model: LayerModel;
  readonly row: TableRow & { readonly kind: 'kernel' };
  readonly column: TableColumn;
}

/** One kernel of an expanded layer: its own name, then the name in the file. */
export function KernelCell({ model, row, column }: Props) {
  const kernel = model.profile?.kernels[row.kernel];
  const latency = model.columns.get('latencyMs');
  if (kernel === undefined || latency === undefined) return null;
  const node = kernel.covers[0] ?? -1;
  const isAnchor = model.layers[row.layer]?.anchorKernel === row.kernel;
  switch (column.kind) {
    case 'number':
      return <span class="muted">{node < 0 ? '' : node + 1}</span>;
    case 'layer':
      return (
        <span class="row-name child">
          <span class={`branch ${row.isLast ? 'last' : ''}`} />
          <span class={isAnchor ? 'anchor' : ''}>{node < 0 ? bareOp(kernel.op) : opText(model.view, node)}</span>
          <span class="muted mono-sm trunc">{node < 0 ? l10n.t('added by the runtime') : nodeName(model.view, node)}</span>
          <Fallback model={model} kernel={kernel} />
        </span>
      );
    case 'output':
      return (
        <span class="mono-sm muted">
          {kernel.outputShape.length === 0 ? '' : shapeText(kernel.outputShape.slice(kernel.outputShape[0] === 1 ? 1 : 0))}
        </span>
      );
    case 'primary':
      return (
        <>
          <span class="bar-number">{columnText(latency, kernel.medianMs)}</span>
          <span class="value-bar">
            <HeatBar t={kernel.medianMs / latency.domain[1]} height={9} cold={kernel.medianMs <= latency.floor} />
          </span>
        </>
      );
    case 'share':
      return <span class="muted">{shareText(latency, kernel.medianMs)}</span>;
    case 'kernel':
      return <span class="muted">{kernel.op}</span>;
    case 'op':
    case 'precision':
    case 'metric':
      return null;
    default:
      return assertNever(column.kind);
  }
}
