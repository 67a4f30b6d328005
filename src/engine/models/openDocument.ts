import fs from 'node:fs';
import path from 'node:path';
import { analyze } from '../../analysis/analyze';
import { analyzeAsRun } from '../../analysis/analyzeAsRun';
import { buildModelView } from '../../analysis/buildModelView';
import { countZeros, type ZeroCount } from '../../analysis/cost/countZeros';
import { sparsityColumns } from '../../analysis/metrics/sparsityColumns';
import { reportedProblems } from '../../analysis/reportedProblems';
import { openModel, type OnnxModel } from '../../onnx/openModel';
import type { OfModel } from '../../shared/protocol/hostEngine';
import type { Analysis } from '../../shared/report/analysis';
import type { Column } from '../../shared/report/column';
import { isProfileStale } from '../../shared/report/isProfileStale';
import { LayerwiseError } from '../../shared/report/layerwiseError';
import type { Profile } from '../../shared/report/latency';
import type { ModelToken } from '../../shared/report/modelToken';
import type { ModelView } from '../../shared/report/modelView';

export type Dims = Readonly<Record<string, number>>;

/** A model file that is open: its index, and its analysis with the dims chosen last. */
export class OpenDocument {
  private lastProfile: Profile | undefined;
  /** With the dims as chosen, and the same with what a run added. */
  private chosen: Analysis;
  private shown: Analysis;
  private current: ModelView;
  private zeros: Promise<readonly (ZeroCount | undefined)[]> | undefined;

  private constructor(
    readonly location: string,
    readonly trusted: boolean,
    readonly file: OnnxModel,
    dims: Dims,
  ) {
    this.shown = this.chosen = analyzeWithSuggestions(file, dims);
    this.current = this.viewOf(this.shown);
  }

  /** Throws `LayerwiseError` for what is not a model. Dims that are not chosen get the value that the file suggests, so that sizes can be shown. */
  static async open(location: string, trusted: boolean, dims: Dims): Promise<OpenDocument> {
    const file = await openModel(location, { trusted });
    try {
      return new OpenDocument(location, trusted, file, dims);
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  get token(): ModelToken {
    return this.file.token;
  }

  get view(): ModelView {
    return this.current;
  }

  /** Values of the symbols that have one. */
  get dims(): Dims {
    return valuesOf(this.current.analysis);
  }

  /** Taken last, under whatever conditions. */
  get profile(): Profile | undefined {
    return this.lastProfile;
  }

  /** Sizes that depend on the data are those of the run, as long as it was one with these shapes. */
  set profile(profile: Profile | undefined) {
    this.lastProfile = profile;
    this.show(this.chosen);
  }

  setDims(dims: Dims): ModelView {
    return this.show(analyzeWithSuggestions(this.file, dims));
  }

  /** Columns of what only the values of weights tell. They are read once; other sizes ask again for the columns alone. */
  async sparsity(): Promise<readonly Column[]> {
    const { graph, reader } = this.file;
    const zeros = await (this.zeros ??= countZeros(graph, reader));
    return sparsityColumns(graph, this.shown, zeros);
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
    return new LayerwiseError('stale-token', `${this.view.fileName} ${what} since it was opened. Open it again to go on.`, {
      file: this.location,
    });
  }

  async close(): Promise<void> {
    await this.file.close();
  }

  private show(chosen: Analysis): ModelView {
    this.chosen = chosen;
    const shown = this.withMeasuredSizes(chosen);
    if (shown === this.shown) return this.current;
    this.shown = shown;
    return (this.current = this.viewOf(shown));
  }

  private withMeasuredSizes(chosen: Analysis): Analysis {
    const { graph, reader } = this.file;
    if (this.lastProfile === undefined || isProfileStale({ analysis: chosen }, this.lastProfile)) return chosen;
    return analyzeAsRun(graph, reader, { dims: new Map(Object.entries(valuesOf(chosen))) }, this.lastProfile.kernels, chosen);
  }

  private viewOf(analysis: Analysis): ModelView {
    const complete = { ...analysis, problems: reportedProblems(this.file.problems, analysis) };
    return buildModelView(this.file, complete, { fileName: path.basename(this.location), fileBytes: this.token.size });
  }
}

/** Dims that are not given have the value that the file suggests. */
function analyzeWithSuggestions({ graph, reader }: OnnxModel, dims: Dims): Analysis {
  const asGiven = analyze(graph, reader, { dims: new Map(Object.entries(dims)) });
  const suggested = valuesOf(asGiven, true);
  const isComplete = Object.keys(suggested).length === Object.keys(dims).length;
  return isComplete ? asGiven : analyze(graph, reader, { dims: new Map(Object.entries(suggested)) });
}

function valuesOf({ dims }: Analysis, withSuggestions = false): Dims {
  const entries = dims.map(({ name, value, suggested }) => [name, value ?? (withSuggestions ? suggested : undefined)] as const);
  return Object.fromEntries(entries.filter((entry): entry is readonly [string, number] => entry[1] !== undefined));
}
