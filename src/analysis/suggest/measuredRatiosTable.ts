/** Time after a change over time before it, where it was measured: the range seen, and on what. */
export interface MeasuredRatio {
  readonly low: number;
  readonly high: number;
  readonly source: string;
}

/** Share of something that went away with a change, where it was measured: the range seen, and on what. */
export interface MeasuredShare {
  readonly low: number;
  readonly high: number;
  readonly source: string;
}

/** Measured with onnxruntime 1.30 and 1.31 on one thread of a Xeon with AVX-512 VNNI. Other processors differ; the result is always measured. */
export const MEASURED_RATIOS = {
  /** Float NCHWc Conv against QLinearConv, U8 activations and S8 weights per channel; the low end is a whole model of such layers (0.27–0.30). */
  staticConvolution: { low: 0.27, high: 0.55, source: '3×3 convolutions of 64–256 channels at 14–56 pixels, and plain CNNs as a whole' },
  /** One layer 128 → 512 at 28 pixels 0.64; an inverted-residual network as a whole, depthwise layers included, 0.46–0.71. */
  staticPointwise: { low: 0.35, high: 0.75, source: '1×1 convolutions, and an inverted-residual CNN as a whole' },
  /** Depthwise convolutions between quantized layers: MobileNetV2 as a whole took 0.46–0.53, EfficientNet-B0 0.57–0.74, more than the layers around them explain. */
  staticCarried: { low: 0.35, high: 1, source: 'MobileNetV2 and EfficientNet-B0 as a whole, whose depthwise layers follow' },
  /** Four layers 768×3072, 1 and 128 rows: 4.5 → 0.75 ms and 23–36 → 9.5 ms. */
  staticProduct: { low: 0.17, high: 0.42, source: 'matrix products 768×3072 with 1 and 128 rows' },
  /** The same layers, activations quantized in every run: 4.5 → 0.74 ms and 23–36 → 9.6 ms. */
  dynamicWideProduct: { low: 0.16, high: 0.45, source: 'matrix products 768×3072 with 1 and 128 rows' },
  /**
   * Widths 96–384: a small vision transformer as a whole 0.67–0.83. Its products were 40 % of the time in kernels, so the low end is 0.17 of theirs:
   * Reshapes that the runtime puts around the float form go away with them.
   */
  dynamicNarrowProduct: { low: 0.17, high: 0.8, source: 'a vision transformer of width 96' },
  /** 20–50 steps, batches of 1 to 32: 128 units 0.54–0.84, 256 units 0.43–0.48, 384 units 0.20, 512 units 0.13–0.19, 1024 units 0.20–0.26. */
  dynamicLstm: { low: 0.13, high: 0.84, source: 'LSTMs of 128–1024 units with as many inputs' },
  /**
   * Time kept over MACs kept with widths on the grid of 16: 0.42/0.40, 0.75–0.78/0.73, 0.13–0.16/0.15, 0.47–0.51/0.50; ResNet-50 0.22/0.22, ResNet-18 0.35/0.31,
   * ConvNeXt-T 0.35/0.30, ViT-B/16 0.78/0.76. Below a third of a model of milliseconds what is not pruned counts: 0.40/0.28 and 0.12/0.06.
   */
  prunedTimePerMac: { low: 0.9, high: 1.15, source: 'seven CNNs and transformers pruned to 6–76 % of their MACs' },
  /** Kernels of Add, Clip, Mul, Div against one HardSwish (which the runtime computes as HardSigmoid and Mul): four of 64×80×80, 2.76 → 0.60 ms. */
  mergedHardSwish: { low: 0.2, high: 0.4, source: 'activations of 64×80×80 behind 1×1 convolutions' },
  /**
   * Kernels of Mul and Add that held 8 to 10 % of a text detector and a text recognizer, one thread under load, rounds of both in turns: 0.87 (0.83–0.91) of the detector's time was
   * left at 320 pixels, 0.86 (0.82–0.89) at 640, 0.91 (0.88–0.95) of the recognizer's: what they held, and in the detector more.
   */
  foldedAffine: { low: 0, high: 0.45, source: 'a text detector and a text recognizer as a whole' },
  /** 128×768: 0.313 → 0.171 ms; behind a product 768×3072 it is 1.06 of 6.02 ms. */
  mergedTanhGelu: { low: 0.45, high: 0.65, source: 'a tanh Gelu of 128×768' },
  /** Written with a reciprocal, 128×768: 0.196 → 0.138 ms. */
  mergedReciprocalNorm: { low: 0.6, high: 0.8, source: 'a norm of 128×768 written with a reciprocal' },
  /** 3×3, 62 → 64 channels at 56 pixels against 64 → 64: 2.36 and 1.62 ms; 62 → 62 against 64 → 64: 2.24 and 1.62. */
  alignedConvolution: { low: 0.65, high: 0.75, source: '3×3 convolutions of 62 and 64 channels at 56 pixels' },
  /** Four 3×3 convolutions of 8–16 channels, time per input in a batch of 8 over that of one: 0.54 and 0.62 at 14 pixels, 0.92 at 56. */
  batchedTinyConvolution: { low: 0.54, high: 0.92, source: '3×3 convolutions of 8 and 16 channels at 14 and 56 pixels, in batches of 8' },
  /** Add and Mul over 98,304 elements: 0.568 → 0.281 ms. */
  narrowIndices: { low: 0.45, high: 0.6, source: 'Add and Mul over 98,304 integers' },
  /** Profiling costs such small kernels more than they take: of 12 % of the time in kernels 0–11 % of the latency went away. */
  foldedShapes: { low: 0.1, high: 1, source: 'a vision transformer of 313 nodes with its batch fixed' },
  /** One row, weights 768×3072: 4 bits in blocks of 32 and 128 against float32, 4.5 → 0.66–1.26 ms. */
  weightOnlyRow: { low: 0.15, high: 0.3, source: 'matrix products 768×3072 with one row' },
} as const satisfies Readonly<Record<string, MeasuredRatio>>;

