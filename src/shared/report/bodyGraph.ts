import type { ModelView } from './modelView';

/** One step into a graph: a node of the level shown, and what of it is opened. */
export interface BodyStep {
  readonly node: number;
  /** Attribute of If, Loop or Scan that holds the body (`then_branch`); `''` for the model-local function that the node calls. */
  readonly attribute: string;
}

/** A body of If, Loop or Scan, or a model-local function as one node calls it, as a model of its own. */
export interface BodyGraph {
  /** What a body captures from around it are inputs, behind its own; ids of `view` are its own. */
  readonly view: ModelView;
  /** Ids in the file's graph of the nodes of `view`, which profiles speak of. */
  readonly nodes: Int32Array;
  /** Names of the captured values among the inputs. */
  readonly captured: readonly string[];
}

/** Deeper nesting is refused. */
export const MOST_BODY_STEPS = 16;
