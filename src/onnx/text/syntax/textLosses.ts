import type { Problem } from '../../../shared/report/problem';
import { ProblemList } from '../../problemList';

/** A decoded message whose fields nobody knew were kept. */
interface DecodedMessage {
  readonly $unknowns?: readonly Uint8Array[];
}

/** What of a model the text syntax has no place for: counted by kind, with a few examples. */
export class TextLosses {
  private readonly problems = new ProblemList();

  /** Says of a message which of these fields are set; none of them can be written. `what`: `a node`, `a graph`. */
  unplaced<T extends DecodedMessage>(what: string, subject: string, message: T, fields: readonly (keyof T & string)[]): void {
    for (const field of fields) if (isSet(message[field])) this.left(`${fieldName(field)} of ${what}`, subject);
    if (isSet(message.$unknowns)) this.left(`an unknown field of ${what}`, subject);
  }

  /** Something that describes the model and is not in the text. */
  left(what: string, subject: string): void {
    this.problems.addFor(subject, 'info', 'not-in-text', `Left out: ${what}, for which the ONNX text syntax has no place`);
  }

  /** Something without which the model is another one. */
  changed(what: string, subject: string): void {
    this.problems.addFor(subject, 'warning', 'not-in-text', `Not the same in the text: ${what}`);
  }

  list(): readonly Problem[] {
    return this.problems.list();
  }
}

/** Whether a field says something: it is not empty, not zero, and not a 64-bit zero, which is an object. */
function isSet(value: unknown): boolean {
  if (value === undefined || value === null || value === '' || value === 0) return false;
  if (Array.isArray(value) || value instanceof Uint8Array) return value.length > 0;
  return !(typeof value === 'object' && 'low' in value && 'high' in value && value.low === 0 && value.high === 0);
}

/** `metadataProps` → `metadata_props`. */
function fieldName(key: string): string {
  return key.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`);
}
