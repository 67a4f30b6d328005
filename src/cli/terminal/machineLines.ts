import { formatBytes, formatCount, formatDuration, formatShare, formatSignificant } from '../../shared/base/formatNumber';
import type { CacheLevel, MachineReport, MachineRoofs } from '../../shared/report/machine';
import { printable } from './printable';
import type { TerminalStyle } from './style';
import { formatTable, type TableColumn } from './table';
import { wrapText } from './wrapText';

const right = (title: string): TableColumn => ({ title, align: 'right' });
const ROOF_COLUMNS = [
  right('Threads'),
  right('float32'),
  right('int8'),
  right('memory'),
  right('in cache'),
  right('ridge'),
  right('kernel'),
];
const LONGEST_REASON = 300;

/** What the machine is, what operators reach on it, and what to keep in mind. */
export function machineLines(report: MachineReport, cached: boolean, style: TerminalStyle): readonly string[] {
  const { cpu, cores, logicalCores, isa, memoryBytes, onnxruntime, node, os } = report;
  const roofs = formatTable(ROOF_COLUMNS, report.roofs.map(roofCells));
  const facts = [
    `${String(cores)} cores (${String(logicalCores)} logical)`,
    ...report.caches.map(cacheText),
    `${formatBytes(memoryBytes)} of memory`,
  ];
  const when = `${cached ? 'Measured before, ' : 'Measured '}${report.measuredAt} in ${formatDuration(report.tookMs)}${cached ? '; --refresh measures again' : ''}`;
  return [
    style.strong(printable(cpu)),
    ...wrapText(facts.join(', '), style.width, '  '),
    ...wrapText(isa.length === 0 ? 'instruction sets: the system does not say' : isa.join(' '), style.width, '  '),
    ...wrapText([`onnxruntime ${onnxruntime}`, `Node ${node}`, os, ...powerFacts(report)].join(', '), style.width, '  ').map(style.faint),
    '',
    style.strong(roofs[0] ?? ''),
    ...roofs.slice(1),
    ...wrapText(`${when}. FLOPs count 2 per multiply-accumulate.`, style.width).map(style.faint),
    '',
    ...efficiencyLines(report.roofs, style),
    '',
    saturationText(report),
    ...report.providers.flatMap(({ name, usable, reason }) =>
      wrapText(`Provider ${name}: ${usable ? 'starts' : `cannot start: ${printable(reason ?? '', LONGEST_REASON)}`}`, style.width),
    ),
    ...report.notes.flatMap(note => wrapText(note, style.width)).map(style.bad),
  ];
}

function cacheText({ level, bytes, sharedBy }: CacheLevel): string {
  return `L${String(level)} ${formatBytes(bytes)}${sharedBy === undefined || sharedBy < 2 ? '' : ` for ${String(sharedBy)}`}`;
}

function powerFacts({ governor, powerSource, isVirtual }: MachineReport): readonly string[] {
  return [
    ...(governor === undefined ? [] : [`governor ${governor}`]),
    ...(powerSource === undefined ? [] : [powerSource === 'mains' ? 'on mains' : 'on battery']),
    ...(isVirtual === true ? ['virtual'] : []),
  ];
}

function roofCells(roofs: MachineRoofs): readonly string[] {
  const perSecond = (value: number, unit: string): string => `${formatCount(value)}${unit}/s`;
  return [
    String(roofs.threads),
    perSecond(roofs.float32FlopPerSecond, 'FLOP'),
    perSecond(roofs.int8FlopPerSecond, 'OP'),
    perSecond(roofs.memoryBytesPerSecond, 'B'),
    perSecond(roofs.caches[0]?.bytesPerSecond ?? Number.NaN, 'B'),
    `${formatSignificant(roofs.float32FlopPerSecond / roofs.memoryBytesPerSecond)} FLOP/B`,
    formatDuration(roofs.kernelMs),
  ];
}

function efficiencyLines(roofs: readonly MachineRoofs[], style: TerminalStyle): readonly string[] {
  const { efficiency } = roofs.at(-1) ?? {};
  if (efficiency === undefined) return [];
  const { convolution, pointwise, depthwise, firstConvolution, smallMatrix, recurrent } = efficiency;
  const parts = Object.entries({
    convolution,
    pointwise,
    depthwise,
    'first convolution': firstConvolution,
    attention: smallMatrix,
    recurrent,
  });
  const text = parts.flatMap(([name, share]) => (share === undefined ? [] : [`${name} ${formatShare(share, 0)}`])).join(', ');
  return wrapText(`Of the float32 roof, kernels reach: ${text}.`, style.width);
}

function saturationText({ saturation: { saturates, expected, observed } }: MachineReport): string {
  return saturates
    ? `Eight-bit products saturate: ${String(observed)} instead of ${String(expected)}.`
    : 'Eight-bit products are exact: no saturation.';
}
