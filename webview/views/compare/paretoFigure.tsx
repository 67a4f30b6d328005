import * as l10n from '@vscode/l10n';
import { formatBytes, formatDuration, formatPercent, formatShare } from '../../../src/shared/base/formatNumber';
import { agreementTitle } from '../../../src/shared/report/agreementTitle';
import type { Rectangle } from '../../layout/rectangle';
import { tickTexts } from '../../ui/tickTexts';
import { variantColor, variantShape } from '../page/variantDot';
import { placeLabels } from '../roofline/placeLabels';
import { kindOfAgreement, verdictText } from './comparedText';
import type { ComparedRow } from './comparedRow';
import { paretoFront } from './paretoFront';
import { PLOT, type ParetoFrame, type ParetoPoint } from './paretoFrame';

interface Props {
  readonly frame: ParetoFrame;
  readonly caption: string;
  /** Least agreement wanted, 0..1. */
  readonly budget: number | undefined;
  readonly selected: string | undefined;
  readonly onSelect: (row: ComparedRow) => void;
}

/** Latency to the right, agreement (or size) upwards, whiskers, area by file size, and the line of files that no other beats. */
export function ParetoFigure({ frame, caption, budget, selected, onSelect }: Props) {
  const { width, height, points, x, y } = frame;
  const limit = budgetLimit(frame, budget);
  return (
    <figure class="compare-figure">
      <figcaption class="visually-hidden">{caption}</figcaption>
      <svg width={width} height={height} aria-hidden="true" class="compare-plot">
        <Grid frame={frame} />
        <path class="front" d={frontPath(frame)} />
        {limit === undefined ? undefined : (
          <g class="budget-line">
            <path d={`M${PLOT.left} ${limit.lineY}H${width - PLOT.right}`} />
            <text x={limit.right} y={limit.baseline} text-anchor="end">
              {limit.text}
            </text>
          </g>
        )}
        {points.map(({ row, latencyMs, value, cx, cy, radius }) => (
          <g
            key={row.file?.path ?? ''}
            style={{ color: variantColor(row.identity) }}
            class={`point ${row.file !== undefined && row.file.path === selected ? 'selected' : ''}`}
            onClick={() => row.file !== undefined && onSelect(row)}
          >
            <title>{`${row.fileName}: ${formatDuration(latencyMs.value)}, ${valueText(frame, value.value)}, ${formatBytes(row.bytes)} ${verdictText(row)}`}</title>
            <path class="whisker" d={`M${x(latencyMs.low)} ${cy}H${x(latencyMs.high)}M${cx} ${y(value.low)}V${y(value.high)}`} />
            <path d={variantShape(row.identity)} transform={`translate(${cx - radius} ${cy - radius}) scale(${(2 * radius) / 10})`} />
          </g>
        ))}
        <Labels frame={frame} limit={limit} selected={selected} />
      </svg>
    </figure>
  );
}

function Grid({ frame }: { readonly frame: ParetoFrame }) {
  const { width, height, xTicks, yTicks, x, y, measure, points } = frame;
  const xTexts = tickTexts(xTicks, 'ms');
  return (
    <g class="grid">
      {yTicks.map(tick => (
        <g key={tick}>
          <path d={`M${PLOT.left} ${y(tick)}H${width - PLOT.right}`} />
          <text x={PLOT.left - 7} y={y(tick) + 4} text-anchor="end">
            {valueText(frame, tick)}
          </text>
        </g>
      ))}
      {xTicks.map((tick, index) => (
        <text key={tick} x={x(tick)} y={height - PLOT.bottom + 16} text-anchor={index === xTicks.length - 1 ? 'end' : 'middle'}>
          {index === xTicks.length - 1 ? xTexts[index]?.text : xTexts[index]?.number}
        </text>
      ))}
      <text x={PLOT.left} y={12}>
        {measure === 'agreement' ? agreementTitle(kindOfAgreement(points.map(({ row }) => row))) : l10n.t('File size. Lower is better')}
      </text>
      <text x={width - PLOT.right} y={height - 6} text-anchor="end">
        {l10n.t('Latency. Left is better')}
      </text>
    </g>
  );
}

/** Whole percent and sizes on the axis. */
function valueText({ measure }: ParetoFrame, value: number): string {
  return measure === 'agreement' ? formatShare(value, Math.abs(value * 100 - Math.round(value * 100)) < 1e-6 ? 0 : 1) : formatBytes(value);
}

function frontOf({ points, measure }: ParetoFrame): readonly Pick<ParetoPoint, 'cx' | 'cy'>[] {
  const sign = measure === 'agreement' ? 1 : -1;
  return paretoFront(points.map(({ cx, cy, latencyMs, value }) => ({ cx, cy, x: latencyMs.value, y: sign * value.value })));
}

