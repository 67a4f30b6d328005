import { assertNever } from '../../../shared/base/assertNever';
import type { EditBatch } from '../../../shared/graph/edit';
import { NONE } from '../../../shared/graph/graph';
import { productFactor } from '../../../shared/graph/linearLayer';
import { consumersOf } from '../../../shared/graph/traversal';
import type { Findings, Observed } from '../../laboratory';
import type { PassInput } from '../../pass';
import { Rewriter, tensorName } from '../../rewrite/rewriter';
import { dequantize, type BlockedWeight, type BlockFormat } from './blockGrid';
import { inputMoments } from './inputMoments';
import { WIDEST_INPUT } from './observeInputs';
import { quantizeMatrix, type RoundingMethod } from './quantizeMatrix';
import { insertFolded, type BlockedSource, type StoredBlocks } from './storeBlocks';
import { storeEmbedding } from './storeEmbedding';
import { storeProduct } from './storeProduct';
import { storeTied } from './storeTied';
import { targetRows } from './targetRows';
import type { WeightChoice } from './weightChoice';
import type { WeightTarget } from './weightTargets';

/** What became of a layer: how its weight is stored, or why it is as it was. */
export type TargetOutcome = { readonly done: string } | { readonly reason: string };

/** A weight [rows, depth] on its grid, and what that adds to each output on average, where the mean of its input is known. */
interface Fitted {
  readonly blocked: BlockedWeight;
  readonly shifts: Float64Array | undefined;
}

/** Quantizes one layer's weight after the other, so that only what goes into the file stays in memory. */
export class WeightQuantizer {
  private readonly rewriter: Rewriter;
  private readonly stored = new Map<string, Promise<StoredBlocks>>();
  /** Weights that several nodes read, as they were fitted to the first. */
  private readonly kept = new Map<string, BlockedWeight>();

  constructor(
    private readonly input: PassInput,
    private readonly choice: WeightChoice,
    private readonly method: RoundingMethod,
  ) {
    this.rewriter = new Rewriter(input.graph);
  }

  batch(): EditBatch {
    return this.rewriter.batch();
  }

  /** @param findings what the layer's input is like on the data, by tensor name; `undefined` without data */
  async quantize(found: WeightTarget, findings: Findings | undefined): Promise<TargetOutcome> {
    const target = this.isReadable(found) || found.layer === undefined ? found : { ...found, kind: 'product' as const };
    const format = this.formatOf(target);
    if (!this.isReadable(target))
      return {
        reason: `MatMulNBits cannot read the table as it is stored for Gather: ${String(target.depth)} is no multiple of the block`,
      };
    const rows = this.input.laboratory === undefined ? undefined : await targetRows(this.input, this.input.graph, target);
    if (rows?.every(Number.isFinite) === false) return { reason: 'its weight holds NaN or infinity' };
    const fitted = rows && this.fit(target, format, rows, findings);
    const compute = (): BlockedWeight => {
      if (fitted === undefined) throw new Error('A dry run computes nothing.');
      return fitted.blocked;
    };
    const name = tensorName(this.input.graph, target.weight);
    const storeOnce = (what: string, store: () => Promise<StoredBlocks>): Promise<StoredBlocks> => {
      const key = `${what} ${this.keyOf(target)}`;
      const stored = this.stored.get(key) ?? store();
      this.stored.set(key, stored);
      return stored;
    };
    const { input, rewriter } = this;
    await this.store(target, { input, rewriter, format, rows: target.rows, depth: target.depth, name, compute, storeOnce }, fitted?.shifts);
    const unfitted = this.whyNearest(target, this.observedBy(target, findings));
    const rounded = unfitted === undefined ? '' : `, rounded to nearest: ${unfitted}`;
    const blocks = format.block >= target.depth ? 'one scale per channel' : `blocks of ${String(format.block)}`;
    const how = target.kind === 'convolution' || this.choice.container === 'folded' ? ', back to float32 at load' : '';
    return { done: `INT${String(format.bits)} weights, ${blocks}${how}${rounded}` };
  }

