import * as l10n from '@vscode/l10n';
import type { Signal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useEffect, useId, useMemo } from 'preact/hooks';
import type { HeatScale } from '../model/heatScale';
import type { LayerOrigin } from '../model/layerOrigin';
import { nothingText, originTitle, otherText } from '../model/originText';
import { spokenLayer } from '../model/spokenLayer';
import { useLayerOrigins } from '../page/useLayerOrigins';
import { usePage } from '../page/usePage';
import { boxId } from './boxId';
import type { BoxFacts } from './boxFacts';
import { layerOfBox, type GraphScene } from './graphScene';
import { boxAfterStep, neighborsOf, stepOf, type Neighbors } from './neighbors';
import { LAYER_CONTEXT } from '../page/layerContext';

interface Props {
  readonly scene: GraphScene;
  readonly scale: HeatScale;
  readonly facts: (box: number) => BoxFacts;
  readonly cursor: Signal<string | undefined>;
  /** Whether the card of the active item is shown. */
  readonly pinned: Signal<boolean>;
  /** The tree itself. */
  readonly twin: RefObject<HTMLDivElement | null>;
  readonly onToggle: (box: number) => void;
  readonly onLeaf: () => void;
}

/** Items kept in the document around the active one. */
const WINDOW = 40;
const PAGE = 10;
const MOST_NAMED = 4;

/** The graph for keyboard and screen readers: a tree in execution order, each item with what it reads and who reads it. */
export function GraphTwin({ scene, scale, facts, cursor, pinned, twin, onToggle, onLeaf }: Props) {
  const store = usePage();
  const id = useId();
  const originOf = useLayerOrigins(scene.model);
  const neighbors = useMemo(() => neighborsOf(scene.graph), [scene.graph]);
  const { boxes, levels, indexOf } = scene.graph;
  const active = Math.max(0, indexOf(cursor.value));
  const selected = store.selectedIn(scene.model);
  const go = (index: number) => {
    const box = Math.max(0, Math.min(boxes.length - 1, index));
    const found = boxes[box];
    if (found !== undefined) cursor.value = boxId(found);
    const layer = layerOfBox(scene, box);
    if (layer >= 0) store.selectIn(scene.model, scene.model.layers[layer]?.key);
  };
  const opens = (box: number) => scene.bodies.has(layerOfBox(scene, box));
  useEffect(() => {
    if (store.graphFocus.peek()) twin.current?.focus();
    store.graphFocus.value = false;
  }, []);
  const key = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { direction } = scene.plan.input;
    const step = stepOf(event.key, direction);
    const { kind } = boxes[active] ?? {};
    if (step !== undefined) go(boxAfterStep({ graph: scene.graph, layout: scene.layout, direction }, neighbors, active, step));
    else if (JUMPS.has(event.key)) go(active + (JUMPS.get(event.key) ?? 0));
    else if (event.key === ' ') pinned.value = !pinned.value;
    else if (event.key === 'Escape' && pinned.value) {
      pinned.value = false;
      store.closeCards();
    } else if (event.key === 'Enter' && kind === 'layer' && !opens(active)) onLeaf();
    else if (event.key === 'Enter') {
      store.graphFocus.value = opens(active);
      onToggle(active);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const from = Math.max(0, active - WINDOW);
  return (
    <div
      ref={twin}
      class="graph-twin"
      data-vscode-context={LAYER_CONTEXT}
      role="tree"
      tabIndex={0}
      aria-label={l10n.t('Graph of the model')}
      aria-activedescendant={`${id}-${active}`}
      onKeyDown={key}
    >
      {boxes.slice(from, active + WINDOW).map((box, offset) => {
        const index = from + offset;
        const level = levels[box.level];
        const isGroup = box.kind === 'group' || box.kind === 'run' || box.kind === 'frame';
        return (
          <div
            key={boxId(box)}
            id={`${id}-${index}`}
            role="treeitem"
            class="visually-hidden"
            aria-level={(level?.depth ?? 0) + 1}
            aria-setsize={level?.boxes.length ?? 1}
            aria-posinset={box.place + 1}
            aria-expanded={isGroup ? box.kind === 'frame' : opens(index) ? false : undefined}
            aria-selected={box.kind === 'layer' && layerOfBox(scene, index) === selected}
          >
            {[spokenBox(scene, scale, facts, neighbors, index), spokenOrigin(originOf(layerOfBox(scene, index)))]
              .filter(Boolean)
              .join(', ')}
          </div>
        );
      })}
    </div>
  );
}

const JUMPS: ReadonlyMap<string, number> = new Map([
  ['Home', -Infinity],
  ['End', Infinity],
  ['PageDown', PAGE],
  ['PageUp', -PAGE],
]);

function spokenBox(scene: GraphScene, scale: HeatScale, facts: (box: number) => BoxFacts, neighbors: Neighbors, box: number): string {
  const layer = layerOfBox(scene, box);
  const { title, detail, value, share } = facts(box);
  const own = layer >= 0 ? spokenLayer(scene.model, scale.column, layer) : [title, detail, value, share].filter(Boolean).join(', ');
  const named = (others: ArrayLike<number>) => {
    const names = Array.from({ length: Math.min(MOST_NAMED, others.length) }, (_, index) => facts(others[index] ?? -1).title);
    const more = others.length - MOST_NAMED;
    return more > 0 ? l10n.t('{0} and {1} more', names.join(', '), more) : names.join(', ');
  };
  const [before, after] = [neighbors.before(box), neighbors.after(box)];
  const input = before.length === 0 ? '' : l10n.t('input from {0}', named(before));
  const output = after.length === 0 ? '' : l10n.t('output to {0}', named(after));
  return [own, bodiesText(scene, layer), input, output].filter(Boolean).join(', ');
}

/** What Enter opens of a layer. */
function bodiesText({ bodies }: GraphScene, layer: number): string {
  const names = (bodies.get(layer) ?? []).map(({ attribute }) => (attribute === '' ? l10n.t('function') : attribute));
  return names.length === 0 ? '' : l10n.t('opens {0}', names.join(', '));
}

function spokenOrigin(origin: LayerOrigin | undefined): string {
  if (origin === undefined) return '';
  const named = origin.others.slice(0, MOST_NAMED).map(otherText).join(', ');
  const rest = origin.others.length - MOST_NAMED;
  const text = rest > 0 ? l10n.t('{0} and {1} more', named, rest) : named;
  return `${originTitle(origin)}: ${text === '' ? nothingText(origin) : text}`;
}
