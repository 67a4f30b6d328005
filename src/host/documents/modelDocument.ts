import fs from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import * as v from 'valibot';
import type * as vscode from 'vscode';
import type { EngineClient } from '../../engineClient/engineClient';
import { DisposableStore, type Disposable } from '../../shared/base/disposable';
import { Emitter } from '../../shared/base/emitter';
import { numberLanguage } from '../../shared/base/numberLanguage';
import * as protocol from '../../shared/protocol/hostEngine';
import type { ModelState, SharedState, Wish } from '../../shared/protocol/hostWebview';
import type { RequestKind } from '../../shared/protocol/message';
import type { Packed } from '../../shared/protocol/packing/packed';
import { unpackLater } from '../../shared/protocol/packing/unpackLater';
import type { GroupSource } from '../../shared/report/analysis';
import { isProfileStale } from '../../shared/report/isProfileStale';
import type { Profile } from '../../shared/report/latency';
import { LayerwiseError, toErrorInfo, type ErrorInfo } from '../../shared/report/layerwiseError';
import type { ModelToken } from '../../shared/report/modelToken';
import type { ModelView } from '../../shared/report/modelView';
import { settings } from '../settings';
import { Dismissals } from './dismissals';
import { DocumentComparisons } from './documentComparisons';
import { DocumentData } from './documentData';
import { DocumentJobs } from './documentJobs';
import { DocumentVariants } from './documentVariants';
import { EMPTY_STATE } from '../../shared/protocol/emptyState';
import { FileIds } from './fileIds';
import { localCopy } from './localCopy';
import { findNeighborData, type NeighborData } from './neighborData';
import { recall } from './recall';
import { trustState } from './trust';
import { watchFile } from './watchFile';

type Dims = Readonly<Record<string, number>>;

const dimsSchema: v.GenericSchema<unknown, Dims> = v.record(v.string(), v.pipe(v.number(), v.integer(), v.minValue(0)));
const groupingSchema = v.picklist(['names', 'structure', 'none']);
const metricSchema = v.pipe(v.string(), v.maxLength(64));

/** What is found out next would take the processor from the pages that just got the model and draw it. */
const TABLE_FIRST_MS = 300;

/** What a document needs of its surroundings. */
export interface DocumentServices {
  readonly engine: EngineClient;
  /** Folder for copies of files without a local path. */
  readonly storage: vscode.Uri;
  /** Outlives the window. */
  readonly memory: vscode.Memento;
}

/** An open model: one state, from which editor, side panel, Optimize page and text view draw. */
export class ModelDocument implements Disposable {
  private readonly owned = new DisposableStore();
  private readonly changes = this.owned.add(new Emitter<Partial<ModelState>>());
  /** Fires with what changed. */
  readonly onDidChange = this.changes.event;
  private readonly disposed = this.owned.add(new Emitter<undefined>());
  readonly onDidDispose = this.disposed.event;
  readonly jobs: DocumentJobs;
  readonly data: DocumentData;
  readonly variants: DocumentVariants;
  readonly comparisons: DocumentComparisons;
  readonly dismissals: Dismissals;
  readonly fileIds = new FileIds();
  private current: ModelState;
  private opening: Promise<protocol.OfModel> | undefined;
  private path: string | undefined;
  /** Which reading of the file the model comes from, and which graph that is. */
  private read: Pick<ModelState, 'reading' | 'skeletonHash'> = { reading: 0, skeletonHash: '' };
  private isDisposed = false;

