import { appendTo } from '../../shared/base/appendTo';
import type { Edit } from '../../shared/graph/edit';
import { MAIN_GRAPH, NONE, type Graph, type SubgraphId } from '../../shared/graph/graph';
import { mainGraph, outermostScope } from '../../shared/graph/traversal';
import type { Weight } from '../../shared/graph/weight';

/** Below that a copy costs less than the names that point to it from elsewhere. */
const SMALLEST_BYTES = 1024;

/** A weight that was made in memory, and the scopes that store it. */
interface Made {
  readonly name: string;
  readonly weight: Weight;
  readonly scopes: SubgraphId[];
}

type Stored = Extract<Edit, { readonly kind: 'setInitializer' }>;

/**
 * Edits of several bodies that store the same new weight store it once, in the innermost scope around all of them, or read it from the main graph where that has
 * it already. Functions see nothing of what is around them, so theirs stay; so does what a DequantizeLinear reads, since onnxruntime 1.30 cannot load a model where
 * it makes a MatMulNBits of one whose weight lies further out.
 */
export function storeOnce(graph: Graph, edits: readonly Edit[]): readonly Edit[] {
  const made = madeWeights(graph);
  const bound = readByDequantize(edits);
  const taken = new Set(graph.tensors.names);
  const others = new Map<string, string>();
  for (const edit of edits) {
    if (!isStored(graph, edit) || taken.has(edit.name) || bound.has(edit.name)) continue;
    const { name, weight, scope = MAIN_GRAPH } = edit;
    const first = made.get(keyOf(weight))?.find(other => isSame(other.weight, weight));
    first?.scopes.push(scope);
    if (first === undefined) appendTo(made, keyOf(weight), { name, weight, scopes: [scope] });
    else others.set(name, first.name);
  }
  if (others.size === 0) return edits;
  const homes = new Map([...made.values()].flat().map(({ name, scopes }) => [name, commonScope(graph, scopes)]));
  return edits.flatMap((edit): readonly Edit[] => {
    if (edit.kind === 'setInitializer')
      return others.has(edit.name) ? [] : [{ ...edit, scope: homes.get(edit.name) ?? edit.scope ?? MAIN_GRAPH }];
    if (edit.kind !== 'replaceNodes') return [edit];
    return [{ ...edit, with: edit.with.map(node => ({ ...node, inputs: node.inputs.map(name => others.get(name) ?? name) })) }];
  });
}

/** What the main graph stores in memory, by type and shape. */
function madeWeights({ tensors }: Graph): Map<string, Made[]> {
  const made = new Map<string, Made[]>();
  tensors.names.forEach((name, tensor) => {
    const weight = tensors.weights[tensor];
    const isOwn = tensors.subgraphs[tensor] === MAIN_GRAPH && tensors.isInitializer[tensor] === 1;
    if (!isOwn || weight === undefined || sizeOf(weight) < SMALLEST_BYTES) return;
    appendTo(made, keyOf(weight), { name, weight, scopes: [MAIN_GRAPH] });
  });
  return made;
}

/** Outside of functions, and large enough. */
function isStored(graph: Graph, edit: Edit): edit is Stored {
  if (edit.kind !== 'setInitializer' || sizeOf(edit.weight) < SMALLEST_BYTES) return false;
  const scope = graph.subgraphs[edit.scope ?? MAIN_GRAPH];
  return scope !== undefined && outermostScope(graph, scope) === mainGraph(graph);
}

function readByDequantize(edits: readonly Edit[]): ReadonlySet<string> {
  const made = edits.flatMap(edit => (edit.kind === 'replaceNodes' ? edit.with : []));
  return new Set(made.filter(({ op }) => op === 'DequantizeLinear').flatMap(({ inputs }) => inputs));
}

function keyOf({ dtype, dims }: Weight): string {
  return `${dtype} ${dims.join()}`;
}

/** Bytes in memory, 0 of a weight that lies elsewhere. */
function sizeOf({ bytes }: Weight): number {
  return bytes.kind === 'memory' ? bytes.bytes.length : 0;
}

function isSame({ bytes: a }: Weight, { bytes: b }: Weight): boolean {
  return a.kind === 'memory' && b.kind === 'memory' && Buffer.compare(a.bytes, b.bytes) === 0;
}

function commonScope(graph: Graph, scopes: readonly SubgraphId[]): SubgraphId {
  const [first = [], ...others] = scopes.map(scope => scopesAround(graph, scope));
  return first.find(scope => others.every(around => around.includes(scope))) ?? MAIN_GRAPH;
}

/** A scope and those around it, from inside to outside. */
function scopesAround(graph: Graph, scope: SubgraphId): readonly SubgraphId[] {
  const around: SubgraphId[] = [];
  for (let id = scope; id !== NONE; id = graph.subgraphs[id]?.parent ?? NONE) around.push(id);
  return around;
}
