import type { Dtype } from '../../../shared/graph/dtype';
import { sumOfDims } from '../dims/dimArithmetic';
import { tensorFact, UNKNOWN, type Fact } from '../fact';
import type { InferOperator, OperatorContext } from '../operatorContext';

/** ai.onnx.ml operators that keep the shape and always give float. */
export const inferScaler: InferOperator = node => [tensorFact('float32', node.shape(0))];

export const inferLabelEncoder: InferOperator = node => [tensorFact(labelType(node), node.shape(0))];

/** The type of the values that labels are mapped to. */
function labelType(node: OperatorContext): Dtype | undefined {
  const tensor = node.attribute('values_tensor');
  if (tensor?.kind === 'tensor') return tensor.weight.dtype;
  if (node.attribute('values_strings') !== undefined) return 'string';
  if (node.attribute('values_int64s') !== undefined) return 'int64';
  if (node.attribute('values_floats') !== undefined) return 'float32';
  // LabelEncoder-1 maps strings to integers and back.
  return node.dtype(0) === 'string' ? 'int64' : node.dtype(0) === undefined ? undefined : 'string';
}

/** Rows of a [N, C] input; a vector is one row. */
function rowsOf(node: OperatorContext): Fact['shape'] {
  const shape = node.shape(0);
  return shape?.length === 1 ? [1] : shape?.slice(0, 1);
}

/** Classifiers: one label per row, then one score per row and class. */
export const inferClassifier: InferOperator = node => {
  const rows = rowsOf(node);
  const strings = node.attribute('classlabels_strings');
  const integers = node.ints('classlabels_ints') ?? node.ints('classlabels_int64s');
  const classes = strings?.kind === 'strings' && strings.values.length > 0 ? strings.values.length : integers?.length;
  return [
    tensorFact(strings?.kind === 'strings' && strings.values.length > 0 ? 'string' : 'int64', rows),
    tensorFact('float32', rows === undefined ? undefined : [...rows, classes]),
  ];
};

/** Regressors: one value per row and target. */
export const inferRegressor: InferOperator = node => {
  const rows = rowsOf(node);
  const targets = node.int('n_targets') ?? node.int('targets', 1);
  return [tensorFact('float32', rows === undefined ? undefined : [...rows, targets])];
};

export const inferTreeEnsemble: InferOperator = node => {
  const rows = rowsOf(node);
  return [tensorFact(node.dtype(0), rows === undefined ? undefined : [...rows, node.int('n_targets')])];
};

export const inferOneHotEncoder: InferOperator = node => {
  const strings = node.attribute('cats_strings');
  const categories = strings?.kind === 'strings' ? strings.values.length : node.ints('cats_int64s')?.length;
  const shape = node.shape(0);
  return [tensorFact('float32', shape === undefined ? undefined : [...shape, categories])];
};

/** FeatureVectorizer joins the columns of all inputs; their widths stand in an attribute. */
export const inferFeatureVectorizer: InferOperator = node => {
  const widths = node.ints('inputdimensions');
  return [
    tensorFact('float32', [
      node.rank(0) === 1 ? 1 : node.dim(0, 0),
      widths === undefined ? sumOfDims(node.inputs.map(input => input.shape?.at(-1))) : sumOfDims(widths),
    ]),
  ];
};

/** A sequence of maps from class to score. */
export const inferZipMap: InferOperator = () => [
  { kind: 'sequence', dtype: undefined, shape: undefined, content: { kind: 'map', dtype: undefined, shape: undefined } },
];

export const inferCastMap: InferOperator = node => {
  const to = node.text('cast_to', 'TO_FLOAT');
  const width = node.text('map_form', 'DENSE') === 'SPARSE' ? node.int('max_map', 1) : undefined;
  return [tensorFact(to === 'TO_STRING' ? 'string' : to === 'TO_INT64' ? 'int64' : 'float32', [1, width])];
};

export const inferDictVectorizer: InferOperator = node => {
  const strings = node.attribute('string_vocabulary');
  const words = strings?.kind === 'strings' ? strings.values.length : node.ints('int64_vocabulary')?.length;
  return [tensorFact(undefined, [1, words])];
};

/** TfIdfVectorizer: one weight per n-gram; ids in `ngram_indexes` name the columns. */
export const inferTfIdfVectorizer: InferOperator = node => {
  const indexes = node.ints('ngram_indexes');
  const columns = indexes?.reduce((most, index) => Math.max(most, index + 1), 0);
  const shape = node.shape(0);
  return [tensorFact('float32', shape === undefined ? undefined : [...shape.slice(0, -1), columns])];
};

/** StringNormalizer may drop words, except when it has none to drop. */
export const inferStringNormalizer: InferOperator = node => {
  const shape = node.shape(0);
  const dropsNothing = node.attribute('stopwords') === undefined;
  return [tensorFact('string', shape === undefined || dropsNothing ? shape : [...shape.slice(0, -1), undefined])];
};

export const inferStringSplit: InferOperator = node => {
  const shape = node.shape(0);
  return [tensorFact('string', shape === undefined ? undefined : [...shape, undefined]), tensorFact('int64', shape)];
};

/** NegativeLogLikelihoodLoss, SoftmaxCrossEntropyLoss: a scalar, or the target's shape without reduction; then log probabilities. */
export const inferLoss: InferOperator = node => [
  tensorFact(node.dtype(0), node.text('reduction', 'mean') === 'none' ? node.shape(1) : []),
  tensorFact(node.dtype(0), node.shape(0)),
];

/** Adagrad (1 state), Momentum (1) and Adam (2): learning rate, count, then X…, G…, states…; outputs are the new X… and states…. */
export const inferOptimizer: InferOperator = node => {
  const states = node.op === 'Adam' ? 2 : 1;
  const tensors = (node.inputs.length - 2) / (states + 2);
  const output = (group: number, index: number): Fact => node.inputs[2 + group * tensors + index] ?? UNKNOWN;
  return Array.from({ length: node.outputCount }, (_, position) => {
    const group = Math.floor(position / tensors);
    const { dtype, shape } = output(group === 0 ? 0 : group + 1, position % tensors);
    return tensorFact(dtype, shape);
  });
};

/** Gradient: of `y` with respect to the operands that `xs` names, which come first. */
export const inferGradient: InferOperator = node => {
  const xs = node.attribute('xs');
  const count = xs?.kind === 'strings' ? xs.values.length : 0;
  return Array.from({ length: count }, (_, index) => tensorFact(node.dtype(index), node.shape(index)));
};
