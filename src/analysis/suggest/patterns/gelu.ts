import type { NodeId, TensorId } from '../../../shared/graph/graph';
import type { PatternGraph } from './patternGraph';

/** x/2 · (1 + erf(x/√2)) written out: nodes of each occurrence. */
export function findErfGelus(patterns: PatternGraph): readonly (readonly NodeId[])[] {
  return around(patterns, 'Erf', erf => {
    const scale = patterns.madeBy(patterns.input(erf, 0), 'Div', 'Mul');
    const x = scale === undefined ? undefined : patterns.beside(scale, patterns.op(scale) === 'Div' ? Math.SQRT2 : Math.SQRT1_2);
    return scale === undefined || x === undefined ? undefined : { x, nodes: [scale] };
  });
}

/** x/2 · (1 + tanh(√(2/π) · (x + 0.044715 x³))) written out (ONNX Gelu-20, `approximate = tanh`), the inner x taken out or not. */
export function findTanhGelus(patterns: PatternGraph): readonly (readonly NodeId[])[] {
  return around(patterns, 'Tanh', tanh => {
    const factored = factoredInside(patterns, tanh);
    if (factored !== undefined) return factored;
    const scale = patterns.madeBy(patterns.input(tanh, 0), 'Mul');
    const inner = scale === undefined ? undefined : patterns.beside(scale, Math.sqrt(2 / Math.PI));
    const sum = inner === undefined ? undefined : patterns.madeBy(inner, 'Add');
    if (scale === undefined || sum === undefined) return undefined;
    for (const slot of [0, 1]) {
      const cubic = patterns.madeBy(patterns.input(sum, slot), 'Mul');
      const cube = cubic === undefined ? undefined : patterns.beside(cubic, 0.044715);
      const x = patterns.input(sum, 1 - slot);
      const nodes = cube === undefined ? undefined : cubeNodes(patterns, cube, x);
      if (cubic !== undefined && nodes !== undefined) return { x, nodes: [...nodes, cubic, sum, scale] };
    }
    return undefined;
  });
}

/** √(2/π) x · (1 + 0.044715 x²), as FastGELU of Hugging Face has it. */
function factoredInside(patterns: PatternGraph, tanh: NodeId): Inside | undefined {
  const product = patterns.madeBy(patterns.input(tanh, 0), 'Mul');
  if (product === undefined) return undefined;
  for (const slot of [0, 1]) {
    const scale = patterns.madeBy(patterns.input(product, slot), 'Mul');
    const x = scale === undefined ? undefined : patterns.beside(scale, Math.sqrt(2 / Math.PI));
    const sum = patterns.madeBy(patterns.input(product, 1 - slot), 'Add');
    const quadratic = sum === undefined ? undefined : patterns.beside(sum, 1);
    const nodes = x === undefined || quadratic === undefined ? undefined : scaledSquare(patterns, quadratic, x);
    if (scale !== undefined && x !== undefined && sum !== undefined && nodes !== undefined)
      return { x, nodes: [...nodes, scale, sum, product] };
  }
  return undefined;
}

/** Nodes of (0.044715 x) · x or 0.044715 · x²; `undefined` for anything else. */
function scaledSquare(patterns: PatternGraph, tensor: TensorId, x: TensorId): readonly NodeId[] | undefined {
  const outer = patterns.madeBy(tensor, 'Mul');
  if (outer === undefined) return undefined;
  const scaled = [0, 1].find(slot => patterns.input(outer, 1 - slot) === x);
  const inner = scaled === undefined ? undefined : patterns.madeBy(patterns.input(outer, scaled), 'Mul');
  if (inner !== undefined && patterns.beside(inner, 0.044715) === x) return [inner, outer];
  const square = patterns.beside(outer, 0.044715);
  const power = square === undefined ? undefined : patterns.madeBy(square, 'Mul', 'Pow');
  return power !== undefined && isSquare(patterns, power, x) ? [power, outer] : undefined;
}

interface Inside {
  readonly x: TensorId;
  readonly nodes: readonly NodeId[];
}

/** The common outer part: 1 + f(…), times x and a half in either order. */
function around(
  patterns: PatternGraph,
  op: 'Erf' | 'Tanh',
  insideOf: (node: NodeId) => Inside | undefined,
): readonly (readonly NodeId[])[] {
  return patterns.nodesOf(op).flatMap(node => {
    const inside = insideOf(node);
    const plusOne = patterns.onlyReader(node, 'Add');
    if (inside === undefined || plusOne === undefined || patterns.beside(plusOne, 1) === undefined) return [];
    const product = patterns.onlyReader(plusOne, 'Mul');
    const outer = product === undefined ? undefined : outerProducts(patterns, plusOne, product, inside.x);
    return outer === undefined ? [] : [[...inside.nodes, node, plusOne, ...outer]];
  });
}

/** Nodes that multiply with x and 0.5: `(x · s) · 0.5`, `(s · 0.5) · x`, or `(x · 0.5) · s`. */
function outerProducts(patterns: PatternGraph, sum: NodeId, product: NodeId, x: TensorId): readonly NodeId[] | undefined {
  const factor = patterns.otherOperand(product, patterns.output(sum));
  const halved = patterns.madeBy(factor, 'Mul');
  if (halved !== undefined && patterns.beside(halved, 0.5) === x) return [halved, product];
  const last = patterns.onlyReader(product, 'Mul');
  if (last === undefined) return undefined;
  if (factor === x && patterns.beside(last, 0.5) !== undefined) return [product, last];
  const isHalfFirst = patterns.beside(product, 0.5) !== undefined;
  return isHalfFirst && patterns.otherOperand(last, patterns.output(product)) === x ? [product, last] : undefined;
}

/** x³ is a Pow, or two Muls; `undefined` for anything else. */
function cubeNodes(patterns: PatternGraph, cube: TensorId, x: TensorId): readonly NodeId[] | undefined {
  const outer = patterns.madeBy(cube, 'Pow', 'Mul');
  if (outer === undefined) return undefined;
  if (patterns.op(outer) === 'Pow') return patterns.beside(outer, 3) === x ? [outer] : undefined;
  const square = [0, 1].find(slot => patterns.input(outer, 1 - slot) === x);
  const inner = square === undefined ? undefined : patterns.madeBy(patterns.input(outer, square), 'Mul', 'Pow');
  return inner !== undefined && isSquare(patterns, inner, x) ? [inner, outer] : undefined;
}

function isSquare(patterns: PatternGraph, node: NodeId, x: TensorId): boolean {
  if (patterns.op(node) === 'Pow') return patterns.beside(node, 2) === x;
  return patterns.input(node, 0) === x && patterns.input(node, 1) === x;
}
