import type { TensorFacts } from '../../shared/report/analysis';
import { printable } from './printable';

/** Inputs or outputs, one a line. */
export function valueLines(kind: string, values: readonly TensorFacts[]): readonly string[] {
  const names = values.map(value => printable(value.name));
  const width = names.reduce((widest, name) => Math.max(widest, name.length), 0);
  return values.map((value, index) => `  ${kind.padEnd(6)}  ${(names[index] ?? '').padEnd(width)}  ${factText(value)}`);
}

function factText({ dtype, shape }: TensorFacts): string {
  const dims = shape?.map(dim => (dim === undefined ? '?' : printable(String(dim))));
  return `${dtype ?? '?'}${dims === undefined ? '' : `[${dims.join(', ')}]`}`;
}
