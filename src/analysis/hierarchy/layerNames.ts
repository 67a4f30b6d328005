/** A layer to be named: the group at the top that it is in, and the names that lead from there to it. */
export interface LayerPlace {
  readonly anchor: number;
  /** Name of the group at the top, `""` for none. */
  readonly stage: string;
  readonly path: readonly string[];
}

/** Ends in a number: `0`, `layer.3`. Instances of a repeated module, never left out of a name unless there is only one, and several follow inside. */
const IS_INDEX = /(?:^|\.)\d+$/;

/**
 * Names of layers, unique in the model: the stage and the shortest end of the path that is unique in it and skips no index (`layer.0.query`,
 * `layer.0.attention.output.dense`, `layer1.0.conv1`). Without a stage the whole path. Equal paths are numbered.
 */
export function nameLayers(places: readonly LayerPlace[], nodeCount: number): readonly string[] {
  const uses = new Map<string, number>();
  const instances = instancesOf(places);
  const lastStart = (place: LayerPlace): number => firstIndex(place, instances);
  const shortened = new Set(places.filter(place => place.stage !== '' && lastStart(place) > 0).map(({ stage }) => stage));
  for (const { stage, path } of places) {
    if (!shortened.has(stage)) continue;
    for (let start = 0; start < path.length; start++) {
      const key = suffixKey(stage, path, start);
      uses.set(key, (uses.get(key) ?? 0) + 1);
    }
  }
  const names = new Array<string>(nodeCount).fill('');
  const taken = new Map<string, number>();
  for (const place of places) {
    const { anchor, stage, path } = place;
    const isUnique = (candidate: number): boolean => uses.get(suffixKey(stage, path, candidate)) === 1;
    const start = stage === '' ? 0 : shortestStart(path, lastStart(place), isUnique);
    const suffix = path.slice(start).join('.');
    names[anchor] = numbered(stage === '' ? suffix : suffix === '' ? stage : `${stage}.${suffix}`, taken);
  }
  return names;
}

function suffixKey(stage: string, path: readonly string[], start: number): string {
  return `${stage}|${path.slice(start).join('.')}`;
}

/** How many numbers stand in each place of the paths that holds any, by `instanceKey`. */
function instancesOf(places: readonly LayerPlace[]): ReadonlyMap<string, number> {
  const seen = new Set<string>();
  const counts = new Map<string, number>();
  for (const place of places) {
    for (const [at, name] of place.path.entries()) {
      const key = IS_INDEX.test(name) ? instanceKey(place, at) : '';
      if (key === '' || seen.has(`${key}|${name}`)) continue;
      seen.add(`${key}|${name}`);
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  return counts;
}

function instanceKey({ stage, path }: LayerPlace, at: number): string {
  return `${stage}|${path.slice(0, at).join('.')}|${path[at]?.replace(IS_INDEX, '') ?? ''}`;
}

/** Where the shortest end of a path begins: at the first index of several, without one at the first index of all. */
function firstIndex(place: LayerPlace, instances: ReadonlyMap<string, number>): number {
  const { path } = place;
  const several = path.findIndex((name, at) => IS_INDEX.test(name) && (instances.get(instanceKey(place, at)) ?? 0) > 1);
  const first = several < 0 ? path.findIndex(name => IS_INDEX.test(name)) : several;
  return first < 0 ? path.length - 1 : first;
}

function shortestStart(path: readonly string[], last: number, isUnique: (start: number) => boolean): number {
  for (let start = last; start > 0; start--) {
    if (isUnique(start) && !/^\d/.test(path[start] ?? '')) return start;
  }
  return 0;
}

/** Gives the second and later users of a name a number. */
function numbered(name: string, taken: Map<string, number>): string {
  const uses = (taken.get(name) ?? 0) + 1;
  taken.set(name, uses);
  return uses === 1 ? name : numbered(`${name}.${String(uses)}`, taken);
}