  constructor(
    readonly uri: vscode.Uri,
    private readonly services: DocumentServices,
  ) {
    const fileName = uri.path.slice(uri.path.lastIndexOf('/') + 1);
    // Pages come back with their metric; text and lenses, which have no state of their own, with this one.
    const metric = recall(services.memory, this.metricKey, metricSchema);
    // Pages take what is newer than the nothing that they begin with.
    const shared = metric === undefined ? EMPTY_STATE.shared : { ...EMPTY_STATE.shared, counter: 1, metric };
    this.current = { ...EMPTY_STATE, phase: 'loading', trust: trustState(), runnable: uri.scheme === 'file', fileName, shared };
    this.jobs = this.owned.add(new DocumentJobs(this, services.engine));
    this.data = new DocumentData(this, services.memory);
    this.variants = new DocumentVariants(this, services.engine);
    this.comparisons = new DocumentComparisons(this);
    this.dismissals = new Dismissals(services.memory, `dismissed:${uri.toString()}`, () => this.update({ dismissed: this.dismissals.all }));
    this.current = { ...this.current, dismissed: this.dismissals.all };
    this.owned.add(watchFile(uri, () => void this.lookAtFile()));
    this.owned.add(services.engine.onDidCrash(error => this.onEngineCrash(error)));
  }

  get state(): ModelState {
    return this.current;
  }

  /** Local path of the file, or of its copy. Throws before the first opening. */
  get location(): string {
    if (this.path === undefined) throw new Error('The model was not opened yet.');
    return this.path;
  }

  /** Whether nothing shows the model any more. */
  get isClosed(): boolean {
    return this.isDisposed;
  }

  /** Data beside the model; a copy has none. */
  get neighborData(): NeighborData {
    return this.uri.scheme === 'file' ? findNeighborData(this.uri.fsPath) : { calibration: undefined, evaluation: undefined };
  }

  update(change: Partial<ModelState>): void {
    this.current = { ...this.current, ...change };
    this.changes.fire(change);
  }

  /** Opens the model in the engine, once. Throws `LayerwiseError`, which stands in the state as well. */
  open(): Promise<protocol.OfModel> {
    this.opening ??= this.openNow().catch((error: unknown) => {
      this.opening = undefined;
      const info = toErrorInfo(error);
      this.update({ phase: 'failed', error: info, beginning: undefined });
      throw LayerwiseError.from(info);
    });
    return this.opening;
  }

  /** Reads the file again: it changed, or the user asked for it. */
  async reload(): Promise<protocol.OfModel> {
    await this.close();
    this.update({
      changedOnDisk: undefined,
      error: undefined,
      profile: undefined,
      profileIsStale: false,
      profileIsPartial: false,
      layerTiming: undefined,
      roofline: undefined,
      sparsity: undefined,
      tensorDifference: undefined,
      trial: undefined,
      madeFrom: undefined,
    });
    return this.open();
  }

  /** A request about this model, with the engine's number for it. Throws `LayerwiseError`. */
  async request<P, R>(kind: RequestKind<protocol.OfModel & P, R>, parameters: P): Promise<R> {
    const opened = await this.open();
    return this.services.engine.request(kind, { ...opened, ...parameters });
  }

  /** Chosen sizes hold for the model, in windows to come as well. */
  async setDims(dims: Dims): Promise<void> {
    const model = unpackLater(await this.request(protocol.setDims, { dims }));
    void this.services.memory.update(this.dimsKey, dims);
    this.update({
      model,
      layerTiming: undefined,
      trial: undefined,
      roofline: undefined,
      sparsity: undefined,
      profileIsStale: isProfileStale(model, this.current.profile),
    });
    await Promise.all([this.refreshSuggestions(), this.refreshRoofline()]);
    await this.refreshSparsity();
  }

  /** Chosen groups of layers hold for the model, in windows to come as well. */
  async setGrouping(grouping: GroupSource): Promise<void> {
    const model = unpackLater(await this.request(protocol.setGrouping, { grouping }));
    void this.services.memory.update(this.groupingKey, grouping);
    this.update({ model });
    await this.refreshSuggestions();
  }

  /** The last writer wins: what comes from an older counter gets a newer one, so that every page follows. */
  share(shared: SharedState): void {
    const { counter, metric } = this.current.shared;
    if (shared.metric !== metric) void this.services.memory.update(this.metricKey, shared.metric);
    this.update({ shared: shared.counter > counter ? shared : { ...shared, counter: counter + 1 } });
  }

