import { floatAttribute, stringAttribute } from '../../shared/graph/nodeAttributes';
import type { Decomposition } from './decomposition';

/** x/2 · (1 + erf(x/√2)), or x/2 · (1 + tanh(√(2/π) · (x + 0.044715 x³))) (ONNX Gelu-20). */
export const decomposeGelu: Decomposition = (steps, { graph }) => {
  const x = steps.input(0);
  const isTanh = stringAttribute(graph, steps.node, 'approximate', 'none') === 'tanh';
  let inner: string;
  if (isTanh) {
    const cube = steps.add('Mul', [steps.add('Mul', [x, x]), x]);
    const sum = steps.add('Add', [x, steps.add('Mul', [cube, steps.number(0.044715)])]);
    inner = steps.add('Tanh', [steps.add('Mul', [sum, steps.number(Math.sqrt(2 / Math.PI))])]);
  } else inner = steps.add('Erf', [steps.add('Div', [x, steps.number(Math.SQRT2)])]);
  const sum = steps.add('Add', [inner, steps.number(1)]);
  steps.add('Mul', [steps.add('Mul', [x, sum]), steps.number(0.5)]);
  return undefined;
};

/** x · clip(x + 3, 0, 6) / 6 (ONNX HardSwish-14). */
export const decomposeHardSwish: Decomposition = steps => {
  const x = steps.input(0);
  const gate = steps.add('Clip', [steps.add('Add', [x, steps.number(3)]), steps.number(0), steps.number(6)]);
  steps.add('Div', [steps.add('Mul', [x, gate]), steps.number(6)]);
  return undefined;
};

/** x · tanh(softplus(x)) (ONNX Mish-18). */
export const decomposeMish: Decomposition = steps => {
  const x = steps.input(0);
  steps.add('Mul', [x, steps.add('Tanh', [steps.add('Softplus', [x])])]);
  return undefined;
};

/** x · sigmoid(αx) (ONNX Swish-24). */
export const decomposeSwish: Decomposition = (steps, { graph }) => {
  const x = steps.input(0);
  const alpha = floatAttribute(graph, steps.node, 'alpha', 1);
  const scaled = alpha === 1 ? x : steps.add('Mul', [x, steps.number(alpha)]);
  steps.add('Mul', [x, steps.add('Sigmoid', [scaled])]);
  return undefined;
};
