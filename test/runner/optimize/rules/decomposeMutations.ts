import { rewriteMutation as written, type Mutation } from './mutatedRules';

/** A mistake in how an operator is written out; `isInside`: to be noticed in bodies and functions. */
export interface DecomposeMutation extends Mutation {
  readonly isInside?: true;
}

const inScope = (rule: string, file: string, from: string, to: string): DecomposeMutation => ({
  ...written(rule, file, from, to),
  isInside: true,
});

/** Wrong constants, axes and operands, dropped conditions: for each operator at least one. */
export const DECOMPOSE_MUTATIONS: readonly DecomposeMutation[] = [
  written('Gelu', 'decomposeActivations.ts', "'none') === 'tanh'", "'none') === 'none'"),
  written('Gelu', 'decomposeActivations.ts', 'steps.number(0.044715)', 'steps.number(0.05)'),
  written('HardSwish', 'decomposeActivations.ts', 'steps.number(0), steps.number(6)]', 'steps.number(0), steps.number(3)]'),
  written('Mish', 'decomposeActivations.ts', "steps.add('Tanh', [steps.add('Softplus'", "steps.add('Sigmoid', [steps.add('Softplus'"),
  written('Swish', 'decomposeActivations.ts', 'const scaled = alpha === 1 ? x :', 'const scaled = alpha === 2 ? x :'),
  written('LayerNormalization', 'decomposeNorms.ts', '(_, index) => axis + index', '(_, index) => axis - index'),
  written('LayerNormalization', 'decomposeNorms.ts', 'const EPSILON = 1e-5', 'const EPSILON = 1e-2'),
  written('LayerNormalization', 'decomposeNorms.ts', '>= AXES_INPUT_SINCE', '>= AXES_INPUT_SINCE + 9'),
  written(
    'RMSNormalization',
    'decomposeNorms.ts',
    "steps.add('Div', [x, root(context, steps, x, axes)])",
    "steps.add('Mul', [x, root(context, steps, x, axes)])",
  ),
  written('GroupNormalization', 'decomposeNorms.ts', 'steps.integers(0, groups, -1)', 'steps.integers(0, -1, groups)'),
  written('GroupNormalization', 'decomposeNorms.ts', 'new Array<number>(rank - 2)', 'new Array<number>(1)'),
  written('Attention', 'decomposeAttention.ts', '1 / Math.sqrt(width)', '1 / width'),
  written('Attention', 'decomposeAttention.ts', 'steps.integers(1, 1, queries / shared, 1, 1)', 'steps.integers(1, 1, shared, 1, 1)'),
  written('Attention', 'decomposeAttention.ts', '[steps.input(past), now]', '[now, steps.input(past)]'),
  written('Attention', 'decomposeAttention.ts', 'if (which === mode)', 'if (which >= mode)'),
  written('Attention', 'decomposeAttention.ts', '[mask, scores, steps.number(HIDDEN)]', '[mask, steps.number(HIDDEN), scores]'),
  written('Attention', 'decomposeAttention.ts', 'steps.integer(1)\n', 'steps.integer(0)\n'),
  written('Attention', 'decomposeAttention.ts', 'steps.integer(2)]), steps.integer(1)]', 'steps.integer(2)]), steps.integer(0)]'),
  written('Attention', 'decomposeAttention.ts', 'if (givesHidden(context, node))', 'if (node < 0)'),
  inScope('Gelu', 'scopeEdits.ts', "if (scope.kind !== 'function') return", "if (scope.kind !== 'main') return"),
  inScope('LayerNormalization', 'scopeEdits.ts', 'taken.has(node) ? kept.has(node) : this.keepsConstant(node)', 'kept.has(node)'),
];
