import { parseArgs, type ParseArgsConfig } from 'node:util';
import { TABLE_METRICS } from './terminal/tableMetrics';
import { LayerwiseError } from '../shared/report/layerwiseError';

/** One option as help and parser see it. */
interface OptionDefinition {
  readonly type: 'boolean' | 'string';
  readonly short?: string;
  readonly multiple?: true;
  /** Placeholder of the value in the help text. */
  readonly value?: string;
  readonly help: string;
}

/** Every option of the contract that this version has; a command names those it takes. */
export const OPTIONS = {
  json: { type: 'boolean', help: 'print JSON, and only JSON, on standard output' },
  dim: { type: 'string', multiple: true, value: 'NAME=VALUE', help: 'value of a symbolic dimension (repeatable)' },
  input: { type: 'string', multiple: true, value: 'NAME=SHAPE', help: 'shape of an input, such as x=1,3,224,224 (repeatable)' },
  threads: { type: 'string', value: 'N', help: 'threads inside an operator (default: physical cores)' },
  batch: { type: 'string', value: 'N', help: 'value of batch-like leading dimensions (default: 1)' },
  samples: { type: 'string', value: 'N', help: 'use at most N samples of the data' },
  seed: { type: 'string', value: 'N', help: 'seed of everything random (default: 0)' },
  timeout: { type: 'string', value: 'SECONDS', help: 'give up after this time' },
  'memory-limit': { type: 'string', value: 'MIB', help: 'stop the runtime above this much memory' },
  hash: { type: 'boolean', help: 'compute the SHA-256 of the file' },
  quiet: { type: 'boolean', help: 'no progress on standard error' },
  rigor: { type: 'string', value: 'quick|normal|strict', help: 'how long and how often is measured (default: normal)' },
  trace: { type: 'string', value: 'FILE.json', help: 'write the timeline as a new file for chrome://tracing or Perfetto' },
  'import-trace': {
    type: 'string',
    value: 'FILE.json',
    help: 'show the times of a profile that onnxruntime wrote elsewhere (another machine, a phone), and measure nothing',
  },
  quick: { type: 'boolean', help: 'the same as --rigor quick' },
  'graph-optimization': {
    type: 'string',
    value: 'all|extended|basic|disabled',
    help: "level of the runtime's graph optimizations (default: all)",
  },
  save: { type: 'string', value: 'FILE', help: 'write the profile to a new file' },
  load: { type: 'string', value: 'FILE', help: 'show a saved profile, also one of another machine, and measure nothing' },
  repeat: { type: 'string', value: 'FILE', help: 'measure under the conditions of a saved profile and compare with it, layer by layer' },
  against: { type: 'string', value: 'FILE', help: 'compare with a saved profile, layer by layer' },
  provider: {
    type: 'string',
    value: 'NAME',
    help: 'execution provider, such as cpu or cuda (default: cpu; “layerwise machine” lists them)',
  },
  'no-arena': { type: 'boolean', help: 'without the memory arena of the runtime, when it crashes even without graph optimizations' },
  format: { type: 'string', value: 'html|md|json', help: 'of the report (default: by the name of the output, else html)' },
  comparison: { type: 'string', value: 'FILE.json', help: 'show the variants that “layerwise compare --json” measured, layer by layer' },
  output: { type: 'string', short: 'o', value: 'OUT', help: 'file (or existing folder, for copy and text) to write' },
  from: {
    type: 'string',
    multiple: true,
    value: 'NAME[,NAME…]',
    help: "tensors where the part begins (default: the model's inputs that it needs)",
  },
  to: {
    type: 'string',
    multiple: true,
    value: 'NAME[,NAME…]',
    help: "tensors where it ends (default: the model's outputs that depend on --from)",
  },
  full: { type: 'boolean', help: 'write every value of every constant' },
  external: { type: 'boolean', help: 'move the weights out into a data file' },
  embed: { type: 'boolean', help: 'move external weights into the model file' },
  pass: { type: 'string', multiple: true, value: 'ID[:key=value,…]', help: 'a pass to apply (repeatable, in order)' },
  recipe: { type: 'string', value: 'FILE.json', help: 'passes to apply, from a file' },
  data: { type: 'string', value: 'PATH', help: 'data to fit on; a seeded fifth is held back for verification' },
  'no-data': { type: 'boolean', help: 'made-up inputs, even where data lie beside the model' },
  eval: { type: 'string', value: 'PATH', help: 'labelled data for accuracy, never fitted on' },
  'dry-run': { type: 'boolean', help: 'say what would happen, layer by layer, and write nothing' },
  'no-measure': { type: 'boolean', help: 'do not measure latency' },
  'max-drop': { type: 'string', value: 'POINTS', help: 'accuracy budget of every pass that has one' },
  exclude: { type: 'string', value: 'ID[,ID…]', help: 'layers that passes leave as they are, by their ids in reports' },
  only: { type: 'string', value: 'ID[,ID…]', help: 'the only layers that passes change, by their ids in reports' },
  passes: { type: 'boolean', help: 'list all passes with parameters and defaults' },
  weights: { type: 'boolean', help: 'also read the weights, and say how far they are apart' },
  tensors: { type: 'boolean', help: 'also run both on the same samples, and say per layer how far its output is from the first model’s' },
  sparsity: { type: 'boolean', help: 'also read the weights: share of zeros, and MACs without them' },
  columns: { type: 'string', value: 'NAME[,NAME…]', help: `columns of the table: ${TABLE_METRICS.join(', ')}` },
  target: {
    type: 'string',
    value: 'NAME',
    help: 'machine to predict for: laptop-avx2, server-vnni, apple-m2, raspberry-pi-5, raspberry-pi-4, phone (default: this one, once “layerwise machine” has measured it)',
  },
  limit: { type: 'string', value: 'MS', help: 'the latency to stay within: marks the best point whose p90 does' },
  settings: { type: 'boolean', help: 'also look for session settings that are faster than the defaults' },
  price: { type: 'string', value: 'PER_HOUR', help: 'what the machine costs per hour: adds the cost of a million samples' },
  demand: { type: 'string', value: 'PER_SECOND', help: 'samples per second to serve: adds the instances needed' },
  node: { type: 'string', value: 'NAME', help: 'the layer: name of a node or of a tensor that it makes, or its id in reports' },
  int8: { type: 'boolean', help: 'also in INT8, with and without conversions at its borders' },
  widths: { type: 'string', value: 'around|N[,N…]', help: 'also with other numbers of output channels: those around its own, or these' },
  'input-widths': { type: 'string', value: 'around|N[,N…]', help: 'the same for input channels' },
  refresh: { type: 'boolean', help: 'measure again although there are results from before' },
  help: { type: 'boolean', short: 'h', help: 'show this help' },
} as const satisfies Readonly<Record<string, OptionDefinition>>;

