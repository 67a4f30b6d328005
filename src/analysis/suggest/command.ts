import { shellFile, shellQuoted } from '../../shared/base/shellQuoted';
import type { Suggestion } from '../../shared/report/suggestion';

/** The command line that does what a suggestion says, quoted for a POSIX shell: `layerwise optimize model.onnx --pass quantize-dynamic`. */
export function suggestionCommand(file: string, suggestion: Pick<Suggestion, 'pass' | 'parameters'>): string {
  return `layerwise optimize ${shellFile(file)} --pass ${shellQuoted(passCall(suggestion.pass, suggestion.parameters))}`;
}

/** `quantize-static:calibration=mse`. */
export function passCall(pass: string, parameters: Readonly<Record<string, unknown>>): string {
  const pairs = Object.entries(parameters).map(([key, value]) => `${key}=${String(value)}`);
  return pairs.length === 0 ? pass : `${pass}:${pairs.join(',')}`;
}
