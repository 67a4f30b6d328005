import * as l10n from '@vscode/l10n';
import { useEffect, useRef, useState } from 'preact/hooks';
import { px } from '../../ui/px';
import type { LayerOrigin } from '../model/layerOrigin';
import { nothingText, originTitle, otherText, stepsText } from '../model/originText';
import type { HeatScale } from '../model/heatScale';
import { LayerCard } from '../page/layerCard';
import { useCard } from '../page/useCard';
import type { BoxFacts } from './boxFacts';
import type { Screen } from './camera';
import { tensorText } from './edgeText';
import { layerOfBox, type GraphScene } from './graphScene';
import { LayerLines } from './layerLines';

/** What is under the pointer, and where the pointer came onto it. */
export interface HoverPlace {
  readonly box: number;
  readonly edge: number;
  readonly x: number;
  readonly y: number;
}

interface Props {
  readonly scene: GraphScene;
  readonly scale: HeatScale;
  readonly facts: (box: number) => BoxFacts;
  readonly originOf: (layer: number) => LayerOrigin | undefined;
  readonly place: HoverPlace | undefined;
  readonly screen: Screen;
  /** Escape closed the card; whether the focus was in it. */
  readonly onClose: (hadFocus: boolean) => void;
}

const REST_MS = 300;
const WIDTH = 280;
const ROOM = 190;
const MOST_READERS = 4;
const MOST_ORIGINS = 4;

/** The card of a layer, group or tensor, once the pointer rests on it; it stays while the pointer is on its way to the card, and on it. */
export function GraphHover({ scene, scale, facts, originOf, place, screen, onClose }: Props) {
  const { rested, setOver } = useRested(scene, place);
  const card = useRef<HTMLDivElement>(null);
  const shown = useCard(rested, undefined, () => onClose(card.current?.contains(document.activeElement) === true));
  useEffect(() => {
    // What is taken away from under the pointer is not left by it.
    if (shown === undefined) setOver(false);
  }, [shown]);
  if (shown === undefined) return null;
  const left = Math.max(8, Math.min(shown.x + 14, screen.width - WIDTH - 8));
  const isBelow = shown.y + 18 + ROOM < screen.height;
  const top = isBelow ? { top: px(shown.y + 18) } : { bottom: px(Math.max(8, screen.height - shown.y + 12)), top: 'auto' };
  const layer = layerOfBox(scene, shown.box);
  return (
    <div
      ref={card}
      class="overlay hover-card graph-card"
      style={{ left: px(left), width: px(WIDTH), ...top }}
      role="group"
      aria-label={shown.box >= 0 ? facts(shown.box).title : l10n.t('Tensor')}
      onPointerEnter={() => setOver(true)}
      onPointerLeave={() => setOver(false)}
    >
      {layer >= 0 ? (
        <>
          <LayerCard model={scene.model} scale={scale} index={layer} />
          <LayerLines model={scene.model} index={layer} metric={scale.column.id} />
          <OriginLines origin={originOf(layer)} />
        </>
      ) : shown.box >= 0 ? (
        <GroupCard facts={facts(shown.box)} />
      ) : (
        <EdgeCard scene={scene} edge={shown.edge} />
      )}
    </div>
  );
}

/** The place that the pointer rested on last, until it rests elsewhere; boxes of another scene are others. */
function useRested(scene: GraphScene, place: HoverPlace | undefined) {
  const [rested, setRested] = useState<{ readonly scene: GraphScene; readonly place: HoverPlace | undefined }>({ scene, place: undefined });
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    if (isOver) return undefined;
    const timer = setTimeout(() => setRested({ scene, place }), REST_MS);
    return () => clearTimeout(timer);
  }, [scene, place, isOver]);
  return { rested: rested.scene === scene ? rested.place : undefined, setOver };
}

/** The nodes that a layer was made from or became, and the passes that did it. */
function OriginLines({ origin }: { readonly origin: LayerOrigin | undefined }) {
  if (origin === undefined) return null;
  const { others } = origin;
  return (
    <div class="layer-card sm">
      <b class="trunc">{originTitle(origin)}</b>
      {others.slice(0, MOST_ORIGINS).map(other => (
        <div key={other.id} class="trunc">
          {otherText(other)}
        </div>
      ))}
      {others.length > MOST_ORIGINS ? <div class="muted">{l10n.t('and {0} more', others.length - MOST_ORIGINS)}</div> : undefined}
      {others.length === 0 ? <div>{nothingText(origin)}</div> : undefined}
      <div class="muted">{stepsText(origin)}</div>
    </div>
  );
}

function GroupCard({ facts: { title, detail, value, share } }: { readonly facts: BoxFacts }) {
  return (
    <div class="layer-card">
      <div class="row">
        <b class="grow trunc">{title}</b>
        <span>{value}</span>
      </div>
      <div class="row sm muted">
        <span class="grow trunc">{detail}</span>
        <span>{share}</span>
      </div>
    </div>
  );
}

function EdgeCard({ scene, edge }: { readonly scene: GraphScene; readonly edge: number }) {
  const shown = scene.plan.edges[edge];
  const text = shown === undefined ? undefined : tensorText(scene, shown);
  if (shown === undefined || text === undefined)
    return <div class="layer-card sm muted">{l10n.t('Order of execution; the runtime names no tensor here.')}</div>;
  const rest = text.to.length - MOST_READERS;
  const readers = text.to.slice(0, MOST_READERS).join(', ');
  return (
    <div class="layer-card sm">
      <div class="trunc">{text.name}</div>
      <div class="row muted">
        <span class="grow trunc mono-sm">{text.type}</span>
        <span>{text.bytes}</span>
      </div>
      <div class="muted trunc">{l10n.t('from {0}', text.from)}</div>
      <div class="muted">{rest > 0 ? l10n.t('to {0} and {1} more', readers, rest) : l10n.t('to {0}', readers)}</div>
      {shown.tensors > 1 ? <div class="muted">{l10n.t('and {0} more tensors', shown.tensors - 1)}</div> : undefined}
    </div>
  );
}
