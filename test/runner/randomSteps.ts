import type { Made, RandomGraph } from './randomGraph';

/** Adds nodes that read `x`, or none where no valid ones can be drawn for its shape. */
export type RandomStep = (graph: RandomGraph, x: Made) => unknown;

const UNARY = 'Relu Sigmoid Tanh Exp Abs Neg Erf Identity Clip Elu Softplus HardSwish Sign Ceil IsNaN Not'.split(' ');

function unary(op: string): RandomStep {
  return (graph, { name }) => {
    if (op === 'Not') graph.add('Not', graph.add('IsNaN', [name]));
    else if (op === 'IsNaN') graph.add(op, [name]);
    else graph.offer(...graph.add(op, [name]));
  };
}

/** With an operand of lower rank or with ones, on either side, or an outer product of axes of size one. */
const binary: RandomStep = (graph, { name, shape }) => {
  const from = graph.int(0, shape.length);
  const other = graph.floats(...shape.slice(from).map(dim => (graph.int(0, 1) === 1 ? dim : dim === 1 ? graph.int(1, 3) : 1)));
  const operands = graph.int(0, 1) === 1 ? [name, other] : [other, name];
  const op = graph.pick('Add', 'Mul', 'Sub', 'Max', 'Greater', 'Where');
  if (op === 'Greater') graph.add(op, operands);
  else if (op === 'Where') graph.offer(...graph.add(op, [...graph.add('Less', [name, name]), ...operands]));
  else graph.offer(...graph.add(op, operands));
};

const reduce: RandomStep = (graph, x) => {
  if (x.shape.length === 0) return;
  const keepdims = graph.int(0, 1);
  const axes = [graph.axis(x)];
  if (graph.int(0, 1) === 1) graph.offer(...graph.add('ReduceSum', [x.name, graph.ints(...axes)], { keepdims }));
  else graph.offer(...graph.add(graph.pick('ReduceMean', 'ReduceMax', 'ReduceL2'), [x.name], { keepdims, axes }));
};

const slice: RandomStep = (graph, x) => {
  if (x.shape.length === 0) return;
  const step = graph.pick(1, 2, 3, -1, -2);
  const ends = step > 0 ? graph.pick(2 ** 31, 4, -1) : graph.pick(-(2 ** 31), 0);
  const starts = step > 0 ? graph.int(-3, 2) : graph.int(-2, 5);
  graph.offer(...graph.add('Slice', [x.name, graph.ints(starts), graph.ints(ends), graph.ints(graph.axis(x)), graph.ints(step)]));
};

const shapeArithmetic: RandomStep = (graph, { name, shape }) => {
  if (shape.length < 2) return;
  const start = graph.int(0, shape.length - 1);
  const [kept] = graph.add('Shape', [name], { start });
  const [target] = graph.add('Concat', [graph.ints(-1), kept ?? ''], { axis: 0 });
  graph.offer(...graph.add('Reshape', [name, target ?? '']));
  const [scalar] = graph.add('Gather', [...graph.add('Shape', [name]), graph.scalar(graph.int(-shape.length, shape.length - 1))], {
    axis: 0,
  });
  graph.add('Range', [graph.scalar(0), scalar ?? '', graph.scalar(graph.int(1, 3))]);
  graph.offer(...graph.add('ConstantOfShape', graph.add('Shape', [name], { end: graph.int(-shape.length, shape.length) })));
};

const convolution: RandomStep = (graph, { name, shape }) => {
  const [, channels = 0, height = 0, width = 0] = shape;
  if (shape.length !== 4) return;
  const [kernel, stride, dilation] = [graph.int(1, 3), graph.int(1, 3), graph.int(1, 2)];
  if (Math.min(height, width) < dilation * (kernel - 1) + 1 || channels > 64) return;
  const transposed = graph.int(0, 3) === 0;
  const weight = transposed ? graph.floats(channels, 2, kernel, kernel) : graph.floats(4, channels, kernel, kernel);
  const padding = graph.pick<Record<string, string | readonly number[]>>(
    { auto_pad: 'SAME_UPPER' },
    { auto_pad: 'VALID' },
    { pads: [0, 0, 0, 0] },
  );
  const attributes = {
    strides: [stride, stride],
    ...(transposed ? { pads: [0, 0, 0, 0] } : { dilations: [dilation, dilation], ...padding }),
  };
  if ('auto_pad' in attributes && attributes.auto_pad === 'SAME_UPPER' && dilation > 1) return;
  graph.offer(...graph.add(transposed ? 'ConvTranspose' : 'Conv', [name, weight], attributes));
};

