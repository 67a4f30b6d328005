import fs from 'node:fs';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { analyze, analyzeInSteps, type AnalysisOptions } from '../../analysis/analyze';
import { analyzeAsRun } from '../../analysis/analyzeAsRun';
import type { OpenedModel } from '../../analysis/bodyGraph';
import { beginningOf } from '../../analysis/beginningOf';
import { buildModelView } from '../../analysis/buildModelView';
import { countZeros, type ZeroCount } from '../../analysis/cost/countZeros';
import { sparsityColumns } from '../../analysis/metrics/sparsityColumns';
import { reportedProblems } from '../../analysis/reportedProblems';
import { inputDims } from '../../analysis/shapes/inputDims';
import { bytesOnDisk } from '../../onnx/bytesOnDisk';
import { openModel, type OnnxModel } from '../../onnx/openModel';
import { finishStepsWithPauses } from '../../shared/base/steps';
import { mainGraph } from '../../shared/graph/traversal';
import type { OfModel } from '../../shared/protocol/hostEngine';
import type { Analysis, GroupSource } from '../../shared/report/analysis';
import type { Column } from '../../shared/report/column';
import { isProfileStale } from '../../shared/report/isProfileStale';
import { LayerwiseError } from '../../shared/report/layerwiseError';
import type { Profile } from '../../shared/report/latency';
import type { ModelToken } from '../../shared/report/modelToken';
import type { ModelView } from '../../shared/report/modelView';

export type Dims = Readonly<Record<string, number>>;

/** Below this an analysis is shorter than drawing a model twice (`npm run bench:webview`). */
const STAGED_FROM_NODES = 20_000;

/** Sizes as chosen, and the same with what a run added. */
interface Shown {
  readonly chosen: Analysis;
  readonly analysis: Analysis;
  readonly view: ModelView;
}

/** A model file that is open: its index, and its analysis with the dims chosen last, which is made when somebody first looks at it. */
export class OpenDocument {
  private lastProfile: Profile | undefined;
  private chosenDims: Dims;
  private shown: Shown | undefined;
  private zeros: Promise<readonly (ZeroCount | undefined)[]> | undefined;

  private constructor(
    readonly location: string,
    readonly trusted: boolean,
    readonly file: OnnxModel,
    dims: Dims,
    private grouping: GroupSource | undefined,
  ) {
    this.chosenDims = withSuggestions(file, dims);
  }

  /** Throws `LayerwiseError` for what is not a model. Dims that are not chosen get the value that the file suggests, so that sizes can be shown. Without a `grouping` it is what suits the model. */
  static async open(location: string, trusted: boolean, dims: Dims, grouping?: GroupSource): Promise<OpenDocument> {
    return new OpenDocument(location, trusted, await openModel(location, { trusted }), dims, grouping);
  }

  get token(): ModelToken {
    return this.file.token;
  }

  /** The first layers, before the analysis; `undefined` where names tell none, the analysis is there, or it is made as quickly. */
  beginning(): ModelView | undefined {
    if (this.shown !== undefined || mainGraph(this.file.graph).nodeCount < STAGED_FROM_NODES) return undefined;
    if (this.grouping !== undefined && this.grouping !== 'names') return undefined;
    return beginningOf(this.file, new Map(Object.entries(this.chosenDims)), this.fileFacts);
  }

  get view(): ModelView {
    return this.current.view;
  }

  /** Makes the analysis, unless it is there, with pauses in which others are answered. Throws what reading the file throws. */
  async prepare(): Promise<void> {
    if (this.shown !== undefined) return;
    const { chosenDims, grouping } = this;
    const { graph, reader } = this.file;
    const analysis = await finishStepsWithPauses(analyzeInSteps(graph, reader, this.options), setImmediate);
    // Somebody may have asked for it, or for other sizes or groups, meanwhile.
    if (chosenDims === this.chosenDims && grouping === this.grouping) this.shown ??= this.show(analysis);
  }

