import * as vscode from 'vscode';
import type { EngineClient } from '../../engineClient/engineClient';
import { DisposableStore, type Disposable } from '../../shared/base/disposable';
import { Emitter } from '../../shared/base/emitter';
import * as protocol from '../../shared/protocol/hostEngine';
import type { Budgets } from '../../shared/report/budgetState';
import type { JobKind, JobOutcome, JobProgress } from '../../shared/report/job';
import type {
  CompareFilesRequest,
  CompareTensorsRequest,
  GraphLevel,
  ImportRequest,
  LayerRequest,
  OptimizeRequest,
  PassCall,
  PreviewRequest,
  ProfileRequest,
  RigorName,
  RunConditions,
  TrialRequest,
} from '../../shared/report/jobRequest';
import type { DataPreview } from '../../shared/report/dataPreview';
import { isProfileStale } from '../../shared/report/isProfileStale';
import type { Profile } from '../../shared/report/latency';
import type { LayerTiming } from '../../shared/report/layerTiming';
import { LayerwiseError, type ErrorInfo } from '../../shared/report/layerwiseError';
import type { DryRun } from '../../shared/report/passDescription';
import type { OptimizeResult } from '../../shared/report/optimizeResult';
import type { TensorDifference } from '../../shared/report/tensorDifference';
import type { ListedVariant } from '../../shared/report/variant';
import { settings } from '../settings';
import type { ModelDocument } from './modelDocument';
import { namesLayers, otherLayers } from './namedLayers';
import { requireTrust } from './trust';
import { JobRetries, type StartedJob } from './jobRetries';
import { underTerms } from './retryTerms';
import { runConditions } from './runConditions';

const STARTING: JobProgress = { phase: 'Starting', fraction: undefined, detail: '', steps: [] };
/** After these the model is shown as one that stopped the runtime. */
const CRASHES: ReadonlySet<string> = new Set(['runtime-crash', 'engine-crash', 'memory-limit', 'deadline']);

/** How a model is profiled where it is not as always: after a crash, for longer. */
export interface ProfileManner {
  readonly graphOptimization?: GraphLevel;
  readonly arena?: boolean;
  readonly rigor?: RigorName;
}

/** How passes are applied. */
export interface OptimizeManner {
  /** What the result is held against; `undefined`: nobody gave any. */
  readonly budgets?: Budgets | undefined;
  /** Skeleton hash of the graph whose nodes the passes are told ids of; the one on screen unless told. */
  readonly namedIn?: string | undefined;
  /** Path of the new file, which must not exist; else next to the model. */
  readonly output?: string | undefined;
}

/** What a finished job left. */
export type FinishedJob =
  | { readonly kind: 'profile'; readonly outcome: JobOutcome<Profile> }
  | { readonly kind: 'layer'; readonly outcome: JobOutcome<LayerTiming> }
  | {
      readonly kind: 'optimize';
      readonly outcome: JobOutcome<OptimizeResult>;
      readonly variant: ListedVariant | undefined;
      /** What the result is held against; `undefined`: nobody gave any. */
      readonly budgets: Budgets | undefined;
    };

/** Starts, follows and stops the jobs of one model; at most one at a time. */
export class DocumentJobs implements Disposable {
  private readonly owned = new DisposableStore();
  private readonly finished = this.owned.add(new Emitter<FinishedJob>());
  readonly onDidFinish = this.finished.event;
  /** Shown again when a running profile is cancelled. */
  private profileBefore: Profile | undefined;
  /** Passes of the running trial. */
  private tried: readonly PassCall[] = [];
  private budgets: Budgets | undefined;
  /** Between the click and the engine's answer there is no job yet. */
  private isStarting = false;
  /** Whether what is being started was cancelled before it had a job. */
  private isUnwanted = false;
  private readonly startEnded = this.owned.add(new Emitter<undefined>());
  /** Fires when what was being started is running, or could not be started. */
  readonly onDidEndStart = this.startEnded.event;
  readonly retries = new JobRetries(
    job => this.start(job),
    async () => {
      const { fitted, heldBack } = await this.previewData();
      return fitted + heldBack;
    },
  );

