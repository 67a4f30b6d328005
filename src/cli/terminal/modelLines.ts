import { reportedProblems } from '../../analysis/reportedProblems';
import { formatBytes, formatCount, UNKNOWN } from '../../shared/base/formatNumber';
import type { Analysis } from '../../shared/report/analysis';
import type { AnalyzedModel } from '../analyzeModel';
import { printable } from './printable';
import type { TerminalStyle } from './style';
import { valueLines } from './valueLines';
import { wrapText } from './wrapText';

const LONGEST_PATH = 200;
const LONGEST_MESSAGE = 300;

/** What a model takes, gives and weighs. */
export function modelLines(file: string, { model, analysis }: AnalyzedModel, style: TerminalStyle): readonly string[] {
  const { totals } = analysis;
  const params = totals.params + totals.constantParams + totals.quantizedParams;
  const facts = [
    `${orUnknown(totals.macs, formatCount)} MACs`,
    `${formatCount(params)} parameters`,
    `${formatBytes(totals.weightBytes)} of weights`,
    `${orUnknown(totals.peakActivationBytes, formatBytes)} of activations at the peak`,
  ];
  return [
    `${style.strong(printable(file, LONGEST_PATH))}  ${formatBytes(model.byteLength)}, ${formatCount(totals.nodes)} nodes`,
    ...valueLines('input', analysis.inputs),
    ...valueLines('output', analysis.outputs),
    `  ${facts.join(', ')}`,
    ...subgraphLines(totals),
    ...openLines(analysis, style),
    ...reportedProblems(model.problems, analysis)
      .filter(problem => problem.severity !== 'info')
      .flatMap(problem =>
        wrapText(`${problem.severity}: ${printable(problem.message, LONGEST_MESSAGE)}`, style.width, '  ').map(style.bad),
      ),
  ];
}

/** What the bodies of If, Loop and Scan hold stands apart: which of them run, and how often, is not known. */
function subgraphLines({ subgraphs: { macs, params } }: Analysis['totals']): readonly string[] {
  if (!macs && params === 0) return [];
  return [`  and in subgraphs, each run once: ${orUnknown(macs, formatCount)} MACs, ${formatCount(params)} parameters`];
}

function openLines(analysis: Analysis, style: TerminalStyle): readonly string[] {
  const count = analysis.totals.unknownNodes;
  if (count === 0) return [];
  const open = analysis.dims.filter(dim => dim.value === undefined);
  const options = open.map(dim => `--dim ${printable(dim.name)}=${dim.suggested === undefined ? '…' : String(dim.suggested)}`);
  const advice = options.length === 0 ? '' : `; choose sizes with ${options.join(' ')}`;
  return wrapText(`${count === 1 ? '1 node has' : `${formatCount(count)} nodes have`} no known shape${advice}`, style.width, '  ').map(
    style.bad,
  );
}

function orUnknown(value: number | undefined, format: (value: number) => string): string {
  return value === undefined ? UNKNOWN : format(value);
}
