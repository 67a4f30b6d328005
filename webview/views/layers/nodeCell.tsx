import * as l10n from '@vscode/l10n';
import type { LayerModel } from '../model/layerModel';
import { nodeName, opText, outputFacts, shapeText } from '../model/nodeText';
import type { TableColumn } from './tableColumns';
import type { TableRow } from './tableRows';

interface Props {
  readonly model: LayerModel;
  readonly row: TableRow & { readonly kind: 'node' };
  readonly column: TableColumn;
}

/** One node of an expanded layer or kernel: its name in the file, and why it has no time of its own. */
export function NodeCell({ model, row, column }: Props) {
  const { view } = model;
  const layer = model.layers[row.layer];
  if (column.kind === 'number') return <span class="muted">{row.node + 1}</span>;
  if (column.kind === 'layer') {
    return (
      <span class="row-name child muted">
        <span class={`branch ${row.isLast ? 'last' : ''}`} />
        <span class="mono-sm trunc">{nodeName(view, row.node)}</span>
      </span>
    );
  }
  if (column.kind === 'op') return <span class="muted">{opText(view, row.node)}</span>;
  if (column.kind === 'output') {
    const shape = outputFacts(view, row.node)[0]?.shape;
    return (
      <span class="mono-sm muted">
        {shape === undefined ? '–' : shapeText(shape[0] === 1 && shape.length > 1 ? shape.slice(1) : shape)}
      </span>
    );
  }
  if (column.kind !== 'primary' || column.id !== 'latencyMs') return null;
  return <span class="muted">{row.node === layer?.node ? l10n.t('same kernel') : l10n.t('no time of its own')}</span>;
}
