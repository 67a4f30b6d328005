import type { AttributeValue } from '../../../shared/graph/attribute';
import type { NodeDefinition } from '../../../shared/graph/edit';
import type { NodeId } from '../../../shared/graph/graph';
import { defineNode, type Rewriter } from '../../rewrite/rewriter';

/** Nodes of one output each that together come from one node. */
export interface NodeChain {
  readonly definitions: readonly NodeDefinition[];
  /** Adds a node and returns the name of its output, which ends in `what`. */
  readonly add: (op: string, inputs: readonly string[], what: string, attributes?: Readonly<Record<string, AttributeValue>>) => string;
}

/** An empty chain whose names begin with `prefix`. */
export function nodeChain(names: Rewriter['names'], prefix: string, origin: NodeId): NodeChain {
  const definitions: NodeDefinition[] = [];
  return {
    definitions,
    add: (op, inputs, what, attributes = {}) => {
      const result = names.make(`${prefix}_${what}`);
      const nodeName = names.make(`${prefix}_${what}_${op.toLowerCase()}`);
      definitions.push(defineNode(op, nodeName, inputs, [result], [origin], new Map(Object.entries(attributes))));
      return result;
    },
  };
}