  constructor(
    readonly document: ModelDocument,
    private readonly engine: EngineClient,
  ) {
    this.owned.add(engine.on(protocol.jobProgress, event => this.isCurrent(event.job) && this.onProgress(event.progress)));
    this.owned.add(engine.on(protocol.partialProfile, event => this.isCurrent(event.job) && this.onPartial(event.profile)));
    this.owned.add(engine.on(protocol.profileDone, event => this.isCurrent(event.job) && this.onProfileDone(event.outcome)));
    this.owned.add(engine.on(protocol.compareDone, event => void (this.isCurrent(event.job) && this.onCompareDone(event.outcome))));
    this.owned.add(
      engine.on(protocol.compareTensorsDone, event => this.isCurrent(event.job) && this.onTensorsDone(event.file, event.outcome)),
    );
    this.owned.add(engine.on(protocol.layerDone, event => this.isCurrent(event.job) && this.onLayerDone(event.outcome)));
    this.owned.add(engine.on(protocol.trialDone, event => this.isCurrent(event.job) && this.onTrialDone(event.outcome)));
    this.owned.add(engine.on(protocol.optimizeDone, event => void (this.isCurrent(event.job) && this.onOptimizeDone(event.outcome))));
  }

  /** The profile that stays when the running job never ends: what a running profile shows in passing does not. */
  get lastingProfile(): Profile | undefined {
    const { job, profile } = this.document.state;
    return job?.kind === 'profile' ? this.profileBefore : profile;
  }

  /** Whether nothing else can be started: a job runs or is about to. */
  get isBusy(): boolean {
    return this.document.state.job !== undefined || this.isStarting;
  }

  /** Measures the model as it is on disk now. Throws `LayerwiseError`. */
  async profile({ graphOptimization = 'all', arena = true, rigor = settings.rigor() }: ProfileManner = {}): Promise<void> {
    await this.startAlone(async () => {
      const { conditions } = this;
      const request: ProfileRequest = { kind: 'profile', path: this.document.location, conditions, rigor, graphOptimization, arena };
      this.profileBefore = this.document.state.profile;
      const id = await this.document.request(protocol.startProfile, { request });
      this.begin(id, 'profile', vscode.l10n.t('Profiling'));
    });
  }

  /** Takes the profile from a trace that onnxruntime wrote elsewhere. Throws `LayerwiseError`. */
  async importTrace(trace: string): Promise<void> {
    await this.startAlone(async () => {
      const { location: path } = this.document;
      const request: ImportRequest = { kind: 'import', path, trace, conditions: this.conditions };
      this.profileBefore = this.document.state.profile;
      const id = await this.document.request(protocol.startImport, { request });
      this.begin(id, 'profile', vscode.l10n.t('Importing Trace'));
    });
  }

  /** Times the layer of a node alone: as it is, in INT8, and with other numbers of output channels. Quickly, since many forms are timed. `namedIn`: skeleton hash of the graph that the node is of. Throws `LayerwiseError`. */
  async timeLayer(node: number, namedIn = this.document.state.skeletonHash): Promise<void> {
    await this.startAlone(async () => {
      const { conditions } = this;
      const path = this.document.location;
      const request: LayerRequest = { kind: 'layer', path, node, int8: true, outputWidths: 'around', conditions, rigor: 'quick' };
      const id = await this.document.request(protocol.startLayer, { request });
      this.begin(id, 'layer', vscode.l10n.t('Timing a Layer Alone'));
    }, namedIn);
  }

  /** Writes a new file with the passes applied and compares it with the model. Throws `LayerwiseError`. */
  async optimize(passes: readonly PassCall[], { budgets, namedIn, output }: OptimizeManner = {}): Promise<void> {
    await this.startAlone(
      async () => {
        this.budgets = budgets;
        const request = { ...this.optimizeRequest(passes, output), conditions: this.conditions };
        const id = await this.document.request(protocol.startOptimize, { request });
        this.begin(id, 'optimize', this.titleOf(passes));
      },
      this.graphNamedBy(passes, namedIn),
    );
  }

  /** What is asked for when passes are applied: with the data, sizes and settings of now. */
  optimizeRequest(passes: readonly PassCall[], output?: string): OptimizeRequest {
    return {
      kind: 'optimize',
      path: this.document.location,
      output,
      passes,
      conditions: runConditions(this.document),
      evaluationData: this.document.data.evaluation,
      measure: true,
      rigor: settings.rigor(),
      batch: 1,
    };
  }

  /** Plans passes on the data, and tries the result without writing it. `namedIn`: as `OptimizeManner` says. Throws `LayerwiseError`. */
  async tryPasses(passes: readonly PassCall[], namedIn?: string): Promise<void> {
    await this.startAlone(
      async () => {
        const { conditions } = this;
        const { location: path, data } = this.document;
        const request: TrialRequest = { kind: 'trial', path, passes, conditions, evaluationData: data.evaluation, measure: true, batch: 1 };
        const id = await this.document.request(protocol.startTrial, { request });
        this.tried = passes;
        this.begin(id, 'trial', vscode.l10n.t('Trying {0}', this.titleOf(passes)));
      },
      this.graphNamedBy(passes, namedIn),
    );
  }

