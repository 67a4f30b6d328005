import type { Dtype } from '../../../shared/graph/dtype';
import { broadcastShapes } from '../broadcast';
import { tensorFact } from '../fact';
import type { InferOperator } from '../operatorContext';

/** QuantizeLinear: type of the zero point, else `output_dtype` (opset 21), else uint8. */
export const inferQuantizeLinear: InferOperator = node => [
  tensorFact(node.dtype(2) ?? quantizedDefault(node.dtypeAttribute('output_dtype')), node.shape(0)),
];

function quantizedDefault(dtype: Dtype | undefined): Dtype {
  return dtype === undefined || dtype === 'undefined' ? 'uint8' : dtype;
}

/** DequantizeLinear: `output_dtype` (opset 23), else the type of the scale. */
export const inferDequantizeLinear: InferOperator = node => {
  const asked = node.dtypeAttribute('output_dtype');
  return [tensorFact(asked === undefined || asked === 'undefined' ? (node.dtype(1) ?? 'float32') : asked, node.shape(0))];
};

export const inferDynamicQuantizeLinear: InferOperator = node => [
  tensorFact('uint8', node.shape(0)),
  tensorFact('float32', []),
  tensorFact('uint8', []),
];

/** com.microsoft QLinearAdd, QLinearMul: A, scale, zero point, B, … */
export const inferQLinearBinary: InferOperator = node => [tensorFact(node.dtype(0), broadcastShapes([node.shape(0), node.shape(3)]))];

/** com.microsoft QLinearWhere: condition, X, scale, zero point, Y, … */
export const inferQLinearWhere: InferOperator = node => [
  tensorFact(node.dtype(1), broadcastShapes([node.shape(0), node.shape(1), node.shape(4)])),
];
