import * as l10n from '@vscode/l10n';
import { formatCount, formatDuration, formatDurationInterval } from '../../../src/shared/base/formatNumber';
import type { LatencyStatistics } from '../../../src/shared/report/latency';
import { ChartOrTable } from '../../ui/chartOrTable';
import { RunStrip } from '../../ui/runStrip';

interface Props {
  readonly latency: LatencyStatistics;
  readonly width: number;
}

const HEIGHT = 25;

/** Every timed run as a dot. */
export function TimedRuns({ latency, width }: Props) {
  const { samplesMs, medianMs, lowMs, highMs } = latency;
  return <RunStrip {...{ samplesMs, medianMs, lowMs, highMs, width }} height={HEIGHT} label={label(latency)} />;
}

/** The same where there is room for a table of them. */
export function TimedRunsOrTable({ latency, width }: Props) {
  const { samplesMs } = latency;
  const figures = {
    label: label(latency),
    count: samplesMs.length,
    columns: [
      { title: l10n.t('Run'), width: 1, text: (run: number) => formatCount(run + 1) },
      { title: l10n.t('Time'), width: 2, isNumber: true, text: (run: number) => formatDuration(samplesMs[run] ?? NaN) },
    ],
  };
  return (
    <ChartOrTable figures={figures}>
      <TimedRuns latency={latency} width={width} />
    </ChartOrTable>
  );
}

function label({ runs, medianMs, lowMs, highMs }: LatencyStatistics): string {
  const interval = formatDurationInterval(lowMs, highMs, medianMs);
  return l10n.t('{0} timed runs, median {1}, 95 % interval {2}', runs, formatDuration(medianMs), interval);
}
