import type { GroupSource } from '../../../src/shared/report/analysis';
import type { BodyGraph, BodyStep } from '../../../src/shared/report/bodyGraph';
import type { FileDifference } from '../../../src/shared/report/comparedFile';
import type { DataPreview } from '../../../src/shared/report/dataPreview';
import type { ExportedFile, PageAction, SharedState } from '../../../src/shared/protocol/hostWebview';
import type { PassCall } from '../../../src/shared/report/jobRequest';
import type { NodeDetails, WeightStatistics } from '../../../src/shared/report/modelView';
import type { DryRun } from '../../../src/shared/report/passDescription';
import type { QuantizationPreview } from '../../../src/shared/report/quantizationPreview';
import type { TensorLives } from '../../../src/shared/report/tensorLives';

/** What a page can ask of the extension host. Requests throw `LayerwiseError`. */
export interface PageHost {
  /** `skeletonHash`: of the graph whose nodes the action may name. */
  act(action: PageAction, skeletonHash: string): void;
  share(state: SharedState): void;
  setDims(dims: Readonly<Record<string, number>>): Promise<void>;
  /** Groups the layers of the model from elsewhere. */
  setGrouping(grouping: GroupSource): Promise<void>;
  nodeDetails(node: number): Promise<NodeDetails>;
  /** What a body or function holds; the steps lead there from the main graph. */
  bodyGraph(steps: readonly BodyStep[]): Promise<BodyGraph>;
  tensorLives(): Promise<TensorLives>;
  weightStatistics(weight: string): Promise<WeightStatistics>;
  /** What the weight of a layer loses in few bits. */
  quantizationPreview(node: number): Promise<QuantizationPreview>;
  /** Of the file of `compared` with this id. */
  fileDifference(id: number): Promise<FileDifference>;
  /** Has something saved where the user says. */
  saveExport(file: ExportedFile): Promise<void>;
  /** Puts a text on the clipboard. */
  copyText(text: string): Promise<void>;
  /** For the log: what could not be drawn. */
  reportFailure(detail: string): void;
  /** Of the data that the next job fits on. */
  previewData(): Promise<DataPreview>;
  /** Puts the command line that applies passes into the clipboard. */
  copyCommand(passes: readonly PassCall[]): Promise<void>;
  dryRun(passes: readonly PassCall[]): Promise<DryRun>;
}
