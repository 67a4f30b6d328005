import { formatBytes, formatCount, UNKNOWN } from '../../shared/base/formatNumber';
import type { Analysis, TensorFacts } from '../../shared/report/analysis';
import { printable } from './printable';

/** Totals of a model, for people. */
export function modelLines(file: string, bytes: number, analysis: Analysis): readonly string[] {
  const { totals } = analysis;
  const params = totals.params + totals.constantParams + totals.quantizedParams;
  return [
    `${printable(file, 200)}  ${formatBytes(bytes)}`,
    ...analysis.inputs.map(input => `  input   ${tensorLine(input)}`),
    ...analysis.outputs.map(output => `  output  ${tensorLine(output)}`),
    `  ${count(totals.macs)} MACs, ${formatCount(params)} parameters, ${formatBytes(totals.weightBytes)} of weights, ${bytesOf(totals.peakActivationBytes)} peak activations, ${formatCount(totals.nodes)} nodes`,
    ...(totals.unknownNodes === 0 ? [] : [`  ${formatCount(totals.unknownNodes)} nodes have no known shape${openDims(analysis)}`]),
    ...analysis.problems
      .filter(problem => problem.severity !== 'info')
      .map(problem => `  ${problem.severity}: ${printable(problem.message, 300)}`),
  ];
}

function tensorLine(tensor: TensorFacts): string {
  const dims = tensor.shape?.map(dim => (dim === undefined ? '?' : printable(String(dim)))).join(', ');
  return `${printable(tensor.name)}  ${tensor.dtype ?? '?'}${dims === undefined ? '' : `[${dims}]`}`;
}

function openDims(analysis: Analysis): string {
  const open = analysis.dims.filter(dim => dim.value === undefined).map(dim => `--dim ${printable(dim.name)}=…`);
  return open.length === 0 ? '' : `; set ${open.join(' ')}`;
}

function count(value: number | undefined): string {
  return value === undefined ? UNKNOWN : formatCount(value);
}

function bytesOf(value: number | undefined): string {
  return value === undefined ? UNKNOWN : formatBytes(value);
}
