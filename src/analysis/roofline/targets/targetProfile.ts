/** A described machine, for models that will run elsewhere. Numbers are the maker's; what kernels reach of them is estimated in `targetRoofs`. */
export interface TargetProfile {
  /** As `--target` takes it. */
  readonly id: string;
  readonly title: string;
  readonly processor: string;
  /** Cores that a model is run on, one thread each, with their clocks while all of them work. */
  readonly cores: readonly { readonly count: number; readonly clockGhz: number; readonly flopPerCycle: number }[];
  /** Eight-bit products per second over float32 ones. */
  readonly int8Factor: number;
  /** Of the memory's interface, as far as these cores can use it. */
  readonly memoryGbPerSecond: number;
  /** Last cache that these cores share, and the bandwidth of all of them from it. */
  readonly cache: { readonly bytes: number; readonly gbPerSecond: number };
  /** Where the numbers are from. */
  readonly source: string;
}
