import * as l10n from '@vscode/l10n';
import { categoryShares } from '../model/categoryShares';
import { shareText, sumText } from '../model/columnText';
import { groupValue } from '../model/groupValue';
import type { LayerModel } from '../model/layerModel';
import { RowToggle } from './rowToggle';
import type { TableColumn } from './tableColumns';
import type { TableRow } from './tableRows';
import { unitCountText } from '../model/unitCountText';

interface Props {
  readonly model: LayerModel;
  readonly row: TableRow & { readonly kind: 'section' };
  readonly column: TableColumn;
  readonly onToggle: () => void;
}

/** Name of a section and the sums of what it shows. */
export function SectionCell({ model, row, column, onToggle }: Props) {
  if (column.kind === 'layer') {
    return (
      <span class="row-name">
        <RowToggle isOpen={row.isOpen} onToggle={onToggle} />
        <b class={row.inferred ? 'inferred' : ''} title={row.inferred ? l10n.t('Name inferred from the structure') : ''}>
          {row.name}
        </b>
        <span class="muted section-count">{describe(model, row.layers)}</span>
      </span>
    );
  }
  const [primary] = model.columns.values();
  if (column.kind === 'share') {
    return <span class="muted">{primary === undefined ? '' : shareText(primary, groupValue(primary, row.layers))}</span>;
  }
  const values = model.columns.get(column.id);
  if (values === undefined) return null;
  if (values.categories !== undefined) {
    const shares = categoryShares(model, values, row.layers);
    return (
      <span class="muted" title={shares}>
        {shares}
      </span>
    );
  }
  const text = sumText(values, groupValue(values, row.layers));
  return column.kind === 'primary' ? (
    <span class="bar-number">{text}</span>
  ) : (
    <span class="muted">{text.replace(/\u202fFLOP\/B$/, '')}</span>
  );
}

/** `3 layers · 21 kernels`. */
function describe(model: LayerModel, layers: readonly number[]): string {
  const kernels = layers.reduce((count, layer) => count + (model.layers[layer]?.kernels.length ?? 0), 0);
  const counted = unitCountText(model.unit, layers.length);
  return model.unit === 'layers' && kernels > 0 ? `${counted} · ${unitCountText('kernels', kernels)}` : counted;
}
