import * as l10n from '@vscode/l10n';
import { largest, smallest } from '../../../src/shared/base/extremes';
import { formatDurationChange, formatRelativeChange } from '../../../src/shared/base/formatNumber';
import { axisTicks } from '../../ui/axisTicks';
import { ListTwin } from '../../ui/listTwin';
import { changeColor } from '../../ui/theme';
import { tickTexts } from '../../ui/tickTexts';
import { RAMP_END } from '../model/changeColumn';
import type { LayerChange } from '../model/layerChanges';
import type { LayerModel } from '../model/layerModel';
import { hoverLayer } from '../page/hoveredLayer';
import { useDimming } from '../page/useDimming';
import { useHovered } from '../page/useHovered';
import { usePage } from '../page/usePage';
import { largestSurprise, surpriseText } from './largestSurprise';

interface Props {
  readonly model: LayerModel;
  readonly changes: readonly (LayerChange | undefined)[];
  readonly width: number;
  readonly height: number;
  readonly caption: string;
}

const PLOT = { left: 58, right: 4, top: 44, bottom: 34 } as const;
/** A bar, or a bin of layers of which the one that changed most is drawn. */
const LEAST_BAR = 3;

/** Change of time per layer: bars from 0, in the order of execution, coloured by the relative change; hollow within noise. */
export function ChangeFigure({ model, changes, width, height, caption }: Props) {
  const store = usePage();
  const room = Math.max(1, width - PLOT.left - PLOT.right);
  const perBar = Math.max(1, Math.ceil((changes.length * LEAST_BAR) / room));
  const bars = Array.from({ length: Math.ceil(changes.length / perBar) }, (_, bar) => strongest(changes, bar * perBar, perBar));
  const step = room / Math.max(1, bars.length);
  const deltas = changes.flatMap(change => change?.deltaMs ?? []);
  const axis = axisTicks(Math.min(0, smallest(deltas)), Math.max(0, largest(deltas)), 5);
  const y = (deltaMs: number) => PLOT.top + ((axis.to - deltaMs) / (axis.to - axis.from)) * (height - PLOT.top - PLOT.bottom);
  const surprise = largestSurprise(changes);
  const selected = store.selectedIn(model);
  const hovered = useHovered(model);
  const hoveredBar = hovered < 0 ? -1 : Math.floor(hovered / perBar);
  const isDimmed = useDimming(model, store.scaleOf(model));
  return (
    <figure class="compare-figure">
      <figcaption class="visually-hidden">{caption}</figcaption>
      <svg width={width} height={height} aria-hidden="true" class="compare-plot">
        <Ticks ticks={axis.ticks} y={y} width={width} />
        <Headings model={model} changes={changes} left={PLOT.left} step={step / perBar} />
        {bars.map((layer, bar) => {
          const change = changes[layer];
          if (change === undefined) return undefined;
          const top = Math.min(y(0), y(change.deltaMs));
          const size = Math.max(1.5, Math.abs(y(change.deltaMs) - y(0)));
          const place = {
            x: PLOT.left + bar * step + (step > 4 ? 0.5 : 0),
            width: Math.max(1, step - (step > 4 ? 1 : 0)),
            y: top,
            height: size,
          };
          return (
            <rect
              key={bar}
              {...place}
              data-heat={change.isNoise ? undefined : ''}
              class={barClass(change.isNoise, { selected: layer === selected, hovered: bar === hoveredBar, dimmed: isDimmed(layer) })}
              {...(change.isNoise ? {} : { style: { fill: changeColor(change.deltaMs / change.baseMs / RAMP_END) } })}
              onClick={() => store.select(model.layers[layer]?.key)}
              onPointerEnter={() => hoverLayer(store, model, layer)}
              onPointerLeave={() => hoverLayer(store, model, -1)}
            >
              <title>{changeText(model, layer, change)}</title>
            </rect>
          );
        })}
        <path class="zero" d={`M${PLOT.left} ${y(0)}H${width - PLOT.right}`} />
        {surprise < 0 ? undefined : (
          <Annotation
            x={PLOT.left + (Math.floor(surprise / perBar) + 0.5) * step}
            from={y(Math.min(0, changes[surprise]?.deltaMs ?? 0))}
            to={height - 12}
            width={width}
            text={surpriseText(model.layers[surprise]?.name ?? '', changes[surprise] ?? NOTHING)}
          />
        )}
      </svg>
      <ListTwin
        class="chart-twin"
        label={l10n.t('Change per layer')}
        count={changes.length}
        selected={selected}
        text={layer => changeText(model, layer, changes[layer])}
        onSelect={layer => store.select(model.layers[layer]?.key)}
      />
    </figure>
  );
}

