import { constantWeight, isReadOutside } from '../../../shared/graph/constants';
import { dtypeNumber, type Dtype } from '../../../shared/graph/dtype';
import { declaredShape, NONE, type Graph, type NodeId, type TensorId } from '../../../shared/graph/graph';
import { intAttribute } from '../../../shared/graph/nodeAttributes';
import {
  consumersOf,
  isGraphOutput,
  mainGraph,
  nodeInput,
  nodeInputs,
  nodeOutput,
  nodeOutputs,
  producerOf,
} from '../../../shared/graph/traversal';
import { makeWeight } from '../../makeWeight';
import type { PassInput } from '../../pass';
import { readFloats } from '../../readFloats';
import { defineCast, defineNode, Rewriter, tensorName } from '../../rewrite/rewriter';
import { whyUnreadable } from '../../whyUnreadable';
import { halfWeight } from './halfWeight';

const FLOAT = 'float32';
const HALF = 'float16';

/** Turns chosen nodes to float16: weights are stored in it, and Cast nodes stand where float16 and float32 meet, one per tensor and direction. */
export class HalfEdits {
  readonly rewriter: Rewriter;
  /** Stored values that float16 cannot hold and that became its largest. */
  clamped = 0;
  private readonly graph: Graph;
  private readonly halfNames = new Map<TensorId, string>();

  constructor(
    private readonly input: PassInput,
    private readonly nodes: ReadonlySet<NodeId>,
    private readonly keepsInterface: boolean,
  ) {
    this.graph = input.graph;
    this.rewriter = new Rewriter(input.graph);
  }

  async apply(): Promise<void> {
    if (!this.keepsInterface) this.turnInputs();
    for (const node of this.nodes) this.nameOutputs(node);
    for (const node of this.nodes) {
      if (this.castsHalves(node)) await this.passOn(node);
      else await this.turnInputsOf(node);
    }
  }

  /** True for a Cast that would read and write float16 from now on. */
  private castsHalves(node: NodeId): boolean {
    const { graph } = this;
    const to = intAttribute(graph, node, 'to', 0);
    if (graph.nodes.ops[node] !== 'Cast' || (to !== dtypeNumber(FLOAT) && to !== dtypeNumber(HALF))) return false;
    const from = this.input.analyze(graph).tensors[nodeInput(graph, node, 0)]?.dtype;
    return from === FLOAT || from === HALF;
  }

  /** An Identity instead: of a Cast between equal types the runtime's own insertion of casts makes a graph that it cannot load (InsertCastTransformer). */
  private async passOn(node: NodeId): Promise<void> {
    const { graph, rewriter } = this;
    const [read, made] = [nodeInput(graph, node, 0), nodeOutput(graph, node, 0)];
    const from = this.isFloat(read) ? await this.halfName(read) : tensorName(graph, read);
    const to = this.halfNames.get(made) ?? tensorName(graph, made);
    rewriter.remove(node);
    rewriter.insert(node, defineNode('Identity', graph.nodes.names[node] ?? '', [from], [to], [node]));
  }

  private isFloat(tensor: TensorId): boolean {
    return tensor !== NONE && this.input.analyze(this.graph).tensors[tensor]?.dtype === FLOAT;
  }

  /** Graph inputs that nobody but nodes of the main graph reads become float16; whoever needs float32 reads a Cast. */
  private turnInputs(): void {
    const { graph, rewriter } = this;
    for (const tensor of mainGraph(graph).inputs) {
      if (!this.isFloat(tensor) || graph.tensors.weights[tensor] !== undefined || isReadOutside(graph, tensor)) continue;
      const name = tensorName(graph, tensor);
      this.halfNames.set(tensor, name);
      rewriter.edit({ kind: 'setType', name, type: { kind: 'tensor', dtype: HALF, shape: declaredShape(graph, tensor) } });
      const readers = consumersOf(graph, tensor).filter(node => !this.nodes.has(node));
      if (readers.length === 0) continue;
      const float = this.cast(name, rewriter.names.make(`${name}_float`), FLOAT, 0);
      for (const node of new Set(readers)) rewriter.replaceInput(node, tensor, float);
    }
  }

  /** Results keep their names in float16, unless somebody still needs them in float32 under it. */
  private nameOutputs(node: NodeId): void {
    const { graph, rewriter } = this;
    for (const tensor of nodeOutputs(graph, node)) {
      if (!this.isFloat(tensor)) continue;
      const name = tensorName(graph, tensor);
      if (this.isNeededInFloat(tensor)) {
        const half = rewriter.names.make(`${name}_half`);
        this.halfNames.set(tensor, half);
        rewriter.renameOutput(name, half);
        this.cast(half, name, FLOAT, node + 1);
      } else {
        this.halfNames.set(tensor, name);
        const type = { kind: 'tensor', dtype: HALF, shape: declaredShape(graph, tensor) } as const;
        rewriter.edit(isGraphOutput(graph, tensor) ? { kind: 'setType', name, type } : { kind: 'dropTypes', names: [name] });
      }
    }
    this.turnAttributes(node);
  }

  private isNeededInFloat(tensor: TensorId): boolean {
    const { graph } = this;
    if (consumersOf(graph, tensor).some(reader => !this.nodes.has(reader))) return true;
    if (!isReadOutside(graph, tensor)) return false;
    const isOnlyOutput =
      isGraphOutput(graph, tensor) && !graph.subgraphs.some(({ kind, outputs }) => kind === 'body' && outputs.includes(tensor));
    return this.keepsInterface || !isOnlyOutput;
  }

  /** A Cast to float32 becomes one to float16. */
  private turnAttributes(node: NodeId): void {
    const { graph, rewriter } = this;
    if (graph.nodes.ops[node] !== 'Cast' || intAttribute(graph, node, 'to', 0) !== dtypeNumber(FLOAT)) return;
    rewriter.setAttribute(node, 'to', { kind: 'int', value: dtypeNumber(HALF) });
  }

  private async turnInputsOf(node: NodeId): Promise<void> {
    for (const tensor of new Set(nodeInputs(this.graph, node)))
      if (this.isFloat(tensor)) this.rewriter.replaceInput(node, tensor, await this.halfName(tensor));
  }

  private async halfName(tensor: TensorId): Promise<string> {
    const known = this.halfNames.get(tensor);
    if (known !== undefined) return known;
    const name = tensorName(this.graph, tensor);
    const wanted = this.rewriter.names.make(`${name}_half`);
    this.halfNames.set(tensor, wanted);
    const weight = constantWeight(this.graph, tensor);
    if (weight === undefined || whyUnreadable(weight) !== undefined) {
      const producer = producerOf(this.graph, tensor);
      return this.cast(name, wanted, HALF, producer === NONE ? 0 : producer + 1);
    }
    const stored = await makeWeight(this.input, HALF, weight.dims, async () => {
      const { bits, clamped } = halfWeight(await readFloats(this.input, this.graph, tensor));
      this.clamped += clamped;
      return bits;
    });
    this.rewriter.setWeight(wanted, stored, [name]);
    return wanted;
  }

  private cast(from: string, to: string, dtype: Dtype, at: NodeId): string {
    this.rewriter.insert(at, defineCast(this.rewriter.names.make(`${to}_cast`), from, to, dtype));
    return to;
  }
}
