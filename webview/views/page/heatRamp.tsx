import * as l10n from '@vscode/l10n';
import { useRef, useState } from 'preact/hooks';
import { assertNever } from '../../../src/shared/base/assertNever';
import { largest } from '../../../src/shared/base/extremes';
import { px } from '../../ui/px';
import { heatColor } from '../../ui/theme';
import { valueText } from '../model/columnText';
import { heatHistogram, type HeatScale } from '../model/heatScale';
import type { LayerUnit } from '../model/layerModel';
import { RampEnd } from './rampEnd';
import { usePage } from './usePage';
import { withoutRange, withRange } from './heatRange';
import { unitCountText } from '../model/unitCountText';

interface Props {
  /** The scale in use, and the same one with the column's own ends. */
  readonly scale: HeatScale;
  readonly whole: HeatScale;
  readonly width: number;
  /** What is counted. */
  readonly unit: LayerUnit;
}

const BINS = 24;
const STOPS = [0, 1, 2, 3, 4, 5, 6] as const;
const DRAG_PX = 3;

/** The ramp with a histogram above it: pointing shows the layers of a bin, dragging makes a part of it the whole, double click resets (design spec 6.3). */
export function HeatRamp({ scale, whole, width, unit }: Props) {
  const store = usePage();
  const start = useRef<number | undefined>(undefined);
  const [at, setAt] = useState<number | undefined>(undefined);
  const [dragged, setDragged] = useState<readonly [number, number] | undefined>(undefined);
  const counts = heatHistogram(scale, BINS);
  const place = ({ offsetX }: PointerEvent) => Math.max(0, Math.min(1, offsetX / width));
  const move = (event: PointerEvent) => {
    const t = place(event);
    setAt(t);
    const bin = Math.min(BINS - 1, Math.floor(t * BINS));
    const isDrag = start.current !== undefined && Math.abs(t - start.current) * width > DRAG_PX;
    const part: readonly [number, number] = isDrag ? ordered(start.current ?? t, t) : [bin / BINS, (bin + 1) / BINS];
    setDragged(isDrag ? part : undefined);
    store.highlight.value = part;
  };
  const leave = () => {
    setAt(undefined);
    store.highlight.value = undefined;
  };
  const up = (event: PointerEvent) => {
    const t = place(event);
    const isDrag = start.current !== undefined && Math.abs(t - start.current) * width > DRAG_PX;
    if (isDrag) store.arrange({ heatRanges: withRange(store.ui.value.heatRanges, scale, ...ordered(start.current ?? t, t)) });
    start.current = undefined;
    setDragged(undefined);
  };
  const reset = () => store.arrange({ heatRanges: withoutRange(store.ui.value.heatRanges, scale) });
  return (
    <span class="heat-ramp" style={{ width: px(width) }}>
      <svg
        width={width}
        height={20}
        role="img"
        aria-label={scaleLabel(scale.column.title, unit)}
        onPointerDown={event => {
          start.current = place(event);
          event.currentTarget.setPointerCapture(event.pointerId);
        }}
        onPointerMove={move}
        onPointerUp={up}
        onPointerLeave={leave}
        onDblClick={reset}
      >
        <Bins counts={counts} width={width} />
        <Part part={dragged ?? (at === undefined ? undefined : store.highlight.value)} width={width} />
      </svg>
      <RampEnd end="cold" scale={scale} whole={whole} />
      <RampEnd end="hot" scale={scale} whole={whole} />
      {at === undefined ? undefined : <BinText scale={scale} part={dragged ?? store.highlight.value} unit={unit} />}
    </span>
  );
}

function scaleLabel(title: string, unit: LayerUnit): string {
  switch (unit) {
    case 'layers':
      return l10n.t('Color scale of {0} with the number of layers above it', title);
    case 'kernels':
      return l10n.t('Color scale of {0} with the number of kernels above it', title);
    case 'nodes':
      return l10n.t('Color scale of {0} with the number of nodes above it', title);
    default:
      return assertNever(unit);
  }
}

function ordered(a: number, b: number): readonly [number, number] {
  return a < b ? [a, b] : [b, a];
}

function Bins({ counts, width }: { readonly counts: Uint32Array; readonly width: number }) {
  // The square root keeps a single hot layer visible beside hundreds of cold ones.
  const highest = Math.sqrt(Math.max(1, largest(counts)));
  const step = width / BINS;
  return (
    <>
      <defs>
        <linearGradient id="ramp">
          {STOPS.map(stop => (
            <stop key={stop} offset={stop / 6} stop-color={heatColor(stop / 6)} />
          ))}
        </linearGradient>
      </defs>
      {Array.from(counts, (count, bin) => {
        const height = (10 * Math.sqrt(count)) / highest;
        return count === 0 ? undefined : (
          <rect key={bin} class="legend-bin" x={bin * step} y={11 - height} width={step - 0.5} height={height} />
        );
      })}
      <rect class="legend-ramp" data-heat y={12} width={width} height={7} rx={1} fill="url(#ramp)" />
    </>
  );
}

function Part({ part, width }: { readonly part: readonly [number, number] | undefined; readonly width: number }) {
  if (part === undefined) return null;
  return <rect class="legend-part" x={part[0] * width + 0.5} y={0.5} width={Math.max(2, (part[1] - part[0]) * width - 1)} height={19} />;
}

/** `12 layers, 1.20 ms – 1.28 ms` below the pointed part. */
function BinText({
  scale,
  part,
  unit,
}: {
  readonly scale: HeatScale;
  readonly part: readonly [number, number] | undefined;
  readonly unit: LayerUnit;
}) {
  if (part === undefined) return null;
  const { column } = scale;
  const [low, high] = ordered(scale.valueAt(part[0]), scale.valueAt(part[1]));
  const count = column.values.reduce((sum, value) => {
    const heat = scale.heat(value);
    return !Number.isNaN(value) && heat >= part[0] && (heat < part[1] || part[1] >= 1) ? sum + 1 : sum;
  }, 0);
  return (
    <span class="overlay legend-text" aria-hidden="true">
      {unitCountText(unit, count)}, {valueText(column, low)} – {valueText(column, high)}
    </span>
  );
}