/** Steps to the right and up to each point of the front; from the last one on to the edge. */
function frontPath(frame: ParetoFrame): string {
  const { width } = frame;
  return (
    frontOf(frame)
      .map(({ cx, cy }, index) => (index === 0 ? `M${cx} ${cy}` : `H${cx}V${cy}`))
      .join('') + `H${width - PLOT.right}`
  );
}

/** Right above and right below a dot, clear of its whiskers. */
const BESIDE = [
  [8, -9],
  [8, 18],
  [-1, -9],
  [-1, 18],
] as const;
/** Far above and below, at the end of a line, where there is no room beside the dot. */
const LED = [64, 82, 104, 130, 160, 200].flatMap(dy =>
  [26, -1, 70].flatMap((dx): readonly (readonly [number, number])[] => [
    [dx, dy],
    [dx, -dy],
  ]),
);
const LINE = 3;

/** Whiskers and the steps of the front, which texts keep clear of. */
function linesOf(frame: ParetoFrame): readonly Rectangle[] {
  const { points, x, y, width } = frame;
  const whiskers = points.flatMap(({ cx, cy, latencyMs, value }) => [
    { x: x(latencyMs.low), y: cy - LINE / 2, width: x(latencyMs.high) - x(latencyMs.low), height: LINE },
    { x: cx - LINE / 2, y: y(value.high), width: LINE, height: y(value.low) - y(value.high) },
  ]);
  const front = frontOf(frame);
  const steps = front.map(({ cx, cy }, index) => {
    const end = front[index + 1]?.cx ?? width - PLOT.right;
    return { x: cx, y: cy - LINE / 2, width: end - cx, height: LINE };
  });
  return [...whiskers, ...steps];
}

/** Width of a letter of the small font, for telling whether texts overlap. */
const LETTER = 6.2;
const BOLD_LETTER = 7;
/** Between two texts in a line. */
const GAP = 4;

/** The line of the budget, and its text, which ends at the right edge. */
interface BudgetLimit {
  readonly lineY: number;
  readonly text: string;
  readonly right: number;
  readonly baseline: number;
}

function budgetLimit({ measure, width, height, y }: ParetoFrame, budget: number | undefined): BudgetLimit | undefined {
  if (budget === undefined || measure !== 'agreement') return undefined;
  const lineY = y(budget);
  const isLow = lineY > height - PLOT.bottom - 16;
  return {
    lineY,
    text: l10n.t('budget {0} %', formatPercent(budget)),
    right: width - PLOT.right,
    baseline: lineY + (isLow ? -5 : 13),
  };
}

/** Where the text of the budget stands, and its line. */
function limitAreas({ lineY, text, right, baseline }: BudgetLimit): readonly Rectangle[] {
  const textWidth = text.length * LETTER;
  return [
    { x: right - textWidth, y: baseline - 11, width: textWidth, height: 14 },
    { x: PLOT.left, y: lineY - LINE / 2, width: right - PLOT.left, height: LINE },
  ];
}

interface LabelsProps {
  readonly frame: ParetoFrame;
  readonly limit: BudgetLimit | undefined;
  readonly selected: string | undefined;
}

function Labels({ frame, limit, selected }: LabelsProps) {
  const { points, width, height } = frame;
  const dots = points.map(({ cx, cy, radius }, point) => ({ point, x: cx, y: cy, radius }));
  const nameOf = (dot: { readonly point: number }) => points[dot.point]?.row.name ?? '';
  const isSelected = (point: ParetoPoint | undefined) => point?.row.file !== undefined && point.row.file.path === selected;
  const always = dots.find(dot => isSelected(points[dot.point]));
  const labels = placeLabels(dots, {
    dots,
    texts: [...linesOf(frame), ...(limit === undefined ? [] : limitAreas(limit))],
    places: BESIDE,
    farPlaces: LED,
    always,
    widthOf: dot => nameOf(dot).length * (dot === always ? BOLD_LETTER : LETTER) + GAP,
    ...{ left: PLOT.left, right: width, top: PLOT.top - 12, bottom: height - PLOT.bottom + 2 },
  });
  return (
    <g class="labels">
      {labels.map(({ dot, x, y }) => (
        <g key={dot.point}>
          {Math.abs(y - dot.y) > 20 ? (
            <path
              d={`M${dot.x} ${dot.y + Math.sign(y - dot.y) * dot.radius}L${x < dot.x ? x + nameOf(dot).length * LETTER : x - 2} ${y - 4}`}
            />
          ) : undefined}
          <text x={x} y={y} class={dot === always ? 'selected' : ''}>
            {nameOf(dot)}
          </text>
        </g>
      ))}
    </g>
  );
}
