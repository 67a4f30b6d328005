import type { ConcreteShape } from '../../shared/graph/shape';

/** Few, so that beside a large weight and its integers next to nothing is in memory. */
const CHANNELS_AT_ONCE = 64;

/** Some neighbouring output channels. */
export interface ChannelPart {
  readonly first: number;
  readonly count: number;
}

/** Elements between neighbours of a weight as it is stored. */
interface Steps {
  readonly channel: number;
  readonly input: number;
  readonly position: number;
}

/**
 * Reads and writes a weight some output channels at a time, [count, depth], each channel in the order in which the runtime packs its sum: rows of a matrix, and for a
 * convolution kernel positions with input channels innermost. Processors without VNNI add the products of two neighbours in 16 bits (mlas, vpmaddubsw).
 */
export class ChannelRows {
  readonly depth: number;

  private constructor(
    readonly channels: number,
    private readonly inputs: number,
    positions: number,
    private readonly steps: Steps,
  ) {
    this.depth = inputs * positions;
  }

  /** Of Conv weights [M, C/g, k…]. */
  static ofConv([channels = 0, inputs = 1, ...kernel]: ConcreteShape): ChannelRows {
    const positions = kernel.reduce((product, dim) => product * dim, 1);
    return new ChannelRows(channels, inputs, positions, { channel: inputs * positions, input: positions, position: 1 });
  }

  /** Of matrices: [depth, channels] when `channelAxis` is 1, else [channels, depth]. */
  static ofMatrix([rows = 0, columns = 1]: ConcreteShape, channelAxis: number): ChannelRows {
    if (channelAxis === 1) return new ChannelRows(columns, rows, 1, { channel: 1, input: columns, position: 0 });
    return new ChannelRows(rows, columns, 1, { channel: columns, input: 1, position: 0 });
  }

  /** All channels, in parts that are small enough to copy. */
  *parts(): Generator<ChannelPart> {
    for (let first = 0; first < this.channels; first += CHANNELS_AT_ONCE)
      yield { first, count: Math.min(CHANNELS_AT_ONCE, this.channels - first) };
  }

  /** [count, depth]; shares memory with `stored` where channels stand side by side there. */
  read<T extends Float32Array | Int8Array>(stored: T, part: ChannelPart): T;
  read(stored: Float32Array | Int8Array, part: ChannelPart): Float32Array | Int8Array {
    const [start, end] = [part.first * this.depth, (part.first + part.count) * this.depth];
    if (this.isInOrder) return stored.subarray(start, end);
    const rows = stored instanceof Int8Array ? new Int8Array(end - start) : new Float32Array(end - start);
    for (let k = 0; k < this.depth; k++) {
      let place = this.placeOf(part.first, k);
      for (let row = k; row < rows.length; row += this.depth, place += this.steps.channel) rows[row] = stored[place]!;
    }
    return rows;
  }

  /** Puts levels that are [count, depth] into their places. */
  write(rows: Int8Array, part: ChannelPart, stored: Int8Array): void {
    if (this.isInOrder) {
      stored.set(rows, part.first * this.depth);
      return;
    }
    for (let k = 0; k < this.depth; k++) {
      let place = this.placeOf(part.first, k);
      for (let row = k; row < rows.length; row += this.depth, place += this.steps.channel) stored[place] = rows[row]!;
    }
  }

  private get isInOrder(): boolean {
    return this.steps.channel === this.depth && (this.inputs === 1 || this.steps.input === 1);
  }

  /** Where element `k` of a channel's sum is stored. */
  private placeOf(channel: number, k: number): number {
    const { inputs, steps } = this;
    return channel * steps.channel + Math.floor(k / inputs) * steps.position + (k % inputs) * steps.input;
  }
}