/**
 * Share of the time in kernels with MACs, the low end of what to expect: 99 % was measured for ResNet-50, 87 % for BERT-base at 128 tokens, 41 % for
 * a text detector whose activations the runtime does not fuse.
 */
export const LEAST_TIME_IN_CONTRACTIONS = 0.6;

/**
 * Share of the kernel's work below a step of channels that goes away with the time, where a layer is made a step narrower. Processor time of two convolutions with 64 channels around
 * the width, 28 pixels, median of 60: 3×3 with 40 / 48 / 60 / 64 / 72 / 80 channels 1.56 / 1.53 / 1.91 / 1.94 / 2.31 / 2.35 ms, 1×1 0.47 / 0.45 / 0.50 / 0.50 / 0.53 / 0.55 ms (under load).
 */
export const SAVED_WITH_A_STEP = {
  low: 0.3,
  high: 0.8,
  source: 'pairs of 1×1 and 3×3 convolutions of 40–80 channels at 28 pixels, which take as long within a step of 16',
} as const satisfies MeasuredShare;

/** Ratios of whole models that the reasons against a change cite; the same machine. */
export const MEASURED_AGAINST = {
  dynamicConvolution: '4–10×',
  staticTransformer: '1.05–1.32×',
  int8OnTinyModel: '1.2–1.35×',
  float16: '0.96–1.37×',
  /** 3×3 over 128 channels at 28 pixels: 0.45 → 0.65 ms. */
  depthwise: '1.4×',
  /** 4 bits in blocks of 32, 128 rows: 23–36 → 35–43 ms; a vision transformer of width 96. */
  weightOnlyManyRows: '1.2–2.4×',
  /** Scaled dot product of 12 heads over 128 tokens, projections included: 3.86 → 3.65 ms. */
  attentionOperator: '0.95×',
  /** Erf Gelu 1.06, LayerNormalization 1.05, RMSNormalization 1.07 of 128×768. */
  mergedAtLoad: '1.05–1.07×',
  /** Four 3×3 convolutions with BatchNormalization and Clip, opsets 7 to 11 against 13. */
  olderOpset: '0.98–1.01×',
  /** Transposes around each of four 3×3 convolutions of 64 channels. */
  channelsLast: '1.03×',
} as const;
