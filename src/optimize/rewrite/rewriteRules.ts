import { cleanBodies } from './cleanBodies';
import { dropOutputs } from './dropOutputs';
import { foldAffine } from './foldAffine';
import { foldAffineForward } from './foldAffineForward';
import { foldConstants } from './foldConstants';
import { foldScaleBack } from './foldScaleBack';
import { foldScaleForward } from './foldScaleForward';
import { foldShapes } from './foldShapes';
import { fuseAttention } from './fuseAttention';
import { fuseGelu } from './fuseGelu';
import { fuseGroupNorm } from './fuseGroupNorm';
import { fuseHardSwish } from './fuseHardSwish';
import { fuseInstanceNorm } from './fuseInstanceNorm';
import { fuseMish } from './fuseMish';
import { fuseLayerNorm, fuseRmsNorm } from './fuseNorms';
import { fuseSoftplus } from './fuseSoftplus';
import { fuseSwish } from './fuseSwish';
import { gatherDirectly } from './gatherDirectly';
import { takeHeadsInside } from './headsInAttention';
import { inlineBranches } from './inlineBranches';
import { joinAllProjections, joinProjections } from './joinProjections';
import { writeMatrixGemms } from './matrixGemms';
import { mergeCasts } from './mergeCasts';
import { mergeClips } from './mergeClips';
import { mergeConcats } from './mergeConcats';
import { mergeDuplicates } from './mergeDuplicates';
import { mergePads } from './mergePads';
import { mergeSlices } from './mergeSlices';
import { mergeViews, transposeDirectly } from './mergeViews';
import { removeDead } from './removeDead';
import { removeNoOps } from './removeNoOps';
import { removeUnusedFunctions } from './removeUnusedFunctions';
import { removeUnusedOpsets } from './removeUnusedOpsets';
import type { NamedRule } from './rule';
import { shareShapeVectors } from './shapeVectors';
import { splitGathers } from './splitGathers';
import { takeEarly } from './takeEarly';
import { viewBeforeSplit } from './viewBeforeSplit';
import { writeGemms } from './writeGemms';

/** Every rule of `clean`, in the order in which they run. */
export const REWRITE_RULES: readonly NamedRule[] = [
  { id: 'no-ops', promise: 'exact', apply: removeNoOps },
  { id: 'shapes', promise: 'exact', apply: foldShapes },
  { id: 'shape-vectors', promise: 'exact', apply: shareShapeVectors },
  { id: 'constants', promise: 'exact', apply: foldConstants },
  { id: 'branches', promise: 'exact', apply: inlineBranches },
  { id: 'affine', promise: 'close', apply: foldAffine },
  { id: 'affine-forward', promise: 'close', apply: foldAffineForward },
  { id: 'pads', promise: 'close', apply: mergePads },
  { id: 'hard-swish', promise: 'close', apply: fuseHardSwish },
  { id: 'gelu', promise: 'close', apply: fuseGelu },
  { id: 'instance-norm', promise: 'close', apply: fuseInstanceNorm },
  { id: 'layer-norm', promise: 'close', apply: fuseLayerNorm },
  { id: 'rms-norm', promise: 'close', apply: fuseRmsNorm },
  { id: 'group-norm', promise: 'close', apply: fuseGroupNorm, isOnRequest: true },
  { id: 'softplus', promise: 'close', apply: fuseSoftplus, isOnRequest: true },
  { id: 'mish', promise: 'close', apply: fuseMish },
  { id: 'swish', promise: 'close', apply: fuseSwish, isOnRequest: true },
  { id: 'attention', promise: 'close', apply: fuseAttention },
  { id: 'heads', promise: 'close', apply: takeHeadsInside },
  { id: 'clips', promise: 'close', apply: mergeClips },
  { id: 'scales', promise: 'close', apply: foldScaleForward },
  { id: 'scales-back', promise: 'close', apply: foldScaleBack },
  { id: 'casts', promise: 'exact', apply: mergeCasts },
  { id: 'concats', promise: 'exact', apply: mergeConcats },
  { id: 'slices', promise: 'exact', apply: mergeSlices },
  { id: 'duplicates', promise: 'exact', apply: mergeDuplicates },
  { id: 'transposes', promise: 'exact', apply: transposeDirectly },
  { id: 'gathers', promise: 'exact', apply: splitGathers },
  { id: 'positions', promise: 'close', apply: takeEarly },
  { id: 'views', promise: 'exact', apply: mergeViews },
  { id: 'projections', promise: 'close', apply: joinProjections },
  { id: 'all-projections', promise: 'close', apply: joinAllProjections, isOnRequest: true },
  { id: 'gemms', promise: 'close', apply: writeGemms },
  { id: 'matrix-gemms', promise: 'close', apply: writeMatrixGemms },
  { id: 'splits', promise: 'exact', apply: viewBeforeSplit },
  { id: 'positions-of-views', promise: 'exact', apply: gatherDirectly },
  { id: 'outputs', promise: 'exact', apply: dropOutputs },
  { id: 'bodies', promise: 'exact', apply: cleanBodies, isOfModel: true },
  { id: 'dead', promise: 'exact', apply: removeDead },
  { id: 'functions', promise: 'exact', apply: removeUnusedFunctions, isOfModel: true },
  { id: 'opsets', promise: 'exact', apply: removeUnusedOpsets, isOfModel: true },
];
