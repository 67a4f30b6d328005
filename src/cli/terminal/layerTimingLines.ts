import { formatCount, formatDuration, formatDurationInterval, formatShare, UNKNOWN } from '../../shared/base/formatNumber';
import type { LayerTiming, TimedForm } from '../../shared/report/layerTiming';
import { speedText, timingSentences, titledForms } from '../../shared/report/layerTimingText';
import { threadsText } from '../../shared/report/threadsText';
import { printable } from './printable';
import type { TerminalStyle } from './style';
import { formatTable, type TableColumn } from './table';
import { wrapText } from './wrapText';

const COLUMNS: readonly TableColumn[] = [
  { title: '', align: 'left' },
  { title: 'Median', align: 'right' },
  { title: '95 %', align: 'right' },
  { title: 'Kernel', align: 'right' },
  { title: 'Borders', align: 'right' },
  { title: 'FLOP/s', align: 'right' },
  { title: 'Roof', align: 'right' },
  { title: 'Against as it is', align: 'left' },
];

/** A row per form of the layer, then what they say. */
export function layerTimingLines(file: string, timing: LayerTiming, style: TerminalStyle): readonly string[] {
  const { name, op, nodes, inputs, environment } = timing;
  const shapes = inputs.map(({ dtype, shape }) => `${dtype}[${shape.join(', ')}]`).join(', ');
  const together = nodes.length === 1 ? '' : `, ${nodes.length} nodes in one kernel`;
  const forms = titledForms(timing);
  const isMeasured = forms.some(([, { bound }]) => bound !== undefined);
  const unreliable = forms.some(([, { reliable }]) => !reliable);
  const [heading = '', ...table] = formatTable(
    COLUMNS,
    forms.map(([title, form]) => row(title, form)),
  );
  const sentences = [
    ...timingSentences(timing),
    ...(isMeasured ? [] : ['“layerwise machine” measures the roofs of this machine, for the share that the layer reaches.']),
    ...(unreliable
      ? ['Times marked ? are not reliable: they varied or drifted. A quiet machine or a higher --rigor gives better ones.']
      : []),
  ];
  return [
    style.strong(`${printable(name)} of ${printable(file)}, timed alone`),
    ...wrapText(`${printable(op)}${together}, reads ${shapes}`, style.width).map(style.faint),
    '',
    style.strong(heading),
    ...table,
    '',
    ...sentences.flatMap(sentence => wrapText(printable(sentence, Infinity), style.width)),
    ...wrapText(conditionsText(environment), style.width).map(style.faint),
  ];
}

function row(title: string, form: TimedForm): readonly string[] {
  const { medianMs, lowMs, highMs, kernelMs, borderMs, flopPerSecond, ofRoof, bound, speedup, reliable } = form;
  return [
    title,
    `${formatDuration(medianMs)}${reliable ? '' : ' ?'}`,
    formatDurationInterval(lowMs, highMs, medianMs),
    formatDuration(kernelMs),
    formatDuration(borderMs),
    flopPerSecond === undefined ? UNKNOWN : formatCount(flopPerSecond),
    ofRoof === undefined ? UNKNOWN : `${formatShare(ofRoof, 0)} of ${bound ?? ''}`,
    speedup === undefined ? '' : speedText(speedup),
  ];
}

function conditionsText({ threads, cpu, onnxruntime, rigor, inputs }: LayerTiming['environment']): string {
  const from = inputs === 'data' ? 'the data' : 'random inputs';
  return `${threadsText(threads)}, ${cpu}, onnxruntime ${onnxruntime}, rigor ${rigor}; it reads what it reads in a run of the model on ${from}, each form timed in turns with the layer as it is`;
}
