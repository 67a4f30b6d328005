import * as l10n from '@vscode/l10n';
import { formatBytes, formatCount, formatShare, formatSignificant } from '../../../src/shared/base/formatNumber';
import type { NodeDetails, WeightStatistics } from '../../../src/shared/report/modelView';
import { ChartOrTable, type Figures } from '../../ui/chartOrTable';
import { Disclosure } from '../../ui/disclosure';
import { Histogram } from '../../ui/histogram';
import { RangeChart } from '../../ui/rangeChart';
import { useSize } from '../../ui/useSize';
import { useAnswer } from '../page/useAnswer';
import { usePage } from '../page/usePage';
import { binFigures } from '../model/binFigures';
import { shapeText } from '../model/nodeText';
import { QuantizationPreviewBlock } from './quantizationPreview';

/** Distribution of the largest weight, computed when the section is opened. */
export function WeightsSection({ node }: { readonly node: number }) {
  const store = usePage();
  const isOpen = store.isPaneOpen('weights', false);
  const details = useAnswer(`${node} ${isOpen} ${store.state.value.reading}`, isOpen ? () => store.host.nodeDetails(node) : undefined);
  const weight = details.state === 'done' ? largest(details.value) : undefined;
  return (
    <Disclosure class="details-section" title={l10n.t('Weights')} open={isOpen} onToggle={open => store.setPane('weights', open)}>
      {details.state === 'waiting' ? <span class="skeleton histogram-skeleton" /> : undefined}
      {details.state === 'failed' ? <p class="sm muted">{details.message}</p> : undefined}
      {details.state === 'done' && weight === undefined ? <p class="sm muted">{l10n.t('This layer reads no weights.')}</p> : undefined}
      {weight === undefined ? undefined : <WeightFigure weight={weight} node={node} />}
    </Disclosure>
  );
}

type Weight = NodeDetails['weights'][number];

function largest({ weights }: NodeDetails): Weight | undefined {
  return [...weights].sort((a, b) => b.bytes - a.bytes)[0];
}

function WeightFigure({ weight, node }: { readonly weight: Weight; readonly node: number }) {
  const store = usePage();
  const [box, size] = useSize<HTMLDivElement>();
  const width = Math.max(120, size.width);
  const answer = useAnswer(`${store.state.value.reading} ${weight.name}`, () => store.host.weightStatistics(weight.name));
  return (
    <figure class="weight-figure" ref={box}>
      <figcaption class="xs muted trunc" title={weight.name}>
        {shapeText(weight.dims)} {weight.dtype}, {formatBytes(weight.bytes)}
        {answer.state === 'done' ? ' · ' + l10n.t('{0} zero', formatShare(answer.value.zeroShare, 2)) : ''}
      </figcaption>
      {answer.state === 'waiting' ? <span class="skeleton histogram-skeleton" /> : undefined}
      {answer.state === 'failed' ? <p class="sm muted">{answer.message}</p> : undefined}
      {answer.state === 'done' ? (
        <>
          <ChartOrTable figures={binFigures(spoken(answer.value), answer.value.histogram, answer.value)}>
            <Histogram
              counts={answer.value.histogram}
              width={width}
              height={62}
              label={spoken(answer.value)}
              axis={[formatSignificant(answer.value.min), middle(answer.value), formatSignificant(answer.value.max)]}
              steps={codeSteps(weight, answer.value)}
            />
          </ChartOrTable>
          <CodesText weight={weight} values={answer.value} />
          <p class="xs muted">{spreadText(answer.value)}</p>
          <ChannelRanges weight={answer.value} width={width} />
          <p class="mono-sm muted trunc" title={previewText(answer.value)}>
            {previewText(answer.value)}
          </p>
          {answer.value.sampled < answer.value.elements ? (
            <p class="xs muted">{l10n.t('sample of {0}', formatCount(answer.value.sampled))}</p>
          ) : undefined}
        </>
      ) : undefined}
      <QuantizationPreviewBlock node={node} width={width} />
    </figure>
  );
}