const pooling: RandomStep = (graph, { name, shape }) => {
  if (shape.length !== 4) return;
  const kernel = graph.int(1, 3);
  if (Math.min(...shape.slice(2)) < kernel) return;
  const attributes = { kernel_shape: [kernel, kernel], strides: [graph.int(1, 3), graph.int(1, 3)], ceil_mode: graph.int(0, 1) };
  graph.offer(...graph.add(graph.pick('MaxPool', 'AveragePool'), [name], attributes), ...graph.add('GlobalAveragePool', [name]));
};

/** Every operator family whose result depends on values, axes or windows; the runtime is asked what each makes. */
export const RANDOM_STEPS: readonly RandomStep[] = [
  ...UNARY.map(unary),
  binary,
  binary,
  reduce,
  slice,
  shapeArithmetic,
  convolution,
  pooling,
  (graph, { name, shape }) => {
    const order = shape.map((_, axis) => axis).sort(() => graph.int(-1, 1));
    graph.offer(...graph.add('Transpose', [name], { perm: order }));
  },
  (graph, x) => graph.offer(...graph.add('Flatten', [x.name], { axis: graph.int(0, x.shape.length) })),
  (graph, x) => (x.shape.length === 0 ? undefined : graph.offer(...graph.add('Softmax', [x.name], { axis: graph.axis(x) }))),
  (graph, x) => {
    if (x.shape.length === 0) return;
    const axis = graph.axis(x);
    const size = x.shape.at(axis) ?? 1;
    const indices = Array.from({ length: graph.int(1, 3) }, () => graph.int(-size, size - 1));
    graph.offer(...graph.add('Gather', [x.name, graph.pick(graph.ints(...indices), graph.scalar(indices[0] ?? 0))], { axis }));
  },
  (graph, x) => (x.shape.length === 0 ? undefined : graph.offer(...graph.add('Concat', [x.name, x.name], { axis: graph.axis(x) }))),
  (graph, x) => {
    if (x.shape.length === 0) return;
    const axis = graph.axis(x);
    const size = x.shape.at(axis) ?? 1;
    const first = graph.int(0, size);
    graph.offer(...graph.add('Split', [x.name, graph.ints(first, size - first)], { axis }, 2));
  },
  (graph, x) => graph.offer(...graph.add('Pad', [x.name, graph.ints(...[...x.shape, ...x.shape].map(() => graph.int(0, 2)))])),
  (graph, x) => graph.offer(...graph.add('Tile', [x.name, graph.ints(...x.shape.map(() => graph.int(1, 2)))])),
  (graph, x) => graph.offer(...graph.add('Expand', [x.name, graph.ints(graph.int(1, 3), ...x.shape.map(() => 1))])),
  (graph, x) => graph.offer(...graph.add('Unsqueeze', [x.name, graph.ints(graph.int(-x.shape.length - 1, x.shape.length))])),
  (graph, x) => (x.shape.includes(1) ? graph.offer(...graph.add('Squeeze', [x.name, graph.ints(x.shape.indexOf(1))])) : undefined),
  (graph, x) => {
    if (x.shape.length === 0) return;
    const axis = graph.axis(x);
    const [values] = graph.add('TopK', [x.name, graph.ints(graph.int(1, x.shape.at(axis) ?? 1))], { axis }, 2);
    graph.offer(values ?? '');
  },
  (graph, { name, shape }) => {
    const inner = shape.at(-1) ?? 0;
    if (shape.length === 0 || inner > 256) return;
    graph.offer(...graph.add('MatMul', [name, graph.pick(graph.floats(inner, 3), graph.floats(inner))]));
  },
  (graph, x) => {
    if (x.shape.length === 0) return;
    const [best] = graph.add('ArgMax', [x.name], { axis: graph.axis(x), keepdims: graph.int(0, 1) });
    graph.offer(...graph.add('OneHot', [best ?? '', graph.scalar(4), graph.scales(0, 1)], { axis: -1 }));
  },
  (graph, x) => (x.shape.length === 0 ? undefined : graph.offer(...graph.add('CumSum', [x.name, graph.scalar(graph.axis(x))]))),
  (graph, x) => (x.shape.length < 2 ? undefined : graph.offer(...graph.add('Trilu', [x.name], { upper: graph.int(0, 1) }))),
  (graph, { name, shape }) => {
    if (shape.length > 0) graph.add('NonZero', graph.add('Relu', [name]));
  },
  (graph, x) => {
    const size = x.shape.at(-1) ?? 0;
    if (x.shape.length < 2) return;
    graph.offer(...graph.add('LayerNormalization', [x.name, graph.floats(size), graph.floats(size)], { axis: -1 }));
  },
  (graph, { name, shape }) => {
    const divides = shape.length === 4 && shape.slice(2).every(dim => dim % 2 === 0);
    if (divides) graph.offer(...graph.add('SpaceToDepth', [name], { blocksize: 2 }));
  },
];