function barClass(isNoise: boolean, marks: Readonly<Record<string, boolean>>): string {
  return [isNoise ? 'noise' : 'bar', ...Object.keys(marks).filter(mark => marks[mark])].join(' ');
}

const NOTHING: LayerChange = { baseMs: 0, fileMs: 0, deltaMs: 0, isNoise: true };

function strongest(changes: readonly (LayerChange | undefined)[], from: number, count: number): number {
  let found = from;
  for (let index = from; index < Math.min(changes.length, from + count); index++) {
    if (Math.abs(changes[index]?.deltaMs ?? 0) > Math.abs(changes[found]?.deltaMs ?? 0)) found = index;
  }
  return found;
}

/** `layer4.0.conv2: −1.35 ms, −66 %`. */
export function changeText(model: LayerModel, layer: number, change: LayerChange | undefined): string {
  const name = model.layers[layer]?.name ?? '';
  if (change === undefined) return l10n.t('{0}: no time in one of the files', name);
  const { deltaMs, baseMs, isNoise } = change;
  const relative = formatRelativeChange(deltaMs / baseMs);
  const absolute = formatDurationChange(deltaMs, Math.min(baseMs, Math.abs(deltaMs)));
  return isNoise ? l10n.t('{0}: {1}, {2}, within noise', name, absolute, relative) : `${name}: ${absolute}, ${relative}`;
}

function Ticks({
  ticks,
  y,
  width,
}: {
  readonly ticks: readonly number[];
  readonly y: (deltaMs: number) => number;
  readonly width: number;
}) {
  const largestTick = Math.max(...ticks.map(Math.abs));
  // The unit follows from the largest tick, which the helper takes to be the last.
  const texts = tickTexts([...ticks, largestTick], 'ms');
  return (
    <g class="grid">
      {ticks.map((tick, index) => (
        <g key={tick}>
          <path d={`M${PLOT.left} ${y(tick)}H${width - PLOT.right}`} />
          <text x={PLOT.left - 7} y={y(tick) + 4} text-anchor="end">
            {Math.abs(tick) < 1e-12 ? texts[index]?.text.replace('−', '') : texts[index]?.number}
          </text>
        </g>
      ))}
    </g>
  );
}

interface HeadingsProps {
  readonly model: LayerModel;
  readonly changes: readonly (LayerChange | undefined)[];
  readonly left: number;
  /** Width of a layer. */
  readonly step: number;
}

const LETTER = 6.2;

/** Groups with the sum of their changes, where there is room. */
function Headings({ model, changes, left, step }: HeadingsProps) {
  return (
    <g class="headings">
      {model.sections.map(({ name, first, end }) => {
        const [from, to] = [left + first * step, left + end * step];
        const sum = changes.slice(first, end).reduce((total, change) => total + (change?.deltaMs ?? 0), 0);
        const text = formatDurationChange(sum, Math.abs(sum));
        const hasRoom = (label: string) => label.length * LETTER < to - from;
        return (
          <g key={first}>
            <path d={`M${from + 1} 36V33H${to - 1}V36`} />
            {hasRoom(name) ? (
              <text x={(from + to) / 2} y={13} text-anchor="middle">
                {name}
              </text>
            ) : undefined}
            {hasRoom(text) ? (
              <text class="sum" x={(from + to) / 2} y={27} text-anchor="middle">
                {text}
              </text>
            ) : undefined}
          </g>
        );
      })}
    </g>
  );
}

interface AnnotationProps {
  readonly x: number;
  readonly from: number;
  readonly to: number;
  readonly width: number;
  readonly text: string;
}

function Annotation({ x, from, to, width, text }: AnnotationProps) {
  const isRight = x + 16 + text.length * LETTER > width && x > width / 2;
  const letters = Math.floor(((isRight ? x : width - x) - 16) / LETTER);
  return (
    <g class="annotation">
      <path d={`M${x} ${from + 3}V${to - 4}h${isRight ? -8 : 8}`} />
      <text x={isRight ? x - 12 : x + 12} y={to} text-anchor={isRight ? 'end' : 'start'}>
        {text.length > letters ? `${text.slice(0, letters - 1)}…` : text}
        <title>{text}</title>
      </text>
    </g>
  );
}
