import { assertNever } from '../../../src/shared/base/assertNever';
import { smallest } from '../../../src/shared/base/extremes';
import { columnText, isCold, shareText, shortColumnText } from '../model/columnText';
import { rooflineNote } from '../model/rooflineText';
import { fileName, kernelName, opCell, outputText } from '../model/layerText';
import { precisionOf } from '../model/matchLayer';
import type { Layer, LayerColumn, LayerModel } from '../model/layerModel';
import { measuredText } from '../model/measuredText';
import { ownTimeText } from '../model/ownTime';
import { ValueBar } from './valueBar';
import { RowToggle } from './rowToggle';
import type { TableColumn } from './tableColumns';
import type { TableRow } from './tableRows';

interface Props {
  readonly model: LayerModel;
  readonly row: TableRow & { readonly kind: 'layer' };
  readonly column: TableColumn;
  readonly isFlat: boolean;
  readonly onToggle: () => void;
}

/** A layer without a time of its own says where its time is. */
function valueText(model: LayerModel, layer: Layer, values: LayerColumn, value: number): string {
  const place = values.id === 'latencyMs' && Number.isNaN(value) ? ownTimeText(model, layer) : '';
  return place === '' ? columnText(values, value) : place;
}

export function LayerCell({ model, row, column, isFlat, onToggle }: Props) {
  const layer = model.layers[row.layer];
  const values = model.columns.get(column.id);
  const [primary] = model.columns.values();
  if (layer === undefined) return null;
  const value = values?.values[row.layer] ?? NaN;
  switch (column.kind) {
    case 'number':
      return <span class="muted">{layer.nodes.length === 0 ? '' : smallest(layer.nodes) + 1}</span>;
    case 'layer': {
      const isInferred = layer.section >= 0 && model.sections[layer.section]?.inferred === true;
      return (
        <span class={`row-name ${isFlat || layer.section < 0 ? '' : 'below'}`} title={`${layer.name}\n${fileName(model, layer)}`}>
          <RowToggle isOpen={row.isOpen} onToggle={onToggle} />
          <span class={`trunc ${isInferred && isFlat ? 'inferred' : ''}`}>{isFlat ? layer.name : layer.shortName}</span>
        </span>
      );
    }
    case 'op': {
      const { op, rest } = opCell(model, layer);
      return (
        <>
          {op} <span class="muted">{rest}</span>
        </>
      );
    }
    case 'precision':
      return <span class="muted">{precisionOf(model, layer)}</span>;
    case 'kernel':
      return <span class="muted">{kernelName(model, layer)}</span>;
    case 'output':
      return (
        <span class="mono-sm" title={measuredText(model.view, layer.node)}>
          {outputText(model, layer)}
        </span>
      );
    case 'primary':
      return (
        <>
          <span class={`bar-number ${values !== undefined && isCold(values, value) ? 'muted' : ''}`}>
            {values === undefined ? '' : valueText(model, layer, values, value)}
          </span>
          <ValueBar model={model} layer={row.layer} />
        </>
      );
    case 'share':
      return <span class="muted">{primary === undefined ? '' : shareText(primary, primary.values[row.layer] ?? NaN)}</span>;
    case 'metric':
      return <span title={rooflineNote(model, column.id, row.layer)}>{values === undefined ? '–' : shortColumnText(values, value)}</span>;
    default:
      return assertNever(column.kind);
  }
}
