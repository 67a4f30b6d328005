import fs from 'node:fs';
import path from 'node:path';
import { analyze } from '../../analysis/analyze';
import { buildModelView } from '../../analysis/buildModelView';
import { openModel, type OnnxModel } from '../../onnx/openModel';
import type { OfModel } from '../../shared/protocol/hostEngine';
import type { Analysis } from '../../shared/report/analysis';
import { LayerwiseError } from '../../shared/report/layerwiseError';
import type { Profile } from '../../shared/report/latency';
import type { ModelToken } from '../../shared/report/modelToken';
import type { ModelView } from '../../shared/report/modelView';

export type Dims = Readonly<Record<string, number>>;

/** A model file that is open: its index, and its analysis with the dims chosen last. */
export class OpenDocument {
  /** Taken last, under whatever conditions. */
  profile: Profile | undefined;

  private constructor(
    readonly location: string,
    readonly trusted: boolean,
    readonly file: OnnxModel,
    private current: ModelView,
  ) {}

  /** Throws `LayerwiseError` for what is not a model. Dims that are not chosen get the value that the file suggests, so that sizes can be shown. */
  static async open(location: string, trusted: boolean, dims: Dims): Promise<OpenDocument> {
    const file = await openModel(location, { trusted });
    try {
      return new OpenDocument(location, trusted, file, viewOf(location, file, dims));
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

  setDims(dims: Dims): ModelView {
    return (this.current = viewOf(this.location, this.file, dims));
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
}

function viewOf(location: string, { graph, reader, problems, token }: OnnxModel, dims: Dims): ModelView {
  const asGiven = analyze(graph, reader, { dims: new Map(Object.entries(dims)) });
  const suggested = valuesOf(asGiven, true);
  const analysis =
    Object.keys(suggested).length > Object.keys(dims).length
      ? analyze(graph, reader, { dims: new Map(Object.entries(suggested)) })
      : asGiven;
  const complete = { ...analysis, problems: [...problems, ...analysis.problems] };
  return buildModelView(graph, complete, { fileName: path.basename(location), fileBytes: token.size });
}

function valuesOf({ dims }: Analysis, withSuggestions = false): Dims {
  const entries = dims.map(({ name, value, suggested }) => [name, value ?? (withSuggestions ? suggested : undefined)] as const);
  return Object.fromEntries(entries.filter((entry): entry is readonly [string, number] => entry[1] !== undefined));
}
