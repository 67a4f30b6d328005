import * as l10n from '@vscode/l10n';
import { useMemo, useState } from 'preact/hooks';
import { Button } from '../../ui/button';
import { Segments } from '../../ui/segments';
import { useSize } from '../../ui/useSize';
import type { LayerModel } from '../model/layerModel';
import { openDetails } from '../page/showDetails';
import { usePage } from '../page/usePage';
import { useViewKeys } from '../page/useViewKeys';
import { rangeSum } from './rangeSum';
import { TimelineFigure } from './timelineFigure';
import { TimelineTable } from './timelineTable';
import { TimelineTotals } from './timelineTotals';
import { spanAfterKey } from './timelineKeys';
import { stepOfLayer } from './timelineSteps';
import { useTimelineFrame } from './useTimelineFrame';
import type { Range } from './useTimelinePointer';
import type { Span } from './zoomSpan';

const TABLE = 'table:timeline';
/** Zooming ends where this part of an average step fills the figure. */
const CLOSEST = 0.5;

/** One run over time: live memory, kernels, operators (design spec 4.6). */
export function TimelineView({ page }: { readonly page: LayerModel }) {
  const store = usePage();
  const [scroll, { width, height }] = useSize<HTMLDivElement>();
  const [totals, { height: totalsHeight }] = useSize<HTMLDivElement>();
  const [range, setRange] = useState<Range | undefined>(undefined);
  const [isFocused, setFocused] = useState(false);
  const frame = useTimelineFrame(page, width, height - totalsHeight);
  const { steps } = frame;
  const selected = stepOfLayer(steps, store.selectedIn(steps.model));
  const least = Math.min(1, CLOSEST / Math.max(1, steps.layers.length));
  const show = ({ from, to }: Span) => store.arrange({ timelineFrom: from, timelineTo: to });
  const share = (step: number) => (steps.starts[step] ?? 0) / steps.end;
  const select = (step: number) => {
    if (step < 0) return;
    store.select(steps.model.layers[steps.layers[step] ?? -1]?.key);
    const outside = share(step + 1) < frame.span.from || share(step) > frame.span.to;
    if (outside) show(centred(frame.span, (share(step) + share(step + 1)) / 2));
  };
  const own = selected < 0 ? undefined : { from: share(selected), to: share(selected + 1) };
  useViewKeys(event => {
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    if (event.key === 'Escape' && range !== undefined && store.overlay.value === undefined && store.openCards.size === 0) {
      setRange(undefined);
      return true;
    }
    const isInView = own !== undefined && own.from >= frame.span.from && own.to <= frame.span.to;
    const pivot = isInView ? (own.from + own.to) / 2 : (frame.span.from + frame.span.to) / 2;
    const next =
      event.shiftKey && event.key !== '+' ? undefined : spanAfterKey(event.key, { span: frame.span, least, pivot, selected: own });
    if (next !== undefined) show(next);
    return next !== undefined;
  });
  const isTable = store.isToggled(TABLE);
  const hovered = store.hovered.value;
  const isHovered = useMemo(
    () => (hovered === undefined ? () => false : (step: number) => steps.pageLayers[step] === hovered),
    [hovered, steps],
  );
  return (
    <div class="chart">
      <div class="chart-head">
        <AxisChoice isMeasured={steps.model.profile !== undefined} onChange={() => setRange(undefined)} />
        <span class="row wrap sm grow" role="status">
          {range === undefined ? <Hint page={page} /> : rangeSum(steps, range, frame.sums)}
        </span>
        <Button compact secondary onClick={() => store.toggle(TABLE)}>
          {isTable ? l10n.t('Show as Chart') : l10n.t('Show as Table')}
        </Button>
      </div>
      {isTable ? (
        <TimelineTable frame={frame} selected={selected} onSelect={select} />
      ) : (
        <div class="chart-scroll" ref={scroll}>
          <TimelineFigure
            {...{ frame, width, least, selected, isHovered, isFocused, range }}
            onHover={step => (store.hovered.value = step < 0 ? undefined : steps.pageLayers[step])}
            onSelect={select}
            onRange={setRange}
            onSpan={show}
            onFocus={setFocused}
            onEnter={() => openDetails(store)}
          />
          <div ref={totals}>
            <TimelineTotals rows={frame.operators} sums={frame.sums} unit={steps.model.profile === undefined ? 'nodes' : 'kernels'} />
          </div>
        </div>
      )}
    </div>
  );
}

function centred({ from, to }: Span, middle: number): Span {
  const length = to - from;
  const start = Math.max(0, Math.min(1 - length, middle - length / 2));
  return { from: start, to: start + length };
}

function AxisChoice({ isMeasured, onChange }: { readonly isMeasured: boolean; readonly onChange: () => void }) {
  const store = usePage();
  if (!isMeasured) return null;
  return (
    <Segments
      label={l10n.t('Axis')}
      value={store.ui.value.timelineAxis}
      options={[
        { value: 'time', title: l10n.t('Time') },
        { value: 'index', title: l10n.t('Execution index') },
      ]}
      onChange={axis => {
        store.arrange({ timelineAxis: axis, timelineFrom: 0, timelineTo: 1 });
        onChange();
      }}
    />
  );
}

/** Before a profile: what the colours mean, and how to get times. */
function Hint({ page }: { readonly page: LayerModel }) {
  const store = usePage();
  const { trust, runnable, job } = store.state.value;
  if (page.profile !== undefined) return <span class="muted">{l10n.t('Drag to add up a range')}</span>;
  const canRun = trust === 'trusted' && runnable && job === undefined;
  return (
    <>
      {l10n.t('Colors show {0}.', store.columnOf(page)?.title ?? '')} {canRun ? `${l10n.t('Run the model to see time.')} ` : ''}
      {canRun ? (
        <Button compact secondary onClick={() => store.act({ kind: 'profile' })}>
          {l10n.t('Profile')}
        </Button>
      ) : undefined}
    </>
  );
}
