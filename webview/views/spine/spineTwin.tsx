import * as l10n from '@vscode/l10n';
import { ListTwin } from '../../ui/listTwin';
import { spokenLayer } from '../model/spokenLayer';
import type { LayerModel } from '../model/layerModel';
import { openDetails } from '../page/showDetails';
import { usePage } from '../page/usePage';

const AROUND = 10;

interface Props {
  readonly model: LayerModel;
  readonly onFocus: (isFocused: boolean) => void;
}

/** The layers of the spine for keyboard and screen readers. */
export function SpineTwin({ model, onFocus }: Props) {
  const store = usePage();
  const column = store.columnOf(model);
  if (column === undefined) return null;
  return (
    <ListTwin
      class="spine-twin"
      label={l10n.t('Layers in execution order')}
      count={model.layers.length}
      selected={store.selectedIn(model)}
      around={AROUND}
      text={layer => spokenLayer(model, column, layer)}
      onSelect={layer => store.select(model.layers[layer]?.key)}
      onFocus={onFocus}
      onEnter={() => openDetails(store)}
    />
  );
}
