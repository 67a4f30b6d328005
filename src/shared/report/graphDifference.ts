import type { NodeId } from '../graph/graph';

/** A node of one of two graphs that are compared. */
export interface DifferenceNode {
  readonly id: NodeId;
  /** Its name, or operator and path id. */
  readonly name: string;
  readonly op: string;
}

/** How far values are from those that they are compared with. */
export interface ValueDistance {
  readonly maxAbs: number;
  /** 10·log10(Σ before² / Σ (before − after)²) in dB; Infinity when equal, NaN where nothing can be said. */
  readonly sqnrDb: number;
  readonly cosine: number;
}

/** One way in which two nodes that stand for each other differ. */
export interface NodeChange {
  readonly what: 'operator' | 'attribute' | 'input' | 'weight' | 'outputs' | 'body';
  /** Name of the attribute or body, or position of the input: `input 1`. */
  readonly name: string;
  /** In words; empty for what is not there. */
  readonly before: string;
  readonly after: string;
  /** Of weights of equal shape whose values were compared. */
  readonly distance?: ValueDistance;
}

export const DIFFERENCE_KINDS = ['changed', 'replaced', 'removed', 'added'] as const;
export type DifferenceKind = (typeof DIFFERENCE_KINDS)[number];

/** Nodes of two graphs that stand for each other and differ. `changed`: one for one; `replaced`: several, or one of another operator, for others. */
export interface NodeDifference {
  readonly kind: DifferenceKind;
  readonly before: readonly DifferenceNode[];
  readonly after: readonly DifferenceNode[];
  readonly changes: readonly NodeChange[];
}

/** A model input, output, operator set or version that differs. */
export interface InterfaceChange {
  readonly what: 'input' | 'output' | 'opset' | 'irVersion';
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

/** What is different in the structure of two models; nodes are counted in the main graphs, and bodies belong to the nodes that hold them. */
export interface GraphDifference {
  /** `provenance`: what one says about where its nodes came from; else names of tensors and the structure. */
  readonly matchedBy: 'provenance' | 'structure';
  readonly unchanged: number;
  readonly interface: readonly InterfaceChange[];
  /** In the order of the model after, what was removed where it stood before. */
  readonly differences: readonly NodeDifference[];
}

/** How many nodes of the graph before (of the one after for `added`) are in differences of a kind. */
export function countNodes({ differences }: GraphDifference, kind: DifferenceKind): number {
  return differences.reduce((sum, difference) => sum + (difference.kind === kind ? nodesOf(difference).length : 0), 0);
}

function nodesOf({ kind, before, after }: NodeDifference): readonly DifferenceNode[] {
  return kind === 'added' ? after : before;
}
