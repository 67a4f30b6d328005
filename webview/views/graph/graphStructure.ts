import type { BodyStep } from '../../../src/shared/report/bodyGraph';
import type { LayerModel } from '../model/layerModel';
import { graphTree, type GraphTree } from './graphTree';
import { layerBodies } from './layerBodies';
import { layerEdges, type LayerEdges } from './layerEdges';

/** What of a graph follows from the layers alone; each part is found when it is first asked for. */
export interface GraphStructure {
  readonly tree: GraphTree;
  readonly edges: LayerEdges;
  readonly bodies: ReadonlyMap<number, readonly BodyStep[]>;
}

const known = new WeakMap<LayerModel['layers'], GraphStructure>();

/** Kept with the layers, which stay the same when metrics arrive. */
export function graphStructure(model: LayerModel): GraphStructure {
  let structure = known.get(model.layers);
  if (structure === undefined) known.set(model.layers, (structure = new FoundStructure(model)));
  return structure;
}

class FoundStructure implements GraphStructure {
  private readonly found: { -readonly [Part in keyof GraphStructure]?: GraphStructure[Part] } = {};

  constructor(private readonly model: LayerModel) {}

  get tree(): GraphTree {
    return (this.found.tree ??= graphTree(this.model));
  }

  get edges(): LayerEdges {
    return (this.found.edges ??= layerEdges(this.model));
  }

  get bodies(): GraphStructure['bodies'] {
    return (this.found.bodies ??= layerBodies(this.model));
  }
}
