/** A parameter of an operator: an input or an output. */
export interface OperatorParameter {
  readonly name: string;
  /** `variadic` takes any number from `least` on, and is always the last. */
  readonly kind: 'single' | 'optional' | 'variadic';
  /** For `variadic`: how many there must be. */
  readonly least: number;
}

export type OperatorAttributeType =
  | 'float'
  | 'int'
  | 'string'
  | 'tensor'
  | 'graph'
  | 'sparseTensor'
  | 'type'
  | 'floats'
  | 'ints'
  | 'strings'
  | 'tensors'
  | 'graphs'
  | 'sparseTensors'
  | 'types';

export interface OperatorAttribute {
  readonly name: string;
  readonly type: OperatorAttributeType;
  readonly required: boolean;
  /** What counts when the attribute is absent; `undefined`: the operator's text says what happens. */
  readonly default: number | string | readonly number[] | readonly string[] | undefined;
}

/** What ONNX says about one version of an operator. */
export interface OperatorSchema {
  readonly domain: string;
  readonly name: string;
  /** First operator-set version that has this form of the operator. */
  readonly sinceVersion: number;
  readonly isDeprecated: boolean;
  readonly inputs: readonly OperatorParameter[];
  readonly outputs: readonly OperatorParameter[];
  readonly attributes: ReadonlyMap<string, OperatorAttribute>;
}
