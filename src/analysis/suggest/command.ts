import type { PassParameters, Suggestion } from '../../shared/report/suggestion';

/** The command line that does what a suggestion says, quoted for a POSIX shell: `layerwise optimize model.onnx --pass quantize-dynamic`. */
export function suggestionCommand(file: string, suggestion: Pick<Suggestion, 'pass' | 'parameters'>): string {
  const model = file.startsWith('-') ? `./${file}` : file;
  return `layerwise optimize ${quoted(model)} --pass ${quoted(passCall(suggestion.pass, suggestion.parameters))}`;
}

function passCall(pass: string, parameters: PassParameters): string {
  const pairs = Object.entries(parameters).map(([key, value]) => `${key}=${String(value)}`);
  return pairs.length === 0 ? pass : `${pass}:${pairs.join(',')}`;
}

/** Text that means nothing to a shell stays as it is; everything else goes between single quotes. */
function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
