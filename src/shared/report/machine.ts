/**
 * Kinds of kernels whose speed differs on the same machine, each with what its work is counted in: FLOPs of its contractions, elements that it writes
 * (`element`), transcendental functions (`transcendental`), or bytes that it moves (`byte`).
 */
export const KERNEL_CLASSES = {
  /** Product with a constant matrix. */
  matrix: 'flop',
  /** Product of activations, as in attention. */
  smallMatrix: 'flop',
  /** Convolution with more than one tap. */
  convolution: 'flop',
  /** 1×1 convolution. */
  pointwise: 'flop',
  /** One input channel per group. */
  depthwise: 'flop',
  /** Convolution of an image with few channels. */
  firstConvolution: 'flop',
  recurrent: 'flop',
  pooling: 'flop',
  softmax: 'element',
  normalization: 'element',
  transcendental: 'transcendental',
  /** Product of one row with a constant matrix. */
  vector: 'byte',
  transpose: 'byte',
} as const satisfies Readonly<Record<string, 'flop' | 'element' | 'transcendental' | 'byte'>>;

export type KernelClass = keyof typeof KERNEL_CLASSES;

/** What operators reach on a machine with a number of threads. FLOPs count 2 per multiply-accumulate, also for integers. */
export interface MachineRoofs {
  readonly threads: number;
  /** Of matrix products: the compute roofs. */
  readonly float32FlopPerSecond: number;
  readonly int8FlopPerSecond: number;
  /** Reads and writes of an elementwise operator over tensors that no cache holds: the memory roof. */
  readonly memoryBytesPerSecond: number;
  /** The same over tensors of this size, smallest first. */
  readonly caches: readonly { readonly workingSetBytes: number; readonly bytesPerSecond: number }[];
  /** What the runtime takes for the smallest kernel. */
  readonly kernelMs: number;
  /**
   * Work per second of a class over its roof: the float32 roof where work is counted in FLOPs, elements or functions (these are then far below 1), the
   * bandwidth for the tensors' size where it is counted in bytes. A class that could not be timed is absent.
   */
  readonly efficiency: Readonly<Partial<Record<KernelClass, number>>>;
}

/** What limits are taken from: this machine, as measured, or a described one. */
export interface RoofSource {
  /** `this machine`, or the name of a target profile. */
  readonly name: string;
  /** Where the numbers come from, in a few words. */
  readonly from: string;
  readonly basis: 'measured' | 'estimated';
  readonly roofs: MachineRoofs;
  /** Factors by which a whole model's time may be off, with 80 % coverage: below 1 and above 1. */
  readonly uncertainty: { readonly low: number; readonly high: number };
}

export interface CacheLevel {
  readonly level: number;
  readonly bytes: number;
  /** Logical processors that share it; `undefined` where the system does not say. */
  readonly sharedBy: number | undefined;
}

export interface ProviderState {
  /** As the runtime calls it: `cpu`, `cuda`. */
  readonly name: string;
  readonly usable: boolean;
  /** Why it cannot start. */
  readonly reason: string | undefined;
}

/** Eight-bit products that add up in 16 bits overflow on some processors: other results than elsewhere. */
export interface SaturationProbe {
  readonly saturates: boolean;
  /** The sum of 255 × 127 products as it should be, and as it came out. */
  readonly expected: number;
  readonly observed: number;
}

/** Result of the `machine` procedure. */
export interface MachineReport {
  readonly layerwise: string;
  readonly onnxruntime: string;
  readonly node: string;
  readonly os: string;
  readonly cpu: string;
  readonly cores: number;
  readonly logicalCores: number;
  readonly isa: readonly string[];
  readonly caches: readonly CacheLevel[];
  readonly memoryBytes: number;
  /** `undefined` where the system does not say. */
  readonly isVirtual: boolean | undefined;
  readonly governor: string | undefined;
  readonly powerSource: 'mains' | 'battery' | undefined;
  readonly providers: readonly ProviderState[];
  readonly saturation: SaturationProbe;
  /** For one thread, and for the threads asked for where that is another number. */
  readonly roofs: readonly MachineRoofs[];
  /** ISO 8601. */
  readonly measuredAt: string;
  readonly tookMs: number;
  readonly notes: readonly string[];
}

/** What is known about this machine without measuring. */
export interface KnownMachine {
  /** Instruction-set extensions; empty where the system does not say. */
  readonly isa: readonly string[];
  /** As measured last with the threads and the runtime asked for; `undefined` when they were not. */
  readonly roofs: RoofSource | undefined;
}
