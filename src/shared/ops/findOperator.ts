import type { OperatorAttribute, OperatorAttributeType, OperatorParameter, OperatorSchema } from './operatorSchema';
import { OPERATOR_TABLE } from './operatorTable';

/** A version of an operator as its line in the table, decoded when somebody asks for it. */
interface Entry {
  readonly sinceVersion: number;
  readonly isDeprecated: boolean;
  readonly signature: string;
  schema: OperatorSchema | undefined;
}

const TYPES = new Map<string, OperatorAttributeType>([
  ['f', 'float'],
  ['i', 'int'],
  ['s', 'string'],
  ['t', 'tensor'],
  ['g', 'graph'],
  ['x', 'sparseTensor'],
  ['p', 'type'],
  ['F', 'floats'],
  ['I', 'ints'],
  ['S', 'strings'],
  ['T', 'tensors'],
  ['G', 'graphs'],
  ['X', 'sparseTensors'],
  ['P', 'types'],
]);

const domains = new Map<string, ReadonlyMap<string, readonly Entry[]>>();

/**
 * The schema of an operator in an operator-set version: the newest form that is not newer than the set. `undefined` when the table has no such
 * operator or the set is older than it. A form that the set has deprecated is found, and says so.
 */
export function findOperator(domain: string, op: string, opset: number): OperatorSchema | undefined {
  const entry = operatorsOf(domain)
    .get(op)
    ?.filter(({ sinceVersion }) => sinceVersion <= opset)
    .at(-1);
  if (entry === undefined) return undefined;
  return (entry.schema ??= decode(domain, op, entry));
}

/** Whether the table has an operator in any version. */
export function isKnownOperator(domain: string, op: string): boolean {
  return operatorsOf(domain).has(op);
}

/** Whether the table covers a domain at all. */
export function isKnownDomain(domain: string): boolean {
  return Object.hasOwn(OPERATOR_TABLE, domain);
}

function operatorsOf(domain: string): ReadonlyMap<string, readonly Entry[]> {
  let operators = domains.get(domain);
  if (operators === undefined && isKnownDomain(domain)) domains.set(domain, (operators = readTable(OPERATOR_TABLE[domain] ?? '')));
  return operators ?? NONE;
}

const NONE: ReadonlyMap<string, readonly Entry[]> = new Map();

/** `Name 1,6~|inputs|outputs|attributes` per line: the versions that share a signature, `~` where the operator is deprecated. */
function readTable(text: string): ReadonlyMap<string, readonly Entry[]> {
  const operators = new Map<string, Entry[]>();
  for (const line of text.trim().split('\n')) {
    const bar = line.indexOf('|');
    const [name = '', versions = ''] = line.slice(0, bar).split(' ');
    const entries = versions.split(',').map(version => ({
      sinceVersion: Number.parseInt(version, 10),
      isDeprecated: version.endsWith('~'),
      signature: line.slice(bar + 1),
      schema: undefined,
    }));
    operators.set(name, [...(operators.get(name) ?? []), ...entries]);
  }
  return operators;
}

function decode(domain: string, name: string, { sinceVersion, isDeprecated, signature }: Entry): OperatorSchema {
  const [inputs = '', outputs = '', ...rest] = signature.split('|');
  const attributes = splitAttributes(rest.join('|')).map(decodeAttribute);
  return {
    domain,
    name,
    sinceVersion,
    isDeprecated,
    inputs: decodeParameters(inputs),
    outputs: decodeParameters(outputs),
    attributes: new Map(attributes.map(attribute => [attribute.name, attribute])),
  };
}

/** `X,bias?,rest*1`. */
function decodeParameters(text: string): readonly OperatorParameter[] {
  if (text === '') return [];
  return text.split(',').map(word => {
    const [name = '', least] = word.split('*');
    if (least !== undefined) return { name, kind: 'variadic', least: Number(least) };
    return name.endsWith('?') ? { name: name.slice(0, -1), kind: 'optional', least: 0 } : { name, kind: 'single', least: 1 };
  });
}

/** Attributes are separated by spaces; a default may hold one. */
function splitAttributes(text: string): readonly string[] {
  return text === '' ? [] : text.split(/ (?=\w+:[a-zA-Z])/);
}

/** `name:i`, `name:i!` (required), `name:s="default"`. */
function decodeAttribute(text: string): OperatorAttribute {
  const [, name = '', type = '', required, fallback] = /^(\w+):(\w)(!?)(?:=(.*))?$/.exec(text) ?? [];
  const value = fallback === undefined ? undefined : (JSON.parse(fallback) as OperatorAttribute['default']);
  return { name, type: TYPES.get(type) ?? 'string', required: required === '!', default: value };
}
