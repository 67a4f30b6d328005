import { analyze } from '../../analysis/analyze';
import { describeModel } from '../../onnx/describeModel';
import { openModel, type OnnxModel } from '../../onnx/openModel';
import { formatBytes, formatCount } from '../../shared/base/formatNumber';
import type { Problem } from '../../shared/report/problem';
import type { Command } from '../command';
import { EXIT } from '../exitCode';
import { forEachModel, toJson } from '../forEachModel';
import { printable } from '../terminal/printable';

export const infoCommand: Command = {
  name: 'info',
  summary: 'what the file holds: format, inputs and outputs, opsets, weights, problems',
  models: 'many',
  options: ['json', 'hash', 'quiet'],
  run: (options, context) =>
    forEachModel(options, context, async file => {
      const model = await openModel(file);
      try {
        const info = await describeModel(model, { file, hash: options.flag('hash'), problems: declaredConflicts(model) });
        if (options.flag('json')) context.print(toJson(info, options));
        else for (const line of infoLines(info)) context.print(line);
        return EXIT.done;
      } finally {
        await model.close();
      }
    }),
};

/** Larger models are described without a look at their shapes, so that the answer comes at once. */
const MOST_CHECKED_NODES = 20_000;

/** Declared shapes that contradict the operators that make them. */
function declaredConflicts({ graph, reader }: OnnxModel): readonly Problem[] {
  if (graph.nodes.count > MOST_CHECKED_NODES) return [];
  return analyze(graph, reader, { dims: new Map() }).problems.filter(({ reason }) => reason === 'shape-conflict');
}

type Info = Awaited<ReturnType<typeof describeModel>>;

function infoLines(info: Info): readonly string[] {
  const opsets = Object.entries(info.model.opsets).map(
    ([domain, version]) => `${domain === '' ? 'ai.onnx' : printable(domain)} ${String(version)}`,
  );
  return [
    `${printable(info.model.file, 200)}  ${formatBytes(info.model.bytes)}, IR ${String(info.model.irVersion)}, ${opsets.join(', ')}${info.model.producer === '' ? '' : `, from ${printable(info.model.producer)}`}`,
    ...info.inputs.map(value => `  input   ${valueLine(value)}`),
    ...info.outputs.map(value => `  output  ${valueLine(value)}`),
    `  ${formatCount(info.counts.nodes)} nodes, ${formatCount(info.counts.initializers)} initializers, ${formatCount(info.counts.subgraphs)} subgraphs, ${formatCount(info.counts.functions)} functions`,
    ...info.weights.map(
      weight =>
        `  weights ${weight.dtype}: ${formatCount(weight.elements)} elements in ${formatCount(weight.tensors)} tensors, ${formatBytes(weight.bytes)}`,
    ),
    ...info.problems.map(problem => `  ${problem.severity}: ${printable(problem.message, 300)}`),
  ];
}

function valueLine(value: Info['inputs'][number]): string {
  const dims = value.symbolic?.map(dim => (dim === null ? '?' : printable(String(dim)))).join(', ');
  return `${printable(value.name)}  ${value.dtype ?? '?'}${dims === undefined ? '' : `[${dims}]`}`;
}
