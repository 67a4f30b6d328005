import type { Profile } from '../../../src/shared/report/latency';
import type { ModelView } from '../../../src/shared/report/modelView';

interface Named {
  readonly node: number;
  readonly group: number;
  readonly kernels: readonly number[];
}

/**
 * Names of a layer: in full (`layer4.0.conv2`), and short below the heading of its section (`0.conv2`). A node that is no anchor is called
 * after its layer and its operator, a kernel that the runtime added after its group and what it does (`head.reorder_output`).
 */
export function layerName(
  view: ModelView,
  profile: Profile | undefined,
  layer: Named,
  section: string,
): { readonly full: string; readonly short: string } {
  const full = fullName(view, profile, layer);
  const { length } = section;
  const isInside = full.length > length + 1 && full[length] === '.' && full.startsWith(section);
  return { full, short: isInside ? full.slice(length + 1) : full };
}

function fullName(view: ModelView, profile: Profile | undefined, { node, group, kernels }: Named): string {
  const { layerNames, layerOf, groups } = view.analysis.hierarchy;
  const own = layerNames[node] ?? '';
  if (own !== '') return own;
  const parent = node < 0 ? (groups[group]?.path ?? '').replaceAll('/', '.') : (layerNames[layerOf[node] ?? -1] ?? '');
  const word = node < 0 ? kernelWord(profile?.kernels[kernels[0] ?? -1]?.op ?? 'kernel') : (view.nodeOps[node] ?? '');
  return parent === '' ? word : `${parent}.${word}`;
}

/** `nchwc.ReorderOutput` → `reorder_output`. */
function kernelWord(op: string): string {
  const bare = op.slice(op.lastIndexOf('.') + 1);
  return bare.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toLowerCase();
}
