import * as l10n from '@vscode/l10n';
import { useEffect, useState } from 'preact/hooks';
import { px } from '../../ui/px';
import type { LayerOrigin } from '../model/layerOrigin';
import { nothingText, originTitle, otherText, stepsText } from '../model/originText';
import type { HeatScale } from '../model/heatScale';
import { LayerCard } from '../page/layerCard';
import type { BoxFacts } from './boxFacts';
import type { Screen } from './camera';
import { tensorText } from './edgeText';
import { layerOfBox, type GraphScene } from './graphScene';

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
}

const REST_MS = 300;
const WIDTH = 280;
const ROOM = 110;
const MOST_READERS = 4;
const MOST_ORIGINS = 4;

/** The card of a layer, group or tensor, once the pointer rests on it. */
export function GraphHover({ scene, scale, facts, originOf, place, screen }: Props) {
  const [rested, setRested] = useState<HoverPlace | undefined>(undefined);
  useEffect(() => {
    const timer = setTimeout(() => setRested(place), REST_MS);
    return () => clearTimeout(timer);
  }, [place]);
  if (place === undefined || rested !== place) return null;
  const left = Math.max(8, Math.min(place.x + 14, screen.width - WIDTH - 8));
  const top = place.y + 18 + ROOM < screen.height ? place.y + 18 : Math.max(8, place.y - ROOM);
  const layer = layerOfBox(scene, place.box);
  return (
    <div class="overlay hover-card graph-card" style={{ left: px(left), top: px(top), width: px(WIDTH) }} aria-hidden="true">
      {layer >= 0 ? (
        <>
          <LayerCard model={scene.model} scale={scale} index={layer} />
          <OriginLines origin={originOf(layer)} />
        </>
      ) : place.box >= 0 ? (
        <GroupCard facts={facts(place.box)} />
      ) : (
        <EdgeCard scene={scene} edge={place.edge} />
      )}
    </div>
  );
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
