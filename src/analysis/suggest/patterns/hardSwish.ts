import type { NodeId, TensorId } from '../../../shared/graph/graph';
import { floatAttribute } from '../../../shared/graph/nodeAttributes';
import type { PatternGraph } from './patternGraph';

/** ONNX HardSigmoid-6. */
const SLOPE_BY_DEFAULT = 0.2;
/** Of 1/6 in float32. */
const ROUNDING = 1e-7;

/** x · clip(x + 3, 0, 6) / 6 written out (ONNX HardSwish-14), the division before or after the product: nodes of each occurrence. */
export function findHardSwishes(patterns: PatternGraph): readonly (readonly NodeId[])[] {
  return patterns.nodesOf('Clip').flatMap(clip => {
    const nodes = hardSwishAround(patterns, clip);
    return nodes === undefined ? [] : [nodes];
  });
}

/** x · HardSigmoid(x) with the slope and offset of HardSwish: nodes of each occurrence. */
export function findGatedHardSwishes(patterns: PatternGraph): readonly (readonly NodeId[])[] {
  return patterns.nodesOf('HardSigmoid').flatMap(gate => {
    const product = patterns.onlyReader(gate, 'Mul');
    const slope = floatAttribute(patterns.graph, gate, 'alpha', SLOPE_BY_DEFAULT);
    const isGate = Math.abs(slope - 1 / 6) < ROUNDING && floatAttribute(patterns.graph, gate, 'beta', 0.5) === 0.5;
    return product !== undefined && isGate && multiplies(patterns, product, patterns.input(gate, 0)) ? [[gate, product]] : [];
  });
}

function hardSwishAround(patterns: PatternGraph, clip: NodeId): readonly NodeId[] | undefined {
  const add = patterns.madeBy(patterns.input(clip, 0), 'Add');
  const x = add === undefined ? undefined : patterns.beside(add, 3);
  const next = patterns.onlyReader(clip, 'Mul', 'Div');
  if (add === undefined || x === undefined || next === undefined || !isSix(patterns, clip)) return undefined;
  if (patterns.onlyReader(add, 'Clip') !== clip) return undefined;
  const isScaledFirst = isSixth(patterns, next);
  const last = patterns.onlyReader(next, 'Mul', 'Div');
  const product = isScaledFirst ? last : next;
  if (last === undefined || product === undefined || !multiplies(patterns, product, x)) return undefined;
  return isScaledFirst || isSixth(patterns, last) ? [add, clip, next, last] : undefined;
}

function multiplies(patterns: PatternGraph, node: NodeId, x: TensorId): boolean {
  return patterns.op(node) === 'Mul' && (patterns.input(node, 0) === x || patterns.input(node, 1) === x);
}

function isSixth(patterns: PatternGraph, node: NodeId): boolean {
  return patterns.beside(node, patterns.op(node) === 'Div' ? 6 : 1 / 6) !== undefined;
}

/** Bounds are attributes before opset 11 and inputs from then on. */
function isSix(patterns: PatternGraph, clip: NodeId): boolean {
  const attributes = patterns.graph.nodes.attributes(clip);
  const bound = (name: string, index: number): number | undefined => {
    const value = attributes.get(name);
    return value?.kind === 'float' ? value.value : patterns.scalar(patterns.input(clip, index));
  };
  return bound('min', 1) === 0 && bound('max', 2) === 6;
}
