import type { Attributes } from '../../shared/graph/attribute';
import type { NodeDefinition } from '../../shared/graph/edit';
import { NONE, type NodeId } from '../../shared/graph/graph';
import { storedWeight } from '../makeWeight';
import type { RuleContext } from './nodeRule';
import { nodeOutput } from '../../shared/graph/traversal';
import { defineNode } from './rewriter';
import { int64Vector } from './vectorWeight';

/** The nodes that a node is written out as, one after the other. */
export class WrittenSteps {
  private readonly definitions: NodeDefinition[] = [];
  private readonly result: string;

  constructor(
    private readonly context: RuleContext,
    readonly node: NodeId,
  ) {
    this.result = context.name(context.out(node));
  }

  /** Name of input `index` of the node, `""` for one that is left out. */
  input(index: number): string {
    const tensor = this.context.in(this.node, index);
    return tensor === NONE ? '' : this.context.name(tensor);
  }

  /** Adds a step; returns the name of what it makes. */
  add(op: string, inputs: readonly string[], attributes: Attributes = new Map()): string {
    const output = this.context.rewriter.names.make(`${this.result}_${op}`);
    this.definitions.push(defineNode(op, output, inputs, [output], [this.node], attributes));
    return output;
  }

  /** Output `index` of the node, beyond the first, is a tensor that a step made or read. */
  give(index: number, tensor: string): void {
    const output = nodeOutput(this.context.graph, this.node, index);
    const name = output === NONE ? '' : this.context.name(output);
    if (name !== '') this.definitions.push(defineNode('Identity', `${name}_given`, [tensor], [name], [this.node]));
  }

  number(value: number): string {
    return this.context.rewriter.addWeight(`${this.result}_number`, storedWeight('float32', [], Float32Array.of(value)));
  }

  /** A scalar. */
  integer(value: number): string {
    return this.context.rewriter.addWeight(`${this.result}_integer`, { ...int64Vector([value]), dims: [] });
  }

  integers(...values: readonly number[]): string {
    return this.context.rewriter.addWeight(`${this.result}_integers`, int64Vector(values));
  }

  /** `count` times the same number. */
  vector(count: number, value: number): string {
    return this.context.rewriter.addWeight(`${this.result}_vector`, storedWeight('float32', [count], new Float32Array(count).fill(value)));
  }

  /** All steps; the last one makes what the node made, under its name. */
  finished(): readonly NodeDefinition[] {
    const last = this.definitions.at(-1);
    if (last === undefined) return [];
    return [...this.definitions.slice(0, -1), { ...last, name: this.context.nodeName(this.node), outputs: [this.result] }];
  }
}
