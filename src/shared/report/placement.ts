import { allKernels, type Kernel } from './latency';

/** The kernels that ran on one execution provider. */
export interface ProviderShare {
  /** As the runtime calls it, `CPUExecutionProvider`. */
  readonly provider: string;
  readonly kernels: number;
  readonly latencyMs: number;
  /** Operators of its kernels, the slowest in all first. */
  readonly ops: readonly string[];
}

/** Where kernels ran, those in bodies too, the provider with the most time first. */
export function placementOf(mainKernels: readonly Kernel[]): readonly ProviderShare[] {
  const kernels = allKernels(mainKernels);
  const providers = [...new Set(kernels.map(({ provider }) => provider))].filter(provider => provider !== '');
  const shares = providers.map(provider => {
    const own = kernels.filter(kernel => kernel.provider === provider);
    return { provider, kernels: own.length, latencyMs: totalMs(own), ops: slowestOps(own) };
  });
  return shares.sort((a, b) => b.latencyMs - a.latencyMs);
}

function slowestOps(kernels: readonly Kernel[]): readonly string[] {
  const times = new Map<string, number>();
  for (const kernel of kernels) times.set(kernel.op, (times.get(kernel.op) ?? 0) + ownMs(kernel));
  return [...times].sort(([, a], [, b]) => b - a).map(([op]) => op);
}

function totalMs(kernels: readonly Kernel[]): number {
  return kernels.reduce((sum, kernel) => sum + ownMs(kernel), 0);
}

/** What ran in its bodies counts where that ran. */
function ownMs({ ownMs: own, medianMs }: Kernel): number {
  return own ?? medianMs;
}
