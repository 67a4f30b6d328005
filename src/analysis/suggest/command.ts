import { shellFile, shellQuoted } from '../../shared/base/shellQuoted';
import { passText } from '../../shared/report/optimizeCommand';
import type { Suggestion } from '../../shared/report/suggestion';

/** The command line that does what a suggestion says, quoted for a POSIX shell: `layerwise optimize model.onnx --pass quantize-dynamic`. */
export function suggestionCommand(file: string, suggestion: Pick<Suggestion, 'pass' | 'parameters'>): string {
  return `layerwise optimize ${shellFile(file)} --pass ${shellQuoted(passText({ id: suggestion.pass, parameters: suggestion.parameters }))}`;
}
