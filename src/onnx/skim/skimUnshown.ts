import { BUDGET } from '../budgets';
import type { ByteRange } from '../byteSource';
import { TENSOR_PATHS, type OuterMessage } from '../wire/tensorPaths';
import type { WireCursor } from '../wire/wireCursor';
import type { BudgetMeter } from './budgetMeter';
import { skimTensor } from './skimTensor';
import type { WeightMaker } from './weightMaker';

/**
 * Judges the tensors of training graphs and of functions' attribute defaults, wherever in the message they are stored: nothing here shows them, but
 * a runtime may load them, and a copy takes their data files along.
 */
export function skimUnshown(cursor: WireCursor, range: ByteRange, kind: OuterMessage, weights: WeightMaker, meter: BudgetMeter): void {
  new UnshownSkimmer(cursor, weights, meter).skim(range, kind, 0);
}

class UnshownSkimmer {
  constructor(
    private readonly cursor: WireCursor,
    private readonly weights: WeightMaker,
    private readonly meter: BudgetMeter,
  ) {}

  skim({ offset, length }: ByteRange, kind: OuterMessage, depth: number): void {
    const { cursor } = this;
    const end = offset + length;
    cursor.seek(offset);
    while (cursor.more(end)) {
      const tag = cursor.tag();
      const inner = TENSOR_PATHS[kind].get(tag);
      if (inner === undefined || (inner === 'tensor' && !this.meter.take('initializers'))) {
        cursor.skipRun(tag, end);
        continue;
      }
      const last = cursor.fieldEnd(end);
      if (inner === 'tensor') this.judge(last);
      else if (this.mayEnter(inner, depth)) this.skim({ offset: cursor.position, length: last - cursor.position }, inner, depth + 1);
      else {
        cursor.seek(end);
        return;
      }
      cursor.seek(last);
    }
  }

  private judge(end: number): void {
    const header = skimTensor(this.cursor, end, this.meter.counter('weightDims'));
    this.weights.makeWeight(header, header.name);
  }

  /** Graph, node and attribute are three levels of messages. */
  private mayEnter(kind: OuterMessage, depth: number): boolean {
    if (depth > 3 * BUDGET.subgraphDepth) return this.meter.allows('subgraphDepth', BUDGET.subgraphDepth + 1);
    return kind !== 'node' || this.meter.take('nodes');
  }
}
