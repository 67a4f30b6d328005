import { defineNode, Rewriter, tensorName } from '../../src/optimize/rewrite/rewriter';
import { applyEdits } from '../../src/shared/graph/applyEdits';
import { isReadOutside } from '../../src/shared/graph/constants';
import type { Dtype } from '../../src/shared/graph/dtype';
import { declaredDtype, type Graph } from '../../src/shared/graph/graph';
import { mainGraph } from '../../src/shared/graph/traversal';
import type { Weight } from '../../src/shared/graph/weight';

const HALF_ONE = 0x3c00;

/** One and so many units in its last place, by type. */
function nearOne(dtype: string | undefined, units: number): Weight | undefined {
  const stored = (dtype: Dtype, values: ArrayBufferView<ArrayBuffer>): Weight => ({
    dtype,
    dims: [],
    bytes: { kind: 'memory', bytes: new Uint8Array(values.buffer) },
  });
  if (dtype === 'float32') return stored(dtype, Float32Array.of(1 + units * 2 ** -23));
  if (dtype === 'float64') return stored(dtype, Float64Array.of(1 + units * 2 ** -52));
  return dtype === 'float16' ? stored(dtype, Uint16Array.of(HALF_ONE + units)) : undefined;
}

/**
 * The graph with a copy behind each floating-point input. The runtime adds up in an order that depends on where in memory a tensor begins; its own tensors begin
 * where the processor likes it, those of a caller anywhere. A product with 1, since Identity gives the same memory on, and a Cast is taken out at every level.
 * `units`: by how many units in the last place each copy is larger.
 */
export function copyInputs(graph: Graph, units = 0): Graph {
  const rewriter = new Rewriter(graph);
  for (const tensor of mainGraph(graph).inputs) {
    const one = nearOne(declaredDtype(graph, tensor), units);
    if (one === undefined || graph.tensors.isInitializer[tensor] === 1 || isReadOutside(graph, tensor)) continue;
    const name = tensorName(graph, tensor);
    const copy = rewriter.names.make(`${name}_copy`);
    const factor = rewriter.addWeight(`${copy}_one`, one);
    rewriter.redirect(name, copy);
    // As an edit of its own, so that it is not redirected itself.
    rewriter.edit({ kind: 'replaceNodes', nodes: [], at: 0, with: [defineNode('Mul', copy, [name, factor], [copy], [])] });
  }
  return applyEdits(graph, rewriter.batch());
}