  /** Measures files against the model, one after the other. Throws `LayerwiseError`. */
  async compare(files: readonly string[], rigor = settings.rigor()): Promise<void> {
    if (files.length === 0) return;
    await this.startAlone(async () => {
      const evaluationData = this.document.data.evaluation;
      const request: CompareFilesRequest = {
        kind: 'compare',
        path: this.document.location,
        files,
        conditions: this.conditions,
        rigor,
        batch: 1,
        ...(evaluationData === undefined ? {} : { evaluationData }),
      };
      const id = await this.document.request(protocol.startCompare, { request });
      this.begin(id, 'compare', files.length === 1 ? vscode.l10n.t('Comparing') : vscode.l10n.t('Comparing {0} Files', files.length));
    });
  }

  /** Compares what the layers of the model and of a file make of the same samples. Throws `LayerwiseError`. */
  async compareTensors(file: string): Promise<void> {
    await this.startAlone(async () => {
      const { conditions } = this;
      const request: CompareTensorsRequest = { kind: 'tensors', path: this.document.location, file, conditions };
      const id = await this.document.request(protocol.startCompareTensors, { request });
      this.begin(id, 'tensors', vscode.l10n.t('Comparing Tensors'));
    });
  }

  /** The first samples that passes would fit on. Throws `LayerwiseError`. */
  previewData(): Promise<DataPreview> {
    requireTrust();
    const { location: path, data } = this.document;
    const request: PreviewRequest = { kind: 'preview', path, conditions: runConditions(this.document), evaluationData: data.evaluation };
    return this.document.request(protocol.previewData, { request });
  }

  /** What is being started ends as soon as it has a job. Throws `LayerwiseError`. */
  async cancel(): Promise<void> {
    const { job } = this.document.state;
    this.isUnwanted = this.isStarting;
    if (job !== undefined) await this.engine.request(protocol.cancelJob, { job: job.id });
  }

  dispose(): void {
    void this.cancel().catch(() => undefined);
    this.owned.dispose();
  }

  /** Two clicks in a row start one job. `namedIn`: the graph on screen, when what is to be started is told ids of its nodes. */
  private startAlone(start: () => Promise<void>, namedIn?: string): Promise<void> {
    return this.start({ start, namedIn });
  }

  private async start(job: StartedJob): Promise<void> {
    const { start, namedIn } = job;
    this.requireFree();
    this.isStarting = true;
    this.isUnwanted = false;
    this.retries.noteStart(job);
    try {
      const { changedOnDisk, fileName } = this.document.state;
      await (changedOnDisk === undefined ? this.document.open() : this.document.reload());
      if (namedIn !== undefined && this.document.state.skeletonHash !== namedIn) throw otherLayers(fileName);
      this.retries.noteStarted(job);
      this.requireWanted();
      await start();
      if (this.wasCancelled()) await this.cancel();
    } catch (error) {
      // Only the model's own file is watched: that one with its data changed is noticed here.
      if (error instanceof LayerwiseError && error.reason === 'stale-token') this.document.showChanged();
      throw error;
    } finally {
      this.isStarting = false;
      this.startEnded.fire(undefined);
    }
  }

  private wasCancelled(): boolean {
    return this.isUnwanted;
  }

  private requireWanted(): void {
    if (this.wasCancelled()) throw new LayerwiseError('cancelled', vscode.l10n.t('Cancelled. Nothing was written.'));
  }

  private get conditions(): RunConditions {
    return underTerms(runConditions(this.document), this.retries.terms);
  }

  /** The graph that passes name layers of, where they do. */
  private graphNamedBy(passes: readonly PassCall[], namedIn = this.document.state.skeletonHash): string | undefined {
    return namesLayers(passes) ? namedIn : undefined;
  }

  private requireFree(): void {
    requireTrust();
    const { runnable, fileName } = this.document.state;
    if (!runnable) throw new LayerwiseError('not-applicable', vscode.l10n.t('This folder has no local path. The model is read, not run.'));
    if (this.isBusy) throw new LayerwiseError('busy', vscode.l10n.t('A job on {0} is running.', fileName));
  }

  private begin(id: number, kind: JobKind, title: string): void {
    const phase = kind === 'profile' ? 'profiling' : this.document.state.phase;
    this.document.update({ job: { id, kind, title, progress: STARTING }, phase, error: undefined });
  }

  private isCurrent(id: number): boolean {
    return this.document.state.job?.id === id;
  }

  private onProgress(progress: JobProgress): void {
    const { job } = this.document.state;
    if (job !== undefined) this.document.update({ job: { ...job, progress } });
  }

