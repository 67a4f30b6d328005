import { storedWeight } from '../../src/optimize/makeWeight';
import { defineNode, Rewriter, tensorName } from '../../src/optimize/rewrite/rewriter';
import { applyEdits } from '../../src/shared/graph/applyEdits';
import { isReadOutside } from '../../src/shared/graph/constants';
import { declaredDtype, type Graph } from '../../src/shared/graph/graph';
import { mainGraph } from '../../src/shared/graph/traversal';
import type { Weight } from '../../src/shared/graph/weight';

const HALF_ONE = 0x3c00;
const ONES: ReadonlyMap<string, Weight> = new Map([
  ['float32', storedWeight('float32', [], Float32Array.of(1))],
  ['float64', { dtype: 'float64', dims: [], bytes: { kind: 'memory', bytes: new Uint8Array(Float64Array.of(1).buffer) } }],
  ['float16', { dtype: 'float16', dims: [], bytes: { kind: 'memory', bytes: new Uint8Array(Uint16Array.of(HALF_ONE).buffer) } }],
]);

/**
 * The graph with a copy behind each floating-point input. The runtime adds up in an order that depends on where in memory a tensor begins; its own tensors begin
 * where the processor likes it, those of a caller anywhere. A product with 1, since Identity gives the same memory on, and a Cast is taken out at every level.
 */
export function copyInputs(graph: Graph): Graph {
  const rewriter = new Rewriter(graph);
  for (const tensor of mainGraph(graph).inputs) {
    const one = ONES.get(declaredDtype(graph, tensor) ?? '');
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
