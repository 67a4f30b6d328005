import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import { passParameters } from '../worker/optimize/passParameters';
import { passParametersSchema } from '../shared/protocol/passParametersSchema';
import { LayerwiseError } from '../shared/report/layerwiseError';
import type { PassCall } from '../shared/report/jobRequest';
import type { PassDescription } from '../shared/report/passDescription';
import type { ParameterValue } from '../shared/report/suggestion';
import { parseLayerIds } from './layerIds';
import { usageError, type ParsedOptions } from './options';

const RECIPE = v.object({
  passes: v.array(v.object({ id: v.string(), parameters: v.optional(passParametersSchema, {}) })),
});

/** Passes of `--pass` and `--recipe`, with `--max-drop` put where a pass has it and says nothing itself. Throws `usage` or `data-invalid`. */
export async function parsePassCalls(options: ParsedOptions, table: readonly PassDescription[]): Promise<readonly PassCall[]> {
  const recipe = options.text('recipe');
  const calls = [...options.texts('pass').map(parsePassCall), ...(recipe === undefined ? [] : await readRecipe(recipe))];
  if (calls.length === 0) throw usageError('optimize needs at least one --pass, or a --recipe');
  const maxDrop = options.number('max-drop', 0);
  const layers = { ...layersOf(options, 'exclude'), ...layersOf(options, 'only') };
  return calls.map(call => checkCall({ ...withMaxDrop(call, maxDrop, table), ...layers }, table));
}

function layersOf(options: ParsedOptions, name: 'exclude' | 'only'): Pick<PassCall, 'exclude' | 'only'> {
  const text = options.text(name);
  return text === undefined ? {} : { [name]: parseLayerIds(name, text) };
}

/** `ID[:key=value,…]`; a value is a boolean, a number, or text; what follows a comma without being a pair belongs to the text before it. */
export function parsePassCall(text: string): PassCall {
  const colon = text.indexOf(':');
  if (colon < 0) return { id: text, parameters: {} };
  const pairs = text
    .slice(colon + 1)
    .split(/,(?=[^,]*=)/)
    .map(part => part.replace(/^,+|,+$/g, ''))
    .filter(part => part !== '');
  return { id: text.slice(0, colon), parameters: Object.fromEntries(pairs.map(pair => parsePair(text, pair))) };
}

function parsePair(text: string, pair: string): readonly [string, ParameterValue] {
  const equals = pair.indexOf('=');
  if (equals <= 0) throw usageError(`--pass ${text}: “${pair}” is not key=value`);
  return [pair.slice(0, equals), parseValue(pair.slice(equals + 1))];
}

function parseValue(text: string): ParameterValue {
  if (text === 'true' || text === 'false') return text === 'true';
  return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
}

async function readRecipe(file: string): Promise<readonly PassCall[]> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new LayerwiseError('data-missing', `The recipe ${file} cannot be read. Name an existing JSON file.`, { file });
  });
  try {
    return v.parse(RECIPE, JSON.parse(text)).passes;
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw new LayerwiseError(
      'data-invalid',
      `The recipe ${file} is not valid: ${detail}. It should look like {"passes": [{"id": "clean", "parameters": {}}]}.`,
      { file },
    );
  }
}

function withMaxDrop(call: PassCall, maxDrop: number | undefined, table: readonly PassDescription[]): PassCall {
  const hasIt = table.find(pass => pass.id === call.id)?.parameters.some(parameter => parameter.name === 'max-drop') ?? false;
  if (maxDrop === undefined || !hasIt || 'max-drop' in call.parameters) return call;
  return { ...call, parameters: { ...call.parameters, 'max-drop': maxDrop } };
}

function checkCall(call: PassCall, table: readonly PassDescription[]): PassCall {
  const pass = table.find(candidate => candidate.id === call.id);
  if (pass === undefined) throw usageError(`There is no pass “${call.id}”. Passes: ${table.map(row => row.id).join(', ')}`);
  passParameters(pass, call.parameters);
  return call;
}
