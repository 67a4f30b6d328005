import type { SuggestionRule } from './rule';
import { castPairsRule } from './rules/castPairs';
import { channelGridRule } from './rules/channelGrid';
import { channelsLastRule } from './rules/channelsLast';
import { cleanRule } from './rules/clean';
import { deadChannelsRule } from './rules/deadChannels';
import { decomposedAttentionRule } from './rules/decomposedAttention';
import { decomposedGeluRule } from './rules/decomposedGelu';
import { decomposedHardSwishRule } from './rules/decomposedHardSwish';
import { decomposedLayerNormRule } from './rules/decomposedLayerNorm';
import { decomposedRmsNormRule } from './rules/decomposedRmsNorm';
import { dynamicDimsRule } from './rules/dynamicDims';
import { embeddingTableRule } from './rules/embeddingTable';
import { float16Rule } from './rules/float16';
import { foldAffineRule } from './rules/foldAffine';
import { foldBatchNormRule } from './rules/foldBatchNorm';
import { foldConstantsRule } from './rules/foldConstants';
import { int64IndicesRule } from './rules/int64Indices';
import { largeConstantsRule } from './rules/largeConstants';
import { mixedPrecisionRule } from './rules/mixedPrecision';
import { providerFallbackRule } from './rules/providerFallback';
import { pruneChannelsRule } from './rules/pruneChannels';
import { quantizeDynamicRule } from './rules/quantizeDynamic';
import { quantizeStaticRule } from './rules/quantizeStatic';
import { quantizeWeightsRule } from './rules/quantizeWeights';
import { shareWeightsRule } from './rules/shareWeights';
import { tinyConvolutionsRule } from './rules/tinyConvolutions';
import { transposePairsRule } from './rules/transposePairs';
import { unstructuredPruningRule } from './rules/unstructuredPruning';
import { unusedInputsRule } from './rules/unusedInputs';
import { unusedOutputsRule } from './rules/unusedOutputs';
import { upgradeOpsetRule } from './rules/upgradeOpset';

/** Every check that is made, documented in docs/suggestions.md. What is expected to gain equally much is shown in this order. */
export const SUGGESTION_RULES: readonly SuggestionRule[] = [
  quantizeStaticRule,
  mixedPrecisionRule,
  quantizeDynamicRule,
  quantizeWeightsRule,
  pruneChannelsRule,
  deadChannelsRule,
  decomposedHardSwishRule,
  foldAffineRule,
  decomposedGeluRule,
  decomposedLayerNormRule,
  decomposedRmsNormRule,
  decomposedAttentionRule,
  channelGridRule,
  tinyConvolutionsRule,
  providerFallbackRule,
  channelsLastRule,
  transposePairsRule,
  castPairsRule,
  int64IndicesRule,
  dynamicDimsRule,
  shareWeightsRule,
  embeddingTableRule,
  foldBatchNormRule,
  foldConstantsRule,
  cleanRule,
  largeConstantsRule,
  unusedInputsRule,
  unusedOutputsRule,
  upgradeOpsetRule,
  float16Rule,
  unstructuredPruningRule,
];
