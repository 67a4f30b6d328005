import { describe, expect, it } from 'vitest';
import { modulePathOfWeight, scopePathOfModules, scopePathOfName } from '../../../../src/analysis/hierarchy/scopePath';

describe('scope paths', () => {
  it.each([
    ['model/block_1/conv/Conv2D', 'Conv', ['model', 'block_1', 'conv']],
    ['model/dense/BiasAdd', 'Add', ['model', 'dense']],
    ['model/bn/FusedBatchNormV3__12', 'BatchNormalization', ['model', 'bn']],
    ['model/head', 'MatMul', ['model', 'head']],
    ['block.0.conv.Conv', 'Conv', ['block', '0', 'conv']],
    ['block.0.conv', 'Conv', ['block', '0', 'conv']],
    ['p2o.Conv.0', 'Conv', ['p2o']],
    ['p2o.pd_op.conv2d.3.0', 'Conv', ['p2o', 'pd_op']],
    ['Conv_12', 'Conv', []],
    ['317', 'Relu', []],
  ])('%s', (name, op, path) => {
    expect(scopePathOfName(name, op)).toEqual(path);
  });

  it('reads nested modules, without the call at the end and what the exporter made up', () => {
    expect(scopePathOfModules("['', 'encoder', 'encoder.layer.0', 'encoder.layer.0.attn', 'linear_3']")).toEqual([
      'encoder',
      'layer.0',
      'attn',
    ]);
    expect(scopePathOfModules("['_empty_nn_module_stack_from_metadata_hook', 'sym_size_int_1']")).toEqual([]);
  });

  it('finds the module in the name of a weight', () => {
    expect(modulePathOfWeight('layer1.0.conv1.weight')).toBe('layer1.0.conv1');
    expect(modulePathOfWeight('onnx::Conv_497')).toBeUndefined();
    expect(modulePathOfWeight('weight')).toBeUndefined();
  });
});
