import { assertNever } from '../../shared/base/assertNever';
import { LayerwiseError } from '../../shared/report/layerwiseError';
import type { PassDescription, PassParameter } from '../../shared/report/passDescription';
import type { ParameterValue, PassParameters } from '../../shared/report/suggestion';
import { control } from '../../shared/base/control';

/** The given parameters checked against the pass table, with defaults filled in. Throws `LayerwiseError` with reason `usage`. */
export function passParameters(pass: PassDescription, given: PassParameters): PassParameters {
  const known = new Map(pass.parameters.map(parameter => [parameter.name, parameter]));
  const entries: [string, ParameterValue][] = [];
  for (const { name, default: value } of pass.parameters) if (value !== undefined) entries.push([name, value]);
  for (const [name, value] of Object.entries(given)) {
    const parameter = known.get(name) ?? (pass.others === undefined ? undefined : { ...pass.others, name });
    if (parameter === undefined) throw usage(pass, `it has no parameter “${name}”, it has ${[...known.keys()].join(', ') || 'none'}`);
    entries.push([name, checked(pass, parameter, value)]);
  }
  return Object.fromEntries(entries);
}

function checked(pass: PassDescription, parameter: PassParameter, value: ParameterValue): ParameterValue {
  const { name, type, choices, minimum = -Infinity, maximum = Infinity } = parameter;
  switch (type) {
    case 'number':
    case 'integer':
      if (
        typeof value !== 'number' ||
        Number.isNaN(value) ||
        value < minimum ||
        value > maximum ||
        (type === 'integer' && !Number.isInteger(value))
      ) {
        throw usage(
          pass,
          `${name} is ${type === 'integer' ? 'a whole number' : 'a number'} from ${minimum} to ${maximum}, not “${String(value)}”`,
        );
      }
      return value;
    case 'boolean':
      if (typeof value !== 'boolean') throw usage(pass, `${name} is true or false, not “${String(value)}”`);
      return value;
    case 'choice':
      if (choices?.includes(String(value)) !== true)
        throw usage(pass, `${name} is one of ${choices?.join(', ') ?? ''}, not “${String(value)}”`);
      return value;
    case 'string':
      return String(value);
    default:
      return assertNever(type);
  }
}

function usage(pass: PassDescription, what: string): LayerwiseError {
  return new LayerwiseError('usage', `${pass.id}: ${what}.${control(' See layerwise optimize --passes.', '')}`);
}