  /** Blocks that are computed back at load divide the depth, or else a row is a block; two 4-bit codes of a table's row share a byte. */
  private formatOf({ kind, depth }: WeightTarget): BlockFormat {
    const { format, container } = this.choice;
    if (kind === 'convolution') return { bits: 8, block: depth, isSymmetric: true };
    if ((kind === 'embedding' || kind === 'tied') && depth % 2 === 1)
      return { ...format, bits: 8, ...(container === 'folded' && { block: depth }) };
    return container === 'folded' && depth % format.block !== 0 ? { ...format, block: depth } : format;
  }

  private fit(target: WeightTarget, format: BlockFormat, weights: Float32Array, findings: Findings | undefined): Fitted {
    const { rows, depth, layer } = target;
    const observed = this.observedBy(target, findings);
    const isCorrected = this.choice.isBiasCorrected && layer !== undefined && layer.bias !== NONE;
    const moments = inputMoments(observed, depth, isCorrected);
    const key = this.keyOf(target);
    const blocked = this.kept.get(key) ?? quantizeMatrix(weights, rows, depth, format, this.method, moments?.gram);
    if (consumersOf(this.input.graph, target.weight).length > 1) this.kept.set(key, blocked);
    return {
      blocked,
      shifts: isCorrected && moments ? meanShifts(weights, dequantize(blocked, format), rows, moments.mean) : undefined,
    };
  }

  /** Not a table for Gather whose rows MatMulNBits would pad to whole blocks. */
  private isReadable(target: WeightTarget): boolean {
    return target.kind !== 'tied' || this.choice.container !== 'matmulnbits' || target.depth % this.formatOf(target).block === 0;
  }

  private observedBy({ kind, layer }: WeightTarget, findings: Findings | undefined): Observed | undefined {
    return kind === 'product' && layer ? findings?.get(tensorName(this.input.graph, layer.activation)) : undefined;
  }

  /** Why `gptq` has nothing to fit to. */
  private whyNearest({ kind, depth }: WeightTarget, observed: Observed | undefined): string | undefined {
    if (this.method !== 'gptq' || kind !== 'product') return undefined;
    if (depth > WIDEST_INPUT) return `its input has more than ${String(WIDEST_INPUT)} channels, too many for gptq`;
    return observed === undefined || isAllFinite(observed) ? undefined : 'its input holds NaN or infinity on the data';
  }

  /** What two layers agree in when they can share what is stored. */
  private keyOf({ kind, weight, layer }: WeightTarget): string {
    if (kind === 'tied' || layer === undefined) return ['embedding', weight].join(' ');
    return [kind, weight, layer.channelAxis, productFactor(this.input.graph, layer)].join(' ');
  }

  private async store(target: WeightTarget, source: BlockedSource, shifts: Float64Array | undefined): Promise<void> {
    const { kind, node, layer, dims } = target;
    const { container } = this.choice;
    switch (kind) {
      case 'embedding':
        await storeEmbedding(source, node, container);
        return;
      case 'tied':
        await storeTied(source, node, layer, container);
        return;
      case 'convolution':
        // No kernel multiplies with weights of few bits alone, and a DequantizeLinear would run with every inference.
        source.rewriter.setInput(node, 1, await insertFolded(source, node, dims));
        return;
      case 'product':
        if (layer !== undefined) await storeProduct(source, layer, container, shifts);
        return;
      default:
        assertNever(kind);
    }
  }
}

function isAllFinite({ mean, gram }: Observed): boolean {
  return mean.every(Number.isFinite) && gram.every(Number.isFinite);
}

/** Σ (ŵ − w) · E[x] for each row: what rounding adds to each output on average (Nagel et al. 2019, bias correction). */
function meanShifts(weights: Float32Array, rounded: Float32Array, rows: number, mean: Float64Array): Float64Array {
  const depth = mean.length;
  return Float64Array.from({ length: rows }, (_, row) => {
    let shift = 0;
    for (let k = 0; k < depth; k++) shift += (rounded[row * depth + k]! - weights[row * depth + k]!) * mean[k]!;
    return shift;
  });
}
