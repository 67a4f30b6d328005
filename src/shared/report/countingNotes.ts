import * as l10n from '../base/l10n';

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
      l10n.t(
        'Multiply-accumulates of convolutions, matrix products and the like, for the shapes shown. Padding counts, biases and activations do not.',
      ),
    ),
  ],
  ['flops', note('flops', l10n.t('2 per MAC, plus every other arithmetic operation as one.'))],
  [
    'params',
    note(
      'parameters',
      l10n.t(
        'Values of weights, each weight once, with its first reader. Scales, zero points, integers and BatchNorm statistics are left out.',
      ),
    ),
  ],
  ['weightBytes', note('bytes', l10n.t('Bytes of the weights as stored, scales and zero points included.'))],
  ['activationBytes', note('bytes', l10n.t('Bytes of the activations that are read and written, each tensor once.'))],
  ['intensity', note('bytes', l10n.t('FLOPs per byte that must move at least, weights included; caches are not considered.'))],
  ['trafficBytes', note('bytes', l10n.t('Every operand read once and every result written once, weights included; views move nothing.'))],
  [
    'zeroSparsity',
    note('zeros-in-weights', l10n.t('Share of weight values that are exactly zero; of a quantized weight, those equal to its zero point.')),
  ],
  [
    'effectiveMacs',
    note(
      'zeros-in-weights',
      l10n.t('Estimate: MACs less those that multiply a zero of a weight. No kernel of the runtime leaves them out.'),
    ),
  ],
  [
    'peakActivationBytes',
    note(
      'memory',
      l10n.t('Most bytes of activations that live at once, node by node in the order of the file, without any sharing of memory.'),
    ),
  ],
  [
    'plannedPeakBytes',
    note(
      'memory',
      l10n.t(
        "What the runtime's arena takes for activations without graph optimizations: views and kernels in place share memory, chunks are rounded up.",
      ),
    ),
  ],
  [
    'lowerBoundBytes',
    note('memory', l10n.t('Most bytes of activations that live at once when views and kernels in place share memory: no plan takes less.')),
  ],
  [
    'prepackedBytes',
    note('memory', l10n.t('Estimate: copies of weights in an order of their own, which kernels make when a session is created.')),
  ],
  ['bodies', note('control-flow-and-functions', l10n.t('One execution of the body. No total includes it.'))],
  [
    'scenarios',
    note('decoders', l10n.t('Prefill reads a prompt with an empty cache; decode makes the next token with the prompt in the cache.')),
  ],
]);

export function countingNote(id: string): CountingNote | undefined {
  return NOTES.get(id);
}

/** Headings that notes point to. */
export function countingSections(): readonly string[] {
  return [...new Set(Array.from(NOTES.values(), ({ section }) => section))];
}
