import type { PassCall } from './jobRequest';

/** The same passes with further layers left as they are, in ids of the model that the passes were told. */
export function withoutLayers(passes: readonly PassCall[], layers: readonly number[]): readonly PassCall[] {
  const excluded = new Set([...passes.flatMap(({ exclude = [] }) => exclude), ...layers]);
  const exclude = [...excluded].sort((a, b) => a - b);
  return passes.map(call => ({ ...call, exclude }));
}
