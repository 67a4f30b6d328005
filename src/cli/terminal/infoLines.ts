import { formatBytes, formatCount } from '../../shared/base/formatNumber';
import type { InfoReport, InfoValue } from '../../onnx/infoReport';
import { printable } from './printable';
import type { TerminalStyle } from './style';
import { formatTable, type TableColumn } from './table';
import { wrapText } from './wrapText';

const LONGEST_PATH = 200;
const LONGEST_MESSAGE = 400;
const MOST_METADATA = 10;
const MOST_LISTED = 20;

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
      ...(counts.sparseInitializers === 0 ? [] : [`${formatCount(counts.sparseInitializers)} of the initializers sparse`]),
      ...(counts.trainingGraphs === 0 ? [] : [plural(counts.trainingGraphs, 'training graph')]),
    ].join(', ')}`,
    ...operatorLines(info.operators, style),
    ...info.functions.slice(0, MOST_LISTED).map(functionLine),
    ...info.deviceConfigurations
      .slice(0, MOST_LISTED)
      .map(({ name, devices }) => `  devices    ${printable(name)}: ${plural(devices, 'device')}`),
    ...weightLines(info.weights),
    ...info.externalData.slice(0, MOST_LISTED).map(dataFileLine),
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
  return values.map((value, index) => `  ${kind.padEnd(6)}  ${(names[index] ?? '').padEnd(width)}  ${printable(value.type ?? 'no type')}`);
}

function operatorLines(operators: InfoReport['operators'], style: TerminalStyle): readonly string[] {
  const shown = operators.slice(0, MOST_LISTED).map(({ op, count }) => `${printable(op)} ${formatCount(count)}`);
  const more = operators.length > MOST_LISTED ? [`${formatCount(operators.length - MOST_LISTED)} more`] : [];
  return shown.length === 0 ? [] : wrapText([...shown, ...more].join(', '), style.width, '  ');
}

function functionLine({ domain, name, overload, nodes }: InfoReport['functions'][number]): string {
  return `  function   ${printable([domain, name, overload].filter(part => part !== '').join(':'))}, ${plural(nodes, 'node')}`;
}

function dataFileLine({ location, bytes, tensors, sha256, fault }: InfoReport['externalData'][number]): string {
  const size = bytes === null ? 'not usable' : formatBytes(bytes);
  const hash = sha256 === null ? '' : `, SHA-256 ${sha256}`;
  return `  data file  ${printable(location, LONGEST_PATH)}  ${size}, ${plural(tensors, 'weight')}${fault === null ? '' : ' (see below)'}${hash}`;
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
