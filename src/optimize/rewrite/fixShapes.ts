import { inferShapes } from '../../analysis/shapes/inferShapes';
import { namedInputShapes } from '../../analysis/shapes/inputSymbols';
import { applyEdits } from '../../shared/graph/applyEdits';
import type { ValueType } from '../../shared/graph/attribute';
import type { Edit } from '../../shared/graph/edit';
import { MAIN_GRAPH, type Graph, type TensorId } from '../../shared/graph/graph';
import { isConcrete } from '../../shared/graph/shape';
import { mainGraph } from '../../shared/graph/traversal';
import { LayerwiseError } from '../../shared/report/layerwiseError';
import type { Pass, PassInput, PassPlan } from '../pass';
import { cleanGraph } from './clean';
import { tensorName } from './rewriter';

/** Gives open dimensions of the inputs a size, and cleans up: what was computed from them in every run becomes constant. */
export const fixShapes: Pass = {
  description: {
    id: 'fix-shapes',
    title: 'Fix Shapes',
    description: 'Gives open dimensions of the inputs a size and cleans up what follows from it.',
    fileTag: 'fixed',
    parameters: [],
    others: { type: 'integer', minimum: 1, title: 'Size', description: 'Size of the dimension of this name.' },
    needs: 'nothing',
    promise: 'close',
  },
  prepare: () => [],
  plan: fix,
};

async function fix(input: PassInput): Promise<PassPlan> {
  const { graph } = input;
  const sizes = new Map(Object.entries(input.parameters).map(([name, size]) => [name, Number(size)]));
  const shapes = namedInputShapes(graph);
  checkNames(shapes, sizes);
  const edits: Edit[] = [];
  const notes: string[] = [];
  for (const [tensor, shape] of shapes) {
    const fixed = shape.map(dim => (typeof dim === 'string' ? (sizes.get(dim) ?? dim) : dim));
    const type = fixedType(graph, tensor, fixed);
    if (type === undefined || fixed.every((dim, axis) => dim === shape[axis])) continue;
    edits.push({ kind: 'setType', name: tensorName(graph, tensor), type });
    notes.push(`${tensorName(graph, tensor)} is [${fixed.join(', ')}].`);
  }
  const plan = await cleanGraph({ ...input, graph: applyEdits(graph, { edits: [...edits, ...inferredEdits(input, sizes)] }) });
  return { ...plan, notes };
}

function checkNames(shapes: ReadonlyMap<TensorId, readonly (number | string)[]>, sizes: ReadonlyMap<string, number>): void {
  const open = [...new Set([...shapes.values()].flat().filter(dim => typeof dim === 'string'))];
  if (open.length === 0) throw new LayerwiseError('not-applicable', 'No input of the model has an open dimension.');
  const listed = `The open dimensions are ${open.join(', ')}.`;
  const example = `Give a size as in fix-shapes:${open[0] ?? ''}=1.`;
  if (sizes.size === 0) throw new LayerwiseError('usage', `fix-shapes needs a size. ${listed} ${example}`);
  for (const name of sizes.keys())
    if (!open.includes(name)) throw new LayerwiseError('usage', `No input has an open dimension “${name}”. ${listed} ${example}`);
}

function fixedType(graph: Graph, tensor: TensorId, shape: readonly (number | string)[]): ValueType | undefined {
  const type = graph.tensors.declaredTypes[tensor];
  return type?.kind === 'tensor' ? { ...type, shape } : undefined;
}

/** What the file declares about outputs and inner tensors, in sizes where these follow; what names a symbol that is gone is dropped. */
function inferredEdits(input: PassInput, sizes: ReadonlyMap<string, number>): readonly Edit[] {
  const { graph } = input;
  const shapes = inferShapes(graph, input.readerOf(graph), { dims: sizes, ignoresDeclarations: true });
  const { inputs, outputs } = mainGraph(graph);
  const edits: Edit[] = [];
  const dropped: string[] = [];
  graph.tensors.declaredTypes.forEach((type, tensor) => {
    if (type?.kind !== 'tensor' || graph.tensors.subgraphs[tensor] !== MAIN_GRAPH || inputs.includes(tensor)) return;
    const isStale = type.shape?.some(dim => typeof dim === 'string' && sizes.has(dim)) ?? false;
    const { shape } = shapes.fact(shapes.frame, tensor);
    const sizesKnown = shape?.map(dim => (typeof dim === 'number' ? dim : undefined));
    if (outputs.includes(tensor) && isConcrete(sizesKnown) && !isConcrete(type.shape))
      edits.push({ kind: 'setType', name: tensorName(graph, tensor), type: { ...type, shape: sizesKnown } });
    else if (!outputs.includes(tensor) && isStale) dropped.push(tensorName(graph, tensor));
  });
  return dropped.length === 0 ? edits : [...edits, { kind: 'dropTypes', names: dropped }];
}
