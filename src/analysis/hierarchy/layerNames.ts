/** A layer to be named: the group at the top that it is in, and the names that lead from there to it. */
export interface LayerPlace {
  readonly anchor: number;
  /** Name of the group at the top, `""` for none. */
  readonly stage: string;
  readonly path: readonly string[];
}

/** Ends in a number: `0`, `layer.3`. Instances of a repeated module, never left out of a name. */
const IS_INDEX = /(?:^|\.)\d+$/;

/**
 * Names of layers, unique in the model: the stage and the shortest end of the path that is unique in it and skips no index (`layer.0.query`,
 * `layer.0.attention.output.dense`, `layer1.0.conv1`). Without a stage the whole path. Equal paths are numbered.
 */
export function nameLayers(places: readonly LayerPlace[], nodeCount: number): readonly string[] {
  const uses = new Map<string, number>();
  const shortened = new Set(places.filter(({ stage, path }) => stage !== '' && lastStart(path) > 0).map(({ stage }) => stage));
  for (const { stage, path } of places) {
    if (!shortened.has(stage)) continue;
    for (let start = 0; start < path.length; start++) {
      const key = suffixKey(stage, path, start);
      uses.set(key, (uses.get(key) ?? 0) + 1);
    }
  }
  const names = new Array<string>(nodeCount).fill('');
  const taken = new Map<string, number>();
  for (const { anchor, stage, path } of places) {
    const start = stage === '' ? 0 : shortestStart(path, candidate => uses.get(suffixKey(stage, path, candidate)) === 1);
    const suffix = path.slice(start).join('.');
    names[anchor] = numbered(stage === '' ? suffix : suffix === '' ? stage : `${stage}.${suffix}`, taken);
  }
  return names;
}

function suffixKey(stage: string, path: readonly string[], start: number): string {
  return `${stage}|${path.slice(start).join('.')}`;
}

/** Where the shortest end of a path that skips no index begins. */
function lastStart(path: readonly string[]): number {
  const index = path.findIndex(name => IS_INDEX.test(name));
  return index < 0 ? path.length - 1 : index;
}

function shortestStart(path: readonly string[], isUnique: (start: number) => boolean): number {
  for (let start = lastStart(path); start > 0; start--) {
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
