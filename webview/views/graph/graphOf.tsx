import * as l10n from '@vscode/l10n';
import { useSignal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { Button } from '../../ui/button';
import { Note } from '../../ui/note';
import type { HeatScale } from '../model/heatScale';
import type { LayerModel } from '../model/layerModel';
import { AfterFirstPaint } from '../page/afterFirstPaint';
import type { GraphRequest } from '../page/pageStore';
import { openDetails } from '../page/showDetails';
import { useLayerOrigins } from '../page/useLayerOrigins';
import { usePage } from '../page/usePage';
import { groupsAround, levelExpanded, toggled } from './expansion';
import { GraphLegend } from './graphLegend';
import type { OpenBody } from '../page/graphPlace';
import { layerOfBox, type GraphScene, type GraphSubject } from './graphScene';
import { boxFacts } from './boxFacts';
import { GraphStage } from './graphStage';
import { GraphTwin } from './graphTwin';
import { bodyToOpen } from './layerBodies';
import { NodesSwitch } from './nodesSwitch';
import { useGraphLayout } from './useGraphLayout';
import { useGraphSubject } from './useGraphSubject';
import type { Expansion } from './visibleGraph';

interface Props {
  readonly model: LayerModel;
  readonly scale: HeatScale;
}

/** One graph on its canvas, with its twin and what lies over it. */
export function GraphOf({ model, scale }: Props) {
  const store = usePage();
  const cursor = useSignal<string | undefined>(undefined);
  const pinned = useSignal(false);
  const twin = useRef<HTMLDivElement>(null);
  const { subject, expansion } = useGraphSubject(model, scale);
  const { laid, isSlow, error, cancel } = useGraphLayout(subject);
  const scene = useMemo((): GraphScene | undefined => (laid === undefined ? undefined : { ...laid.subject, layout: laid.layout }), [laid]);
  const originOf = useLayerOrigins(scene?.model ?? model);
  const facts = useMemo(() => (scene === undefined ? undefined : boxFacts(scene, scale, originOf)), [scene, scale, originOf]);
  const arrange = ({ expanded, unfolded }: Expansion) => store.arrangeGraph({ expanded: [...expanded], unfolded: [...unfolded] });
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
    const opened = bodyOf(subject, index);
    if (opened !== undefined) store.arrange({ graphBodies: [...store.ui.value.graphBodies, opened] });
    else if (group !== undefined) arrange({ ...expansion, expanded: new Set([...expansion.expanded, group]) });
    else if (box !== undefined) arrange(toggled(expansion, box));
  };
  return (
    <div class="graph">
      {scene === undefined || facts === undefined ? undefined : (
        <>
          <GraphStage {...{ scene, scale, facts, cursor, pinned, twin }} onToggle={toggle} onCommand={command} />
          <AfterFirstPaint>
            <GraphLegend scene={scene} />
            <GraphTwin {...{ scene, scale, facts, cursor, pinned, twin }} onToggle={toggle} onLeaf={() => openDetails(store)} />
          </AfterFirstPaint>
        </>
      )}
      {model.body === undefined ? <NodesSwitch model={model} /> : undefined}
      {isSlow ? (
        <div class="overlay graph-slow" role="status">
          {l10n.t('Laying out {0} boxes', subject.graph.boxes.length)}
          <Button
            compact
            secondary
            onClick={() => {
              cancel();
              arrange(before.current);
            }}
          >
            {l10n.t('Cancel')}
          </Button>
        </div>
      ) : undefined}
      {error === undefined ? undefined : (
        <div class="graph-error">
          <Note kind="error" role="alert">
            {l10n.t('The graph could not be laid out: {0}. Map and Layers show the same layers.', error)}
          </Note>
        </div>
      )}
    </div>
  );
}

/** What opens of a layer with bodies or a call of a function. */
function bodyOf(subject: GraphSubject, box: number): OpenBody | undefined {
  const layer = layerOfBox(subject, box);
  return bodyToOpen(subject.model, layer, subject.bodies.get(layer) ?? []);
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
