import { shapeProblems } from '../../analysis/shapeProblems';
import { inferShapes } from '../../analysis/shapes/inferShapes';
import { describeModel } from '../../onnx/describeModel';
import { openModel, type OnnxModel } from '../../onnx/openModel';
import type { Problem } from '../../shared/report/problem';
import type { Command } from '../command';
import { EXIT } from '../exitCode';
import { forEachModel, toJson } from '../forEachModel';
import { interruptible } from '../interruptible';
import { infoLines } from '../terminal/infoLines';

export const infoCommand: Command = {
  name: 'info',
  summary: 'what the file holds: format, inputs and outputs, opsets, weights, problems',
  models: 'many',
  options: ['json', 'hash', 'quiet'],
  endsAtOnce: true,
  run: (options, context) =>
    forEachModel(options, context, async file => {
      const model = await interruptible(() => openModel(file));
      try {
        const info = await describeModel(model, { file, hash: options.flag('hash'), problems: declaredConflicts(model) });
        if (options.flag('json')) context.print(toJson(info, options));
        else for (const line of infoLines(info, context.style)) context.print(line);
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
  const shapes = inferShapes(graph, reader, { dims: new Map() });
  return shapeProblems(graph, shapes).filter(({ reason }) => reason === 'shape-conflict');
}
