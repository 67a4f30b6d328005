import type { Findings, Laboratory, Observation, Observed } from '../../laboratory';
import type { PassInput } from '../../pass';
import { tensorName } from '../../rewrite/rewriter';
import type { WeightTarget } from './weightTargets';

/** Second moments of wider inputs take too much memory (128 MB from here on); of those only the mean is observed, for the bias. */
export const WIDEST_INPUT = 4096;
/** Elements of all second moments held at once. */
const ELEMENTS_AT_ONCE = 2 ** 24;

/** Layers whose inputs are observed in one run over the data, so that memory stays flat. */
export function observationGroups(targets: readonly WeightTarget[]): readonly (readonly WeightTarget[])[] {
  const groups: WeightTarget[][] = [];
  const seen = new Set<number>();
  let elements = Infinity;
  for (const target of targets) {
    const activation = target.layer?.activation ?? -1;
    const cost = target.kind !== 'product' || seen.has(activation) ? 0 : elementsOf(target);
    seen.add(activation);
    elements += cost;
    if (elements > ELEMENTS_AT_ONCE) {
      groups.push([]);
      elements = cost;
    }
    groups.at(-1)?.push(target);
  }
  return groups;
}

function elementsOf({ depth }: WeightTarget): number {
  return depth <= WIDEST_INPUT ? depth * depth : depth;
}

/** What the layers of a group read, by tensor name. */
export async function observeInputs(input: PassInput, laboratory: Laboratory, group: readonly WeightTarget[]): Promise<Findings> {
  const { graph } = input;
  const { tensors } = input.analyze(graph);
  const observations = new Map<string, Observation>();
  for (const { kind, depth, layer } of group) {
    if (kind !== 'product' || layer === undefined) continue;
    const rank = tensors[layer.activation]?.shape?.length ?? 0;
    if (rank === 0) continue;
    const tensor = tensorName(graph, layer.activation);
    observations.set(tensor, { kind: depth <= WIDEST_INPUT ? 'gram' : 'mean', tensor, rank, channelAxis: rank - 1 });
  }
  return observations.size === 0 ? new Map<string, Observed>() : laboratory.observe(graph, [...observations.values()]);
}