export type OptionName = keyof typeof OPTIONS;

/** Parsed command line of one command. */
export interface ParsedOptions {
  readonly models: readonly string[];
  flag(name: OptionName): boolean;
  text(name: OptionName): string | undefined;
  texts(name: OptionName): readonly string[];
  /** Throws `usage` for anything but a finite number ≥ `minimum`. */
  number(name: OptionName, minimum: number): number | undefined;
  integer(name: OptionName, minimum: number): number | undefined;
}

/** Throws `LayerwiseError` with reason `usage` for an unknown option or a missing value. */
export function parseOptions(args: readonly string[], allowed: readonly OptionName[]): ParsedOptions {
  const config = Object.fromEntries(allowed.map(name => [name, parserOption(OPTIONS[name])]));
  const { values, positionals } = parse(args, config);
  const get = (name: OptionName): unknown => values[name];
  const text = (name: OptionName): string | undefined => {
    const value = get(name);
    return typeof value === 'string' ? value : undefined;
  };
  const number = (name: OptionName, minimum: number): number | undefined => parseNumber(name, text(name), minimum);
  return {
    models: positionals,
    flag: name => get(name) === true,
    text,
    texts: name => {
      const value = get(name);
      return Array.isArray(value) ? value.filter(item => typeof item === 'string') : [];
    },
    number,
    integer: (name, minimum) => requireInteger(name, number(name, minimum)),
  };
}

function parserOption(definition: OptionDefinition): NonNullable<ParseArgsConfig['options']>[string] {
  const { type, short, multiple } = definition;
  return { type, ...(short === undefined ? {} : { short }), ...(multiple === undefined ? {} : { multiple }) };
}

function parse(
  args: readonly string[],
  options: NonNullable<ParseArgsConfig['options']>,
): { values: Record<string, unknown>; positionals: readonly string[] } {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw usageError(error instanceof Error ? firstSentence(error.message) : String(error));
  }
}

/** Of what `parseArgs` says over several lines; a value that begins with a dash is the case where the first is not enough. */
function firstSentence(message: string): string {
  const [first = message] = message.split(/\.(?:\s|$)/);
  return first.endsWith('is ambiguous') ? `${first}: write --NAME=VALUE for a value that begins with a dash` : first;
}

function parseNumber(name: string, text: string | undefined, minimum: number): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value < minimum)
    throw usageError(`--${name} takes a number of at least ${minimum}, not “${text}”`);
  return value;
}

function requireInteger(name: string, value: number | undefined): number | undefined {
  if (value !== undefined && !Number.isInteger(value)) throw usageError(`--${name} takes a whole number, not ${value}`);
  return value;
}

export function usageError(message: string): LayerwiseError {
  return new LayerwiseError('usage', `${message}. “layerwise -h” shows the commands, “layerwise COMMAND -h” their options.`);
}

/** `1,2,4`: whole numbers from 1 on, each once. */
export function numberList(option: OptionName, text: string | undefined): readonly number[] | undefined {
  if (text === undefined) return undefined;
  const values = text.split(',').map(Number);
  const wrong = text.split(',').find(part => part.trim() === '' || !Number.isInteger(Number(part)) || Number(part) < 1);
  if (wrong !== undefined) throw usageError(`--${option} takes whole numbers of at least 1 with commas, not “${text}”`);
  return [...new Set(values)];
}
