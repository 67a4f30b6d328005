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
  const detail = cleanMessage(error instanceof Error ? error.message : String(error));
  const reason = MEANINGS.find(([pattern]) => pattern.test(detail))?.[1] ?? 'runtime-error';
  return new LayerwiseError(reason, `The runtime could not ${what} ${path.basename(file)}: ${detail}`, { file, phase, ...nodeIn(detail) });
}

const MOST_CHARACTERS = 600;

/** Without error codes, source positions and template noise of the C++ side. */
function cleanMessage(message: string): string {
  const text = message
    .replace(/^Error: /, '')
    .replace(/^(?:Load model(?: from)? .*? failed:\s*)+/s, '')
    .replace(/\/?\S*?\.(?:cc|h):\d+\s+\S.*?\)\s?(?:const )?(?=\S)/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text;
}

function nodeIn(message: string): { readonly node?: string } {
  const node = /Name:'([^']*)'|\bNode(?: \([^)]*\))? ?\(([^)]+)\) Op/.exec(message);
  const name = node?.[1] ?? node?.[2];
  return name === undefined || name === '' ? {} : { node: name };
}