/** Least and largest code of the types that quantized weights are stored in. A symmetric grid leaves out the least of a signed one. */
const CODES: ReadonlyMap<string, readonly [number, number]> = new Map([
  ['int8', [-127, 127]],
  ['uint8', [0, 255]],
  ['int4', [-7, 7]],
  ['uint4', [0, 15]],
]);

/** Steps between the least and the largest code in use; `undefined` for what is no code. */
function codeSteps({ dtype }: Weight, { min, max }: WeightStatistics): number | undefined {
  return CODES.has(dtype) && max > min ? max - min : undefined;
}

/** Which codes are in use, and how many values lie at an end of the grid: scaled to it, or cut off. */
function CodesText({ weight, values }: { readonly weight: Weight; readonly values: WeightStatistics }) {
  const codes = CODES.get(weight.dtype);
  if (codes === undefined) return null;
  const [least, most] = codes;
  const { min, max, endShares } = values;
  const atEnds = (min <= least ? endShares[0] : 0) + (max >= most ? endShares[1] : 0);
  return (
    <p class="xs muted">
      {l10n.t('codes {0} to {1}, {2} at an end of the grid', formatSignificant(min), formatSignificant(max), formatShare(atEnds, 2))}
    </p>
  );
}

/** From the least to the largest value of each output channel: one scale fits all of them as well as they are alike. */
function ChannelRanges({ weight: { channels }, width }: { readonly weight: WeightStatistics; readonly width: number }) {
  if (channels === undefined) return null;
  const label = l10n.t('Range of each of {0} output channels', formatCount(channels.lows.length));
  return (
    <>
      <p class="xs muted">{label}</p>
      <ChartOrTable figures={channelFigures(label, channels)}>
        <RangeChart lows={channels.lows} highs={channels.highs} width={width} height={62} label={label} />
      </ChartOrTable>
    </>
  );
}

function channelFigures(label: string, { lows, highs }: NonNullable<WeightStatistics['channels']>): Figures {
  const range = (channel: number) => `${formatSignificant(lows[channel] ?? NaN)} … ${formatSignificant(highs[channel] ?? NaN)}`;
  return {
    label,
    count: lows.length,
    columns: [
      { title: l10n.t('Channel'), width: 2, text: channel => formatCount(channel + 1) },
      { title: l10n.t('From … to'), width: 3, isNumber: true, text: range },
    ],
  };
}

/** Mean, deviation, and how far apart the channels are: what decides whether one scale fits them all. */
function spreadText({ mean, std, nonFinite, channels }: WeightStatistics): string {
  const magnitudes = Array.from(channels?.lows ?? [], (low, channel) => Math.max(-low, channels?.highs[channel] ?? low));
  const largest = magnitudes.filter(Number.isFinite).sort((a, b) => a - b);
  const [low = 0, high = 0] = [largest[0], largest.at(-1)];
  return [
    l10n.t('mean {0}, deviation {1}', formatSignificant(mean), formatSignificant(std)),
    ...(largest.length > 1
      ? [l10n.t('largest of {0} channels {1} to {2}', formatCount(largest.length), formatSignificant(low), formatSignificant(high))]
      : []),
    ...(nonFinite > 0 ? [l10n.t('{0} infinite or no number', formatCount(nonFinite))] : []),
  ].join(' · ');
}

/** The most digits that a double holds: whole numbers stand as they are. */
const WHOLE_DIGITS = 15;

function previewText({ preview }: WeightStatistics): string {
  const text = (value: number) => (Number.isInteger(value) ? formatSignificant(value, WHOLE_DIGITS) : formatSignificant(value));
  return preview.map(value => (typeof value === 'number' ? text(value) : value)).join(', ');
}

function middle({ min, max }: WeightStatistics): string {
  const value = (min + max) / 2;
  return Math.abs(value) < (max - min) * 0.02 ? '0' : formatSignificant(value);
}

function spoken({ min, max, mean, std, zeroShare }: WeightStatistics): string {
  const amounts = [min, max, mean, std].map(value => formatSignificant(value));
  return l10n.t('Weights from {0} to {1}, mean {2}, standard deviation {3}, {4} zero', ...amounts, formatShare(zeroShare));
}
