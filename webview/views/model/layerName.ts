import type { Profile } from '../../../src/shared/report/latency';
import type { ModelView } from '../../../src/shared/report/modelView';

interface Named {
  readonly node: number;
  readonly group: number;
  readonly kernels: readonly number[];
}

/**
 * Names of a layer: in full with its group (`layer4.0.conv2`), and short below the heading of its section (`0.conv2`).
 * A kernel that the runtime added is called by what it does (`reorder_output`).
 */
export function layerName(
  view: ModelView,
  profile: Profile | undefined,
  layer: Named,
  section: string,
): { readonly full: string; readonly short: string } {
  const group = dotted(view.analysis.hierarchy.groups[layer.group]?.path ?? '');
  const own = ownName(view, profile, layer, group);
  const full = own === group || own.startsWith(`${group}.`) || group === '' ? own : joinNames(group, own);
  return { full, short: withoutPrefix(full, section) };
}

function ownName(view: ModelView, profile: Profile | undefined, layer: Named, group: string): string {
  const { layerNames, layerOf } = view.analysis.hierarchy;
  const named = layerNames[layer.node];
  if (named !== undefined && named !== '') return dotted(named);
  if (layer.node < 0) return kernelWord(profile?.kernels[layer.kernels[0] ?? -1]?.op ?? 'kernel');
  const op = view.nodeOps[layer.node] ?? '';
  const anchorName = dotted(layerNames[layerOf[layer.node] ?? -1] ?? '');
  return anchorName === '' || anchorName === group ? op : `${anchorName}.${op}`;
}

/** `nchwc.ReorderOutput` → `reorder_output`. */
function kernelWord(op: string): string {
  const bare = op.slice(op.lastIndexOf('.') + 1);
  return bare.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toLowerCase();
}

function dotted(path: string): string {
  return path.replaceAll('/', '.');
}

/** `layer4.0` + `0.conv2` → `layer4.0.conv2`: what both spell at the seam is written once. */
function joinNames(group: string, own: string): string {
  const parts = group.split('.');
  const ownParts = own.split('.');
  for (let shared = Math.min(parts.length, ownParts.length); shared > 0; shared--) {
    if (parts.slice(-shared).join('.') === ownParts.slice(0, shared).join('.')) return [...parts, ...ownParts.slice(shared)].join('.');
  }
  return `${group}.${own}`;
}

function withoutPrefix(full: string, section: string): string {
  const prefix = `${dotted(section)}.`;
  return full.startsWith(prefix) && full.length > prefix.length ? full.slice(prefix.length) : full;
}
