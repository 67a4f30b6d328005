import { useSignal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { Button } from '../../ui/button';
import { Note } from '../../ui/note';
import type { LayerModel } from '../model/layerModel';
import type { GraphRequest } from '../page/pageStore';
import type { GraphNodes } from '../page/uiState';
import { usePage } from '../page/usePage';
import { groupsAround, levelExpanded, toggled } from './expansion';
import { GraphLegend } from './graphLegend';
import type { GraphScene, GraphSubject } from './graphScene';
import { GraphStage } from './graphStage';
import { GraphTwin } from './graphTwin';
import { NodesSwitch } from './nodesSwitch';
import { useGraphLayout } from './useGraphLayout';
import { useGraphSubject } from './useGraphSubject';
import type { Expansion } from './visibleGraph';

/** The model as a graph of groups, layers and tensors (design spec 4.3). */
export function GraphView({ model: both }: { readonly model: LayerModel }) {
  const store = usePage();
  const { graphNodes } = store.ui.value;
  const model = modelFor(both, graphNodes, unit => store.modelOf(unit));
  const scale = store.scaleOf(model);
  return scale === undefined ? null : <Graph model={model} scale={scale} />;
}

/** Without kernels that ran there is nothing to show of them. */
function modelFor(both: LayerModel, nodes: GraphNodes, modelOf: (unit: 'nodes' | 'kernels') => LayerModel | undefined): LayerModel {
  if (nodes === 'original') return modelOf('nodes') ?? both;
  return nodes === 'kernels' && both.profile !== undefined ? (modelOf('kernels') ?? both) : both;
}

type Scale = NonNullable<ReturnType<ReturnType<typeof usePage>['scaleOf']>>;

function Graph({ model, scale }: { readonly model: LayerModel; readonly scale: Scale }) {
  const store = usePage();
  const cursor = useSignal<string | undefined>(undefined);
  const pinned = useSignal(false);
  const { subject, expansion } = useGraphSubject(model, scale);
  const { laid, isSlow, error, cancel } = useGraphLayout(subject);
  const scene = useMemo((): GraphScene | undefined => (laid === undefined ? undefined : { ...laid.subject, layout: laid.layout }), [laid]);
  const arrange = ({ expanded, unfolded }: Expansion) => store.arrange({ graphExpanded: [...expanded], graphUnfolded: [...unfolded] });
  const before = useRef(expansion);
  useEffect(() => {
    if (laid?.subject === subject) before.current = expansion;
  }, [laid]);
  const selected = store.selectedIn(model);
  useReveal(subject, expansion, selected, id => (cursor.value = id), arrange);
  const command = ({ kind }: GraphRequest) => {
    if (kind === 'collapseAll') arrange({ expanded: new Set(), unfolded: new Set() });
    else if (kind === 'expandLevel') arrange(levelExpanded(expansion, subject.graph, Math.max(0, subject.graph.indexOf(cursor.value))));
    else if (selected >= 0) reveal(subject, expansion, selected, id => (cursor.value = id), arrange);
  };
  const toggle = (index: number, group?: number) => {
    const box = subject.graph.boxes[index];
    if (group !== undefined) arrange({ ...expansion, expanded: new Set([...expansion.expanded, group]) });
    else if (box !== undefined) arrange(toggled(expansion, box));
  };
  const openDetails = () => {
    store.arrange({ detailsOpen: true });
    store.overlay.value = 'drawer';
  };
  return (
    <div class="graph">
      {scene === undefined ? undefined : (
        <>
          <GraphStage scene={scene} scale={scale} cursor={cursor} pinned={pinned} onToggle={toggle} onCommand={command} />
          <GraphLegend scene={scene} />
          <GraphTwin scene={scene} scale={scale} cursor={cursor} pinned={pinned} onToggle={toggle} onLeaf={openDetails} />
        </>
      )}
      <NodesSwitch model={model} />
      {isSlow ? (
        <div class="overlay graph-slow" role="status">
          Laying out {subject.graph.boxes.length} boxes
          <Button
            compact
            secondary
            onClick={() => {
              cancel();
              arrange(before.current);
            }}
          >
            Cancel
          </Button>
        </div>
      ) : undefined}
      {error === undefined ? undefined : (
        <div class="graph-error">
          <Note kind="error" role="alert">
            The graph could not be laid out: {error}. Map and Layers show the same layers.
          </Note>
        </div>
      )}
    </div>
  );
}

type SetCursor = (id: string) => void;
type Arrange = (expansion: Expansion) => void;

/** A selection from elsewhere opens the groups around it; one that the user made here is in sight already. */
function useReveal(subject: GraphSubject, expansion: Expansion, selected: number, setCursor: SetCursor, arrange: Arrange): void {
  const known = useRef<number | undefined>(undefined);
  useEffect(() => {
    const isFirst = known.current === undefined;
    if (known.current === selected) return;
    known.current = selected;
    if (selected < 0) return;
    // What the user closed before the page was left stays closed.
    if (isFirst && subject.graph.boxes[subject.graph.boxOfLayer[selected] ?? -1]?.kind !== 'layer') return;
    reveal(subject, expansion, selected, setCursor, arrange);
  }, [selected]);
}

function reveal(
  { model, tree, graph }: GraphSubject,
  { expanded, unfolded }: Expansion,
  layer: number,
  setCursor: SetCursor,
  arrange: Arrange,
): void {
  setCursor(`l${model.layers[layer]?.key ?? -1}`);
  if (graph.boxes[graph.boxOfLayer[layer] ?? -1]?.kind === 'layer') return;
  arrange({ expanded: new Set([...expanded, ...groupsAround(tree, layer)]), unfolded });
}
