import type { LatencyComparison, OutputComparison, TaskMetric, VerificationVerdict } from './comparison';
import type { GraphDifference } from './graphDifference';
import type { ErrorInfo } from './layerwiseError';

/** What was measured of a file against the model that it is compared with. */
export interface FileMeasurement {
  readonly latency: LatencyComparison | undefined;
  readonly outputs: (OutputComparison & { readonly verdict: VerificationVerdict }) | undefined;
  /** Where there are labels. */
  readonly metric: TaskMetric | undefined;
}

/** A file that is held against the model that is open: a variant of it, or any other file with the same inputs. */
export interface ComparedFile {
  /** Absolute path. */
  readonly path: string;
  /** Short name: `int8`. */
  readonly name: string;
  readonly fileName: string;
  /** What was done to make it, in words; empty for other files. */
  readonly description: string;
  /** Position in the list of variants; `undefined` for other files. */
  readonly variant: number | undefined;
  readonly bytes: number;
  /** `undefined` while it was not compared with this model. */
  readonly measured: FileMeasurement | undefined;
  /** One of the files changed since it was measured. */
  readonly isStale: boolean;
  /** Why the last comparison failed. */
  readonly error: ErrorInfo | undefined;
}

/** A file in the list of a model that is open. */
export interface ListedFile extends ComparedFile {
  /** Names the file to the host, which keeps it for as long as the model is open, whatever else comes and goes. */
  readonly id: number;
}

/** Times of another file's kernels on the nodes of the model that is open. */
export interface MatchedTimes {
  /** Per main-graph node of the open model: time of the kernels that stand on what it became, with its 95 % interval; NaN where none does. */
  readonly nodeMs: Float64Array;
  readonly lowMs: Float64Array;
  readonly highMs: Float64Array;
  /** Kernels that stand on no node of the open model, the longest first. */
  readonly unmatched: readonly { readonly name: string; readonly op: string; readonly medianMs: number }[];
  /** Below this a kernel's time is not told apart from nothing. */
  readonly floorMs: number;
  /** When it was taken, ISO 8601. */
  readonly date: string;
}

/** How the graph of a file differs from that of the open model, and where its time goes in that one's layers. */
export interface FileDifference {
  readonly difference: GraphDifference;
  /** `undefined` while the file was not profiled under the conditions of the open model's profile. */
  readonly times: MatchedTimes | undefined;
}
