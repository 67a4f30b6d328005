import { describe, expect, it } from 'vitest';
import { inferenceOf } from '../../../../src/analysis/shapes/operators/operatorTable';
import { OPERATOR_TABLE } from '../../../../src/shared/ops/operatorTable';

/** Operators without a shape function: forms that no opset from 7 on has, other providers' containers, and kernels that no exporter writes. */
const LEFT_OUT = new Set(
  (
    'GRUUnit GivenTensorFill EfficientNMS_TRT MultilevelCropAndResize_TRT PyramidROIAlign_TRT EPContext Snpe BifurcationDetector DynamicTimeWarping ' +
    'ConvStateReplay GatedDeltaNet GatedDeltaNetStateReplay DynamicSparseAttention SparseAttentionIndexer SparsePagedAttention PackedSparseAttentionIndexer ' +
    'PackedSparseAttentionIndexerMerge HyperConnectionLowRankMix HyperConnectionPreMix Mamba2Verify MoEGroupRouter NGramHashMapping RMSNormRotary ' +
    'RouterGateUpProj SpeculativePrefixCommit VarlenCausalConvWithState VarlenNGramHashMapping QuantizeBFP DequantizeBFP QEmbedLayerNormalization'
  ).split(' '),
);

describe('the table of shape functions', () => {
  it.each(Object.entries(OPERATOR_TABLE))('covers every operator of “%s” but those left out', (domain, text) => {
    const names = new Set(
      text
        .trim()
        .split('\n')
        .map(line => line.slice(0, line.search(/[ |]/))),
    );
    expect([...names].filter(name => inferenceOf(domain, name) === undefined && !LEFT_OUT.has(name))).toEqual([]);
  });
});
