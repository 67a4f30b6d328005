/** Operators with one operand that treat every element alike, whatever the shape. */
export const UNARY: ReadonlySet<string> = new Set([
  ...[
    'Abs',
    'Cast',
    'Ceil',
    'Elu',
    'Erf',
    'Exp',
    'Floor',
    'Gelu',
    'HardSigmoid',
    'HardSwish',
    'LeakyRelu',
    'Log',
    'Mish',
    'Neg',
    'Reciprocal',
  ],
  ...['Relu', 'Selu', 'Sigmoid', 'Softplus', 'Softsign', 'Sqrt', 'Tanh'],
]);

/** Operators with two operands of one type, which broadcast, that treat every element alike. */
export const BINARY: ReadonlySet<string> = new Set(['Add', 'Div', 'Mul', 'Pow', 'Sub']);
