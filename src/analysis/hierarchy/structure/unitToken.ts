import type { NodeId } from '../../../shared/graph/graph';
import { nodeInput, nodeOutput } from '../../../shared/graph/traversal';
import type { Connections } from '../connections';
import type { HierarchyFacts } from '../hierarchyFacts';
import type { Role } from '../roles';

/** Kind of a convolution as block names tell it: `dw3×3`, `pw`, `conv3×3`, `up2×2`. */
export interface ConvolutionKind {
  readonly letter: 'd' | 'p' | 'c' | 't';
  readonly name: string;
}

const TRANSPOSED: ReadonlySet<string> = new Set(['ConvTranspose']);
const CONVOLUTIONS: ReadonlySet<string> = new Set(['Conv', 'FusedConv', 'ConvInteger', 'QLinearConv', 'DeformConv', ...TRANSPOSED]);

/** `undefined` for everything that is no convolution. */
export function convolutionKind(connections: Connections, facts: HierarchyFacts, node: NodeId): ConvolutionKind | undefined {
  const op = connections.op(node);
  if (!CONVOLUTIONS.has(op)) return undefined;
  const weight = facts.shapeOf(nodeInput(connections.graph, node, op === 'QLinearConv' ? 3 : 1));
  const kernel = weight?.slice(2) ?? [];
  const size = kernel.map(dim => (typeof dim === 'number' ? String(dim) : '?')).join('×');
  if (TRANSPOSED.has(op)) return { letter: 't', name: `up${size}` };
  const group = connections.graph.nodes.attributes(node).get('group');
  if (group?.kind === 'int' && group.value > 1 && weight?.[1] === 1) return { letter: 'd', name: `dw${size}` };
  return kernel.every(dim => dim === 1) ? { letter: 'p', name: 'pw' } : { letter: 'c', name: `conv${size}` };
}

/** What a node adds to the token of its unit: nothing for cheap nodes and for 1×1 convolutions on a single position. */
export function tokenOf(connections: Connections, facts: HierarchyFacts, roles: readonly Role[], node: NodeId): string {
  if (roles[node] === 'product') return 'a';
  if (roles[node] !== 'weighted') return '';
  const kind = convolutionKind(connections, facts, node);
  if (kind === undefined) return connections.op(node) === 'Gemm' ? 'g' : connections.op(node).includes('MatMul') ? 'm' : 'r';
  const positions = facts.shapeOf(nodeOutput(connections.graph, node, 0))?.slice(2) ?? [undefined];
  return kind.letter === 'p' && positions.every(dim => dim === 1) ? '' : kind.letter;
}
