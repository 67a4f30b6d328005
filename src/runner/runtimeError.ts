import path from 'node:path';
import { LayerwiseError } from '../shared/report/layerwiseError';
import type { Reason } from '../shared/report/reason';

/** What the runtime's messages mean; it has codes for few of them, so its text is all there is. First match wins. */
const MEANINGS: readonly (readonly [RegExp, Reason])[] = [
  [/Unsupported data type/i, 'unsupported-type'],
  [/is not a registered function\/op|No Op registered|No opset import for domain/i, 'unknown-operator'],
  [/Unsupported model IR version/i, 'unsupported-ir'],
  [/only \*guarantees\* support|opset version|Opset \d+ is under development/i, 'unsupported-opset'],
  [/Could not find an implementation/i, 'unsupported-type'],
  [/external data.*(does not exist|not found|No such file)|cannot open file/i, 'external-data-missing'],
  [/bad allocation|Failed to allocate memory/i, 'memory-limit'],
];

/** The runtime's own error as one of the closed list; `what` completes “The runtime could not …”. */
export function runtimeError(error: unknown, what: string, file: string, phase: string): LayerwiseError {
  if (error instanceof LayerwiseError) return error;
  const message = error instanceof Error ? error.message : String(error);
  const detail = cleanMessage(message);
  const reason = MEANINGS.find(([pattern]) => pattern.test(detail))?.[1] ?? 'runtime-error';
  return new LayerwiseError(reason, `The runtime could not ${what} ${path.basename(file)}: ${detail}`, { file, phase, ...nodeIn(message) });
}

const MOST_CHARACTERS = 600;
const RUNNING = /Non-zero status code returned while running (\S+) node\. Name:'([^']*)' Status Message: /;

/** Without the runtime's ways of speaking: which file was loaded, status codes, source positions of the C++ side. */
function cleanMessage(message: string): string {
  const text = message
    .replace(/^Error: /, '')
    .replace(/^(?:Load model(?: from)? .*? failed:\s*)+/s, '')
    .replace(RUNNING, (_, op: string, name: string) => `${op}${name === '' ? '' : ` “${name}”`}: `)
    .replace(/\S*\.(?:cc|h):\d+ \S+ /g, '')
    .replace(/\s+/g, ' ')
    .trim();
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text;
}

/** The node that the runtime names: by its operator when it has no name. */
function nodeIn(message: string): { readonly node?: string } {
  const running = RUNNING.exec(message);
  const loading = /\bNode(?: \([^)]*\))? ?\(([^)]+)\) Op|node with name '([^']+)'/.exec(message);
  const node = [running?.[2], running?.[1], loading?.[1], loading?.[2]].find(name => name !== undefined && name !== '');
  return node === undefined ? {} : { node };
}
