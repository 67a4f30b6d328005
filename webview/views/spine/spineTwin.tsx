import { useId } from 'preact/hooks';
import { listTarget } from '../../ui/listTarget';
import { spokenLayer } from '../model/spokenLayer';
import type { LayerModel } from '../model/layerModel';
import { usePage } from '../page/usePage';

/** Options kept in the document around the active one: a listbox of 100,000 would be of no use to anybody. */
const WINDOW = 10;

/** What the canvas is to the eye this is to the keyboard and to screen readers: a listbox over all layers. */
export function SpineTwin({ model }: { readonly model: LayerModel }) {
  const store = usePage();
  const id = useId();
  const column = store.columnOf(model);
  const selected = store.selectedIn(model);
  const active = Math.max(0, selected);
  const from = Math.max(0, active - WINDOW);
  const to = Math.min(model.layers.length, active + WINDOW);
  const key = (event: KeyboardEvent) => {
    const next = listTarget(event.key, active, model.layers.length);
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    store.select(model.layers[next]?.key);
  };
  if (column === undefined) return null;
  return (
    <div
      class="spine-twin"
      role="listbox"
      tabIndex={0}
      aria-label="Layers in execution order"
      aria-orientation="horizontal"
      aria-activedescendant={`${id}-${active}`}
      onKeyDown={key}
    >
      {model.layers.slice(from, to).map((layer, offset) => {
        const index = from + offset;
        return (
          <div
            key={layer.key}
            id={`${id}-${index}`}
            role="option"
            class="visually-hidden"
            aria-selected={index === selected}
            aria-setsize={model.layers.length}
            aria-posinset={index + 1}
          >
            {spokenLayer(model, column, index)}
          </div>
        );
      })}
    </div>
  );
}