  /** Selects the layer of a node on every page and in the text. */
  select(node: number): void {
    const { shared } = this.current;
    this.share({ ...shared, counter: shared.counter + 1, selected: node });
  }

  /** Has every page of the model show something. */
  show(wish: Wish): void {
    // Grows over restarts as well: pages remember the last wish that they followed.
    const counter = Math.max(Date.now(), (this.current.wish?.counter ?? 0) + 1);
    this.update({ wish: { ...wish, counter } });
  }

  /** What is shown is about files that are no longer there; the banner offers to read them again. */
  showChanged(): void {
    this.update({ changedOnDisk: { at: this.timeOfResults() } });
  }

  /** Models of this workspace may be run now, and data files that were refused as links of somebody else's may be read. */
  onTrusted(): void {
    this.update({ trust: trustState() });
    const isRefused = this.current.model?.analysis.problems.some(({ reason }) => reason === 'external-data-outside') ?? false;
    if (isRefused) void this.reload().catch(() => undefined);
  }

  async refreshSuggestions(): Promise<void> {
    const request = { data: this.data.kind, threads: settings.threads() };
    this.update({ suggestions: await this.request(protocol.suggestions, request).catch(() => undefined) });
  }

  /** Holds the model against the roofs of this machine, with the profile that is shown. */
  async refreshRoofline(): Promise<void> {
    const { profile, profileIsStale } = this.current;
    const request = { measured: profile !== undefined && !profileIsStale, threads: settings.threads() };
    this.update({ roofline: await this.request(protocol.roofline, request).then(unpackLater, () => undefined) });
  }

  /** After everything else: large weights take a while to read. */
  async refreshSparsity(): Promise<void> {
    this.update({ sparsity: await this.request(protocol.sparsity, {}).catch(() => undefined) });
  }

  /** Shows sizes that depend on the data as the last run made them. */
  async showMeasuredSizes(): Promise<void> {
    const packed = await this.request(protocol.measuredView, {}).catch(() => undefined);
    if (packed !== undefined) this.update({ model: unpackLater(packed) });
  }

  async refreshVariants(): Promise<void> {
    const { location: path } = this;
    const variants = await this.services.engine.request(protocol.listVariants, { path }).catch(() => []);
    this.update({ variants: variants.map(variant => ({ ...variant, id: this.fileIds.of(variant.path) })) });
    await this.comparisons.refresh();
  }

  dispose(): void {
    this.isDisposed = true;
    this.disposed.fire(undefined);
    void this.close();
    this.owned.dispose();
  }

  private get metricKey(): string {
    return `metric:${this.uri.toString()}`;
  }

  private get dimsKey(): string {
    return `dims:${this.uri.toString()}`;
  }

  private get groupingKey(): string {
    return `grouping:${this.uri.toString()}`;
  }

  private async openNow(): Promise<protocol.OfModel> {
    if (this.current.model === undefined) this.update({ phase: 'loading', error: undefined });
    this.path = await localCopy(this.uri, this.services.storage);
    const dims = dimsOf(this.current) ?? recall(this.services.memory, this.dimsKey, dimsSchema) ?? {};
    const trusted = trustState() === 'trusted';
    const { view, isBeginning, profile, ...opened } = await this.services.engine.request(protocol.openModel, {
      path: this.path,
      trusted,
      dims,
      grouping: recall(this.services.memory, this.groupingKey, groupingSchema),
      threads: settings.threads(),
      provider: settings.provider(),
    });
    this.read = { reading: this.read.reading + 1, skeletonHash: opened.token.skeletonHash };
    if (isBeginning) await this.showInStages(opened, view, profile);
    else this.showOpened(view, profile);
    this.data.show();
    void this.afterOpening();
    return opened;
  }

