import { NONE, type ModelFacts } from '../../shared/graph/graph';
import { GraphBuilder } from '../../shared/graph/graphBuilder';
import type { Graph } from '../../shared/graph/graph';
import { storedWeight } from '../makeWeight';
import type { Laboratory } from '../laboratory';

const ROWS = 4;
const DEPTH = 64;
const COLUMNS = 64;
/** Names that no model has: the writer takes the declared types of a tensor from the model's file where it has the name. */
const [LEFT, RIGHT, RESULT] = ['layerwise_probe_a', 'layerwise_probe_b', 'layerwise_probe_product'] as const;

/**
 * Whether this processor loses bits when it multiplies 255 by 127 and adds two such products in 16 bits, as x64 processors without VNNI do.
 * The runtime is asked for a product whose exact value is known.
 */
export async function probeSaturation(laboratory: Laboratory): Promise<boolean> {
  const values = await laboratory.evaluate(probeGraph(), [RESULT], Infinity);
  const { bytes } = values.get(RESULT) ?? { bytes: undefined };
  if (bytes?.kind !== 'memory') return false;
  return new DataView(bytes.bytes.buffer, bytes.bytes.byteOffset).getInt32(0, true) !== 255 * 127 * DEPTH;
}

function probeGraph(): Graph {
  const builder = new GraphBuilder();
  builder.beginSubgraph({ kind: 'main', name: RESULT, ownerNode: NONE, ownerAttribute: '', parent: NONE });
  builder.addInitializer(LEFT, storedWeight('uint8', [ROWS, DEPTH], new Uint8Array(ROWS * DEPTH).fill(255)));
  builder.addInitializer(RIGHT, storedWeight('int8', [DEPTH, COLUMNS], new Int8Array(DEPTH * COLUMNS).fill(127)));
  builder.addNode('', 'MatMulInteger', '', [LEFT, RIGHT], [RESULT]);
  builder.addOutput(RESULT);
  builder.finishSubgraph();
  const facts: ModelFacts = { irVersion: 7, opsets: new Map([['', 13]]), producer: '', docString: '', metadata: new Map() };
  return builder.build(facts, RESULT, { attributes: () => new Map(), metadata: () => new Map() });
}
