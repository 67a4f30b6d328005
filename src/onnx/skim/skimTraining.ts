import type { ByteRange } from '../byteSource';
import { GRAPH, TRAINING } from '../wire/fields';
import type { WireCursor } from '../wire/wireCursor';
import { skimTensor } from './skimTensor';
import type { WeightMaker } from './weightMaker';

/** Judges the weights of training graphs, which nothing here shows but a runtime may load. */
export function skimTraining(cursor: WireCursor, { offset, length }: ByteRange, weights: WeightMaker): void {
  const end = offset + length;
  cursor.seek(offset);
  while (cursor.more(end)) {
    const tag = cursor.tag();
    if (tag === TRAINING.initialization || tag === TRAINING.algorithm) skimInitializers(cursor, cursor.fieldEnd(end), weights);
    else cursor.skip(tag, end);
  }
}

function skimInitializers(cursor: WireCursor, end: number, weights: WeightMaker): void {
  while (cursor.more(end)) {
    const tag = cursor.tag();
    if (tag !== GRAPH.initializer) {
      cursor.skip(tag, end);
      continue;
    }
    const header = skimTensor(cursor, cursor.fieldEnd(end));
    weights.makeWeight(header, header.name);
  }
}