  private onPartial(profile: Profile): void {
    const { model } = this.document.state;
    this.document.update({ profile, profileIsStale: model !== undefined && isProfileStale(model, profile), profileIsPartial: true });
  }

  private onProfileDone(outcome: JobOutcome<Profile>): void {
    const profile = outcome.kind === 'done' ? outcome.result : this.profileBefore;
    const { model } = this.document.state;
    const profileIsStale = model !== undefined && isProfileStale(model, profile);
    this.document.update({ job: undefined, profile, profileIsStale, profileIsPartial: false, ...this.phaseAfter(outcome, profile) });
    this.finished.fire({ kind: 'profile', outcome });
    if (outcome.kind === 'done') void this.afterProfile();
  }

  private async afterProfile(): Promise<void> {
    await this.document.showMeasuredSizes();
    await Promise.all([this.document.refreshSuggestions(), this.document.refreshRoofline()]);
  }

  private onTrialDone(outcome: JobOutcome<DryRun>): void {
    const trial = outcome.kind === 'done' ? { trial: { passes: this.tried, plan: outcome.result } } : {};
    this.document.update({ job: undefined, ...trial, ...this.phaseAfter(outcome, this.document.state.profile) });
  }

  private onLayerDone(outcome: JobOutcome<LayerTiming>): void {
    const timed = outcome.kind === 'done' ? { layerTiming: outcome.result } : {};
    this.document.update({ job: undefined, ...timed, ...this.phaseAfter(outcome, this.document.state.profile) });
    this.finished.fire({ kind: 'layer', outcome });
  }

  private async onCompareDone(outcome: JobOutcome<protocol.CompareResult>): Promise<void> {
    const { profile: known } = this.document.state;
    const profile = known ?? (outcome.kind === 'done' ? outcome.result.profile : undefined);
    if (outcome.kind === 'done') this.document.comparisons.note(outcome.result.files);
    await this.document.comparisons.refresh();
    this.document.update({ job: undefined, profile, ...this.phaseAfter(outcome, profile) });
    if (known === undefined && profile !== undefined) void this.afterProfile();
  }

  private onTensorsDone(path: string, outcome: JobOutcome<TensorDifference>): void {
    const found = outcome.kind === 'done' ? { tensorDifference: { path, ...outcome.result } } : {};
    this.document.update({ job: undefined, ...found, ...this.phaseAfter(outcome, this.document.state.profile) });
  }

  private async onOptimizeDone(outcome: JobOutcome<OptimizeResult>): Promise<void> {
    await this.document.refreshVariants();
    const output = outcome.kind === 'done' ? outcome.result.output : undefined;
    // The file that was chosen is there now, and is not written again; another one may have been written meanwhile.
    const written = output !== undefined && output === this.document.state.output?.path ? { output: undefined } : {};
    this.document.update({ job: undefined, ...written, ...this.phaseAfter(outcome, this.document.state.profile) });
    const variant = this.document.state.variants.find(({ path }) => path === output);
    if (variant !== undefined) this.document.variants.markNew(variant);
    this.finished.fire({ kind: 'optimize', outcome, variant, budgets: this.budgets });
    // What a variant lost is evidence.
    if (variant !== undefined) void this.document.refreshSuggestions();
  }

  private phaseAfter(
    outcome: JobOutcome<unknown>,
    profile: Profile | undefined,
  ): Pick<ModelDocument['state'], 'phase' | 'error' | 'failedJob'> {
    const failedJob = outcome.kind === 'failed' ? this.document.state.job?.kind : undefined;
    const error = outcome.kind === 'failed' ? outcome.error : outcome.kind === 'cancelled' ? this.cancelled() : undefined;
    if (error !== undefined && CRASHES.has(error.reason)) return { phase: 'crashed', error, failedJob };
    return { phase: profile === undefined ? 'static' : 'ready', error, failedJob };
  }

  /** How far a cancelled job had come. */
  private cancelled(): ErrorInfo {
    const { phase = '', detail = '' } = this.document.state.job?.progress ?? {};
    const place = [phase, detail].filter(Boolean).join(', ');
    const message =
      place === '' ? vscode.l10n.t('Cancelled. Nothing was written.') : vscode.l10n.t('Cancelled at: {0}. Nothing was written.', place);
    return { reason: 'cancelled', message };
  }

  private titleOf(passes: readonly PassCall[]): string {
    const titles = new Map(this.document.state.passes.map(({ id, title }) => [id, title]));
    return passes.map(({ id }) => titles.get(id) ?? id).join(', ');
  }
}
