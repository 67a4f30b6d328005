import { formatBytes, formatCount } from '../../shared/base/formatNumber';
import type { InfoReport, InfoValue } from '../../onnx/infoReport';
import { printable } from './printable';
import type { TerminalStyle } from './style';
import { formatTable, type TableColumn } from './table';
import { wrapText } from './wrapText';

const LONGEST_PATH = 200;
const LONGEST_MESSAGE = 400;
const MOST_METADATA = 10;

/** What a model file holds, for people. */
export function infoLines(info: InfoReport, style: TerminalStyle): readonly string[] {
  const { model, counts } = info;
  const opsets = Object.entries(model.opsets).map(
    ([domain, version]) => `${domain === '' ? 'ai.onnx' : printable(domain)} ${String(version)}`,
  );
  const facts = [`IR ${String(model.irVersion)}`, ...opsets, ...(model.producer === '' ? [] : [`from ${printable(model.producer)}`])];
  return [
    `${style.strong(printable(model.file, LONGEST_PATH))}  ${formatBytes(model.bytes)}, ${facts.join(', ')}`,
    ...valueLines('input', info.inputs),
    ...valueLines('output', info.outputs),
    `  ${[
      plural(counts.nodes, 'node'),
      plural(counts.initializers, 'initializer'),
      plural(counts.constants, 'constant'),
      plural(counts.subgraphs, 'subgraph'),
      plural(counts.functions, 'function'),
    ].join(', ')}`,
    ...weightLines(info.weights),
    ...info.externalData.map(({ location, bytes }) => `  data file  ${printable(location, LONGEST_PATH)}  ${formatBytes(bytes)}`),
    ...metadataLines(info, style),
    ...(model.sha256 === null ? [] : [style.faint(`  SHA-256 ${model.sha256}`)]),
    ...info.problems.flatMap(({ severity, message }) =>
      wrapText(`${severity}: ${printable(message, LONGEST_MESSAGE)}`, style.width, '  ').map(severity === 'info' ? style.faint : style.bad),
    ),
  ];
}

function plural(count: number, what: string): string {
  return `${formatCount(count)} ${what}${count === 1 ? '' : 's'}`;
}

function valueLines(kind: string, values: readonly InfoValue[]): readonly string[] {
  const names = values.map(value => printable(value.name));
  const width = names.reduce((widest, name) => Math.max(widest, name.length), 0);
  return values.map((value, index) => `  ${kind.padEnd(6)}  ${(names[index] ?? '').padEnd(width)}  ${typeText(value)}`);
}

function typeText({ dtype, symbolic }: InfoValue): string {
  const dims = symbolic?.map(dim => (dim === null ? '?' : printable(String(dim)))).join(', ');
  return `${dtype ?? 'no tensor'}${dims === undefined ? '' : `[${dims}]`}`;
}

const WEIGHT_COLUMNS: readonly TableColumn[] = [
  { title: 'weights', align: 'left' },
  { title: 'tensors', align: 'right' },
  { title: 'elements', align: 'right' },
  { title: 'bytes', align: 'right' },
];

function weightLines(weights: InfoReport['weights']): readonly string[] {
  if (weights.length === 0) return [];
  const rows = weights.map(({ dtype, tensors, elements, bytes }) => [
    dtype,
    formatCount(tensors),
    formatCount(elements),
    formatBytes(bytes),
  ]);
  return formatTable(WEIGHT_COLUMNS, rows).map(line => `  ${line}`);
}

function metadataLines({ metadata }: InfoReport, style: TerminalStyle): readonly string[] {
  const shown = metadata.slice(0, MOST_METADATA).map(({ key, value }) => `  ${printable(key)} = ${printable(value, style.width)}`);
  return (
    metadata.length > MOST_METADATA ? [...shown, `  ${formatCount(metadata.length - MOST_METADATA)} more entries of metadata`] : shown
  ).map(style.faint);
}
