/** How a number is counted, in a sentence, and the heading of docs/counting.md that says more. */
export interface CountingNote {
  readonly text: string;
  readonly section: string;
}

const note = (section: string, text: string): CountingNote => ({ text, section });

/** By column id, or by name of a total. */
const NOTES: ReadonlyMap<string, CountingNote> = new Map([
  [
    'macs',
    note(
      'macs',
      'Multiply-accumulates of convolutions, matrix products and the like, for the shapes shown. Padding counts, biases and activations do not.',
    ),
  ],
  ['flops', note('flops', '2 per MAC, plus every other arithmetic operation as one.')],
  [
    'params',
    note(
      'parameters',
      'Values of weights, each weight once, with its first reader. Scales, zero points, integers and BatchNorm statistics are left out.',
    ),
  ],
  ['weightBytes', note('bytes', 'Bytes of the weights as stored, scales and zero points included.')],
  ['activationBytes', note('bytes', 'Bytes of the activations that are read and written, each tensor once.')],
  ['intensity', note('bytes', 'FLOPs per byte that must move at least, weights included; caches are not considered.')],
  ['trafficBytes', note('bytes', 'Every operand read once and every result written once, weights included; views move nothing.')],
  [
    'zeroSparsity',
    note('zeros-in-weights', 'Share of weight values that are exactly zero; of a quantized weight, those equal to its zero point.'),
  ],
  [
    'effectiveMacs',
    note('zeros-in-weights', 'Estimate: MACs less those that multiply a zero of a weight. No kernel of the runtime leaves them out.'),
  ],
  [
    'peakActivationBytes',
    note('memory', 'Most bytes of activations that live at once, node by node in the order of the file, without any sharing of memory.'),
  ],
  [
    'plannedPeakBytes',
    note(
      'memory',
      "What the runtime's arena takes for activations without graph optimizations: views and kernels in place share memory, chunks are rounded up.",
    ),
  ],
  [
    'lowerBoundBytes',
    note('memory', 'Most bytes of activations that live at once when views and kernels in place share memory: no plan takes less.'),
  ],
  ['prepackedBytes', note('memory', 'Estimate: copies of weights in an order of their own, which kernels make when a session is created.')],
  ['bodies', note('control-flow-and-functions', 'One execution of the body. No total includes it.')],
  ['scenarios', note('decoders', 'Prefill reads a prompt with an empty cache; decode makes the next token with the prompt in the cache.')],
]);

export function countingNote(id: string): CountingNote | undefined {
  return NOTES.get(id);
}

/** Headings that notes point to. */
export function countingSections(): readonly string[] {
  return [...new Set(Array.from(NOTES.values(), ({ section }) => section))];
}
