/**
 * Scope paths out of the names that exporters write, the operator at their end cut. TensorFlow: `model/block/conv/Conv2D`; dotted:
 * `block.0.conv.Conv`, `p2o.Conv.0`. What a segment repeats of the one before it is dropped (`layer1.0` in `layer1` is `0`). A name without a
 * separator has no scope.
 */
export function scopePathOfName(name: string, op: string): readonly string[] {
  if (!name.includes('/')) return name.includes('.') ? withoutNumberedOperator(name.split('.'), op) : [];
  const segments = name.split('/').filter(segment => segment !== '');
  if (isOperatorSegment(segments.at(-1) ?? '', op)) segments.pop();
  return segments.map((segment, index) => withoutParent(segment, segments[index - 1] ?? ''));
}

/** Path from the metadata `pkg.torch.onnx.name_scopes`, a Python list of nested module paths that ends with the name of the call. */
export function scopePathOfModules(listing: string): readonly string[] {
  const modules = [...listing.matchAll(/'([^']*)'|"([^"]*)"/g)].map(match => match[1] ?? match[2] ?? '').slice(0, -1);
  const named = modules.filter(module => module !== '' && !module.startsWith('_'));
  return named.map((module, index) => withoutParent(module, named[index - 1] ?? ''));
}

/** Module path of a weight's name, without the parameter: `layer1.0.conv1` of `layer1.0.conv1.weight`; `undefined` for machine-made names. */
export function modulePathOfWeight(name: string): string | undefined {
  if (name.includes('::') || name.includes('/')) return undefined;
  const end = name.lastIndexOf('.');
  return end > 0 ? name.slice(0, end) : undefined;
}

/** Cuts `Conv`, `Conv.0` and `conv2d.0.0` at the end; `conv` alone is as likely the name of a module. */
function withoutNumberedOperator(segments: readonly string[], op: string): readonly string[] {
  const word = segments.findLastIndex(segment => !isNumber(segment));
  const text = segments[word] ?? '';
  const isNumbered = word < segments.length - 1;
  return (isNumbered ? isOperatorSegment(text, op) : text.replace(/_\d+$/, '') === op) ? segments.slice(0, word) : word < 0 ? [] : segments;
}

/** What a segment says beyond its parent: `0` for `layer1.0` in `layer1`. */
export function withoutParent(segment: string, parent: string): string {
  return parent !== '' && segment.startsWith(`${parent}.`) ? segment.slice(parent.length + 1) : segment;
}

function isNumber(segment: string): boolean {
  return /^\d+$/.test(segment);
}

/** `Conv`, `Conv_3`, `Conv__12`, `Conv2D`, `BiasAdd` of an Add, `FusedBatchNormV3` of a BatchNormalization. */
function isOperatorSegment(segment: string, op: string): boolean {
  const word = segment
    .replace(/(?:_+\d+|:\d+|V\d+)+$/, '')
    .toLowerCase()
    .replaceAll('_', '');
  const name = op.toLowerCase();
  if (word === name || TENSORFLOW_OPERATORS.has(word)) return true;
  return word.length > 2 && (name.startsWith(word) || (word.startsWith(name) && word.length <= name.length + 2));
}

const TENSORFLOW_OPERATORS: ReadonlySet<string> = new Set([
  ...[
    'conv1d',
    'conv2d',
    'conv3d',
    'depthwise',
    'depthwiseconv2dnative',
    'conv2dbackpropinput',
    'conv2dtranspose',
    'biasadd',
    'fusedbatchnorm',
  ],
  ...[
    'matmul',
    'batchmatmul',
    'add',
    'addv2',
    'mul',
    'sub',
    'realdiv',
    'truediv',
    'relu',
    'relu6',
    'sigmoid',
    'tanh',
    'softmax',
    'mean',
    'rsqrt',
  ],
  ...[
    'maxpool',
    'avgpool',
    'concat',
    'concatv2',
    'reshape',
    'transpose',
    'squeeze',
    'expanddims',
    'stridedslice',
    'elementwiseadd',
    'elementwisemul',
    'elementwisesub',
    'pad',
    'cast',
  ],
  ...['resizenearestneighbor', 'resizebilinear', 'gatherv2', 'leakyrelu', 'pow', 'erf', 'sum', 'shape', 'pack', 'squareddifference'],
]);