  /** With the analysis of all of it, bodies and functions included. */
  get opened(): OpenedModel {
    const { file, chosenDims } = this;
    const readerOf: OpenedModel['readerOf'] = graph => file.readerOf(graph);
    return { graph: file.graph, readerOf, analysis: this.current.analysis, dims: new Map(Object.entries(chosenDims)) };
  }

  /** Values of the symbols that have one. */
  get dims(): Dims {
    return this.chosenDims;
  }

  /** Taken last, under whatever conditions. */
  get profile(): Profile | undefined {
    return this.lastProfile;
  }

  /** Sizes that depend on the data are those of the run, as long as it was one with these shapes. */
  set profile(profile: Profile | undefined) {
    this.lastProfile = profile;
    if (this.shown !== undefined) this.shown = this.show(this.shown.chosen);
  }

  setDims(dims: Dims): ModelView {
    this.chosenDims = withSuggestions(this.file, dims);
    return (this.shown = this.show(this.analyze())).view;
  }

  setGrouping(grouping: GroupSource): ModelView {
    this.grouping = grouping;
    return (this.shown = this.show(this.analyze())).view;
  }

  /** Columns of what only the values of weights tell. They are read once; other sizes ask again for the columns alone. */
  async sparsity(): Promise<readonly Column[]> {
    const { graph, reader } = this.file;
    const zeros = await (this.zeros ??= countZeros(graph, reader));
    return sparsityColumns(graph, this.current.analysis, zeros);
  }

  /** Throws `stale-token` when the file, or one with its data, is not the one that was opened, or the request means an earlier opening. */
  async check({ token }: Pick<OfModel, 'token'>): Promise<void> {
    const stat = await fs.promises.stat(this.location, { bigint: true }).catch(() => undefined);
    const { size, mtimeNs, inode, skeletonHash } = this.token;
    const unchanged = stat !== undefined && Number(stat.size) === size && stat.mtimeNs === mtimeNs && stat.ino === inode;
    const what = stat === undefined ? 'is no longer there' : 'changed on disk';
    if (!unchanged || token.skeletonHash !== skeletonHash || token.mtimeNs !== mtimeNs) throw this.stale(what);
    try {
      this.file.external.assertUnchanged();
    } catch {
      throw this.stale('has a data file that changed on disk');
    }
  }

  private stale(what: string): LayerwiseError {
    return new LayerwiseError('stale-token', `${this.fileFacts.fileName} ${what} since it was opened. Open it again to go on.`, {
      file: this.location,
    });
  }

  async close(): Promise<void> {
    await this.file.close();
  }

  private get current(): Shown {
    return (this.shown ??= this.show(this.analyze()));
  }

  private get fileFacts(): { readonly fileName: string; readonly fileBytes: number } {
    return { fileName: path.basename(this.location), fileBytes: bytesOnDisk(this.file) };
  }

  private get options(): AnalysisOptions {
    return { dims: new Map(Object.entries(this.chosenDims)), grouping: this.grouping };
  }

  private analyze(): Analysis {
    const { graph, reader } = this.file;
    return analyze(graph, reader, this.options);
  }

  private show(chosen: Analysis): Shown {
    const analysis = this.withMeasuredSizes(chosen);
    if (analysis === this.shown?.analysis) return this.shown;
    const complete = { ...analysis, problems: reportedProblems(this.file.problems, analysis) };
    return { chosen, analysis, view: buildModelView(this.file, complete, this.fileFacts) };
  }

  private withMeasuredSizes(chosen: Analysis): Analysis {
    const { graph, reader } = this.file;
    if (this.lastProfile === undefined || isProfileStale({ analysis: chosen }, this.lastProfile)) return chosen;
    return analyzeAsRun(graph, reader, this.options, this.lastProfile.kernels, chosen);
  }
}

/** Dims that are not given have the value that the file suggests. */
function withSuggestions({ graph }: OnnxModel, dims: Dims): Dims {
  const symbols = inputDims(graph, { dims: new Map(Object.entries(dims)) });
  const values = symbols.map(({ name, value, suggested }) => [name, value ?? suggested] as const);
  return Object.fromEntries(values.filter((entry): entry is readonly [string, number] => entry[1] !== undefined));
}
