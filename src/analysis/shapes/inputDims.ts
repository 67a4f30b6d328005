import type { Graph } from '../../shared/graph/graph';
import type { Analysis } from '../../shared/report/analysis';
import { namedInputShapes } from './inputSymbols';
import type { ShapeOptions } from './inferShapes';
import { suggestSize } from './suggestSize';

/** Symbols of the graph's inputs in order of appearance, with the size in use and the one that would be proposed. */
export function inputDims(graph: Graph, options: ShapeOptions): Analysis['dims'] {
  const dims = new Map<string, Analysis['dims'][number]>();
  for (const [input, shape] of namedInputShapes(graph)) {
    const given = options.inputShapes?.get(graph.tensors.names[input] ?? '');
    shape.forEach((name, axis) => {
      if (typeof name === 'number' || dims.has(name)) return;
      dims.set(name, { name, value: options.dims.get(name) ?? given?.[axis], suggested: suggestSize(graph, input, shape, axis) });
    });
  }
  return [...dims.values()];
}
