import type { Dtype } from '../../shared/graph/dtype';

/** `f32`, `i64`, `u8`: element types as the reading form writes them; the rest keep their names. */
export function shortDtype(dtype: Dtype | undefined): string {
  if (dtype === undefined) return '?';
  if (dtype === 'bfloat16') return 'bf16';
  if (/^float8/.test(dtype)) return dtype.replace('float', 'f');
  return dtype
    .replace(/^float(?=\d)/, 'f')
    .replace(/^uint(?=\d)/, 'u')
    .replace(/^int(?=\d)/, 'i');
}