  /** The first layers, then the whole. What was shown before the model was read again stays until the whole is there. */
  private async showInStages(opened: protocol.OfModel, beginning: Packed<ModelView>, profile: Profile | undefined): Promise<void> {
    const { engine } = this.services;
    if (this.current.model === undefined) this.update({ beginning: unpackLater(beginning) });
    try {
      this.showOpened(await engine.request(protocol.modelView, opened), profile);
    } catch (error) {
      await engine.request(protocol.closeModel, opened).catch(() => undefined);
      throw error;
    }
  }

  private showOpened(packed: Packed<ModelView>, profile: Profile | undefined): void {
    const model = unpackLater(packed);
    const known = profile ?? this.current.profile;
    this.update({
      model,
      beginning: undefined,
      ...this.read,
      profile: known,
      profileIsStale: isProfileStale(model, known),
      phase: known === undefined ? 'static' : 'ready',
      // An opening that failed before is no longer true.
      ...(this.current.phase === 'failed' ? { error: undefined } : {}),
    });
  }

  private async afterOpening(): Promise<void> {
    await sleep(TABLE_FIRST_MS);
    if (this.isDisposed) return;
    await Promise.all([this.refreshSuggestions(), this.refreshRoofline(), this.refreshVariants()]);
    const passes = await this.services.engine.request(protocol.listPasses, {}).catch(() => []);
    this.update({ passes });
    this.update({ madeFrom: await this.request(protocol.madeFrom, {}).catch(() => undefined) });
    await this.refreshSparsity();
  }

  private async close(): Promise<void> {
    const opened = await this.opening?.catch(() => undefined);
    this.opening = undefined;
    if (opened !== undefined) await this.services.engine.request(protocol.closeModel, opened).catch(() => undefined);
  }

  private onEngineCrash(error: ErrorInfo): void {
    // An opening that fails with the engine says so itself.
    if (this.current.phase === 'loading') return;
    this.opening = undefined;
    const profile = this.jobs.lastingProfile;
    const profileIsStale = this.current.model !== undefined && isProfileStale(this.current.model, profile);
    this.update({ phase: 'crashed', error, job: undefined, profile, profileIsStale, profileIsPartial: false });
  }

  /** Compares the file with what was opened, after something happened to it. */
  private async lookAtFile(): Promise<void> {
    const opened = await this.opening?.catch(() => undefined);
    if (this.uri.scheme !== 'file') return;
    const stat = await fs.promises.stat(this.uri.fsPath, { bigint: true }).catch(() => undefined);
    if (opened === undefined) {
      // A file that could not be opened may be complete now.
      if (stat !== undefined) await this.open().catch(() => undefined);
    } else if (stat === undefined) this.update({ error: fileMissing(this.current.fileName) });
    else this.onFilePresent(isSameFile(stat, opened.token));
  }

  private onFilePresent(isSame: boolean): void {
    if (this.current.error?.reason === 'file-missing') this.update({ error: undefined });
    this.update({ changedOnDisk: isSame ? undefined : { at: this.timeOfResults() } });
  }

  /** Time of day, as the banner shows it. */
  private timeOfResults(): string {
    const date = this.current.profile?.environment.date;
    const time = date === undefined ? new Date() : new Date(date);
    return time.toLocaleTimeString(numberLanguage(), { hour: '2-digit', minute: '2-digit' });
  }
}

/** Values of the symbols that have one, once the model is read. */
function dimsOf({ model }: ModelState): Dims | undefined {
  return model && Object.fromEntries(model.analysis.dims.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]])));
}

function isSameFile(stat: fs.BigIntStats, token: ModelToken): boolean {
  return stat.ino === token.inode && stat.mtimeNs === token.mtimeNs && Number(stat.size) === token.size;
}

function fileMissing(fileName: string): ErrorInfo {
  return { reason: 'file-missing', message: `${fileName} was deleted or renamed. What is shown was read before.` };
}
