import type { ExportedFile, PageAction, SharedState } from '../../../src/shared/protocol/hostWebview';
import type { GroupSource } from '../../../src/shared/report/analysis';
import type { BodyGraph, BodyStep } from '../../../src/shared/report/bodyGraph';
import type { DataPreview } from '../../../src/shared/report/dataPreview';
import type { FileDifference } from '../../../src/shared/report/comparedFile';
import type { PassCall } from '../../../src/shared/report/jobRequest';
import type { Profile } from '../../../src/shared/report/latency';
import type { ModelView, NodeDetails, WeightStatistics } from '../../../src/shared/report/modelView';
import type { QuantizationPreview } from '../../../src/shared/report/quantizationPreview';
import type { TensorLives } from '../../../src/shared/report/tensorLives';
import type { DryRun } from '../../../src/shared/report/passDescription';
import type { PageHost } from '../../../webview/views/page/pageHost';
import { sampleDifference } from '../fixtures/sampleDifference';
import { samplePreview } from '../fixtures/samplePreview';
import { sampleLives } from '../fixtures/sampleLives';

/** Stands in for the extension host: remembers what was asked and answers from the model. */
export class FakeHost implements PageHost {
  readonly actions: PageAction[] = [];
  readonly shared: SharedState[] = [];
  readonly dims: Readonly<Record<string, number>>[] = [];
  readonly groupings: GroupSource[] = [];
  readonly dryRuns: PassCall[] = [];
  readonly copied: PassCall[] = [];
  readonly exports: ExportedFile[] = [];
  readonly failures: string[] = [];
  readonly copiedTexts: string[] = [];
  /** What `setDims` fails with, if it is to fail. */
  dimsError: string | undefined;

  /** What is inside of nodes, by the steps that lead there as JSON. */
  readonly bodies = new Map<string, BodyGraph>();

  /** Where the data come from that nobody chose. */
  previewSource: string | undefined;

  /** What weights are stored in; codes of 8 bits are clipped at their ends. */
  weightDtype: 'float32' | 'int8' = 'float32';

  /** Files whose differences were asked for. */
  readonly differences: number[] = [];

  constructor(
    private readonly view: ModelView | undefined,
    private readonly profile?: Profile,
    private readonly calibration?: string,
  ) {}

  act(action: PageAction): void {
    this.actions.push(action);
  }

  share(state: SharedState): void {
    this.shared.push(state);
  }

  setDims(dims: Readonly<Record<string, number>>): Promise<void> {
    this.dims.push(dims);
    return this.dimsError === undefined ? Promise.resolve() : Promise.reject(new Error(this.dimsError));
  }

  setGrouping(grouping: GroupSource): Promise<void> {
    this.groupings.push(grouping);
    return Promise.resolve();
  }

  nodeDetails(node: number): Promise<NodeDetails> {
    const weights = [
      { name: `${this.view?.nodeNames[node] ?? ''}.weight`, dtype: this.weightDtype, dims: [512, 512, 3, 3], bytes: 9_437_184 },
    ];
    const attributes = [
      { name: 'kernel_shape', value: '3, 3' },
      { name: 'strides', value: '2, 2' },
    ];
    return Promise.resolve({ node, attributes, weights });
  }

  bodyGraph(steps: readonly BodyStep[]): Promise<BodyGraph> {
    const body = this.bodies.get(JSON.stringify(steps));
    return body === undefined ? Promise.reject(new Error('Node has no body to open.')) : Promise.resolve(body);
  }

  tensorLives(): Promise<TensorLives> {
    return this.view === undefined ? Promise.reject(new Error('No model')) : Promise.resolve(sampleLives(this.view));
  }

  weightStatistics(name: string): Promise<WeightStatistics> {
    const histogram = Uint32Array.from({ length: 49 }, (_, bin) => Math.round(90_000 * Math.exp(-Math.abs(bin - 24) / 4)));
    const elements = 2_359_296;
    const codes = this.weightDtype === 'int8' ? { min: -128, max: 127, endShares: [0.001, 0.003] as const, channels: undefined } : {};
    return Promise.resolve({
      name,
      elements,
      sampled: 1_000_000,
      min: -0.241,
      max: 0.263,
      mean: 0.0003,
      std: 0.021,
      zeroShare: 0.0002,
      endShares: [1e-6, 1e-6],
      nonFinite: 0,
      channels: {
        axis: 0,
        lows: Float32Array.from({ length: 512 }, (_, channel) => -0.09 - (channel % 37) / 250),
        highs: Float32Array.from({ length: 512 }, (_, channel) => 0.1 + (channel % 53) / 330),
      },
      preview: [0.012_13, -0.0304, 0.000_701_2, 12_345, 'NaN'],
      histogram,
      ...codes,
    });
  }

  quantizationPreview(): Promise<QuantizationPreview> {
    const errors = ([8, 4] as const).map(bits => ({
      bits,
      method: bits === 8 ? 'symmetric, a scale per channel, to nearest' : 'blocks of 32, a scale and zero-point each, to nearest',
      sqnrDb: bits === 8 ? 41.3 : 19.6,
      maxAbs: bits === 8 ? 0.00102 : 0.0154,
      rowDb: Float32Array.from({ length: 512 }, (_, row) => (bits === 8 ? 44 : 21) - (row % 17) / 3),
      rowMaxAbs: new Float32Array(512).fill(bits === 8 ? 0.0009 : 0.012),
    }));
    return Promise.resolve({ rowKind: 'channel', errors });
  }

  fileDifference(index: number): Promise<FileDifference> {
    this.differences.push(index);
    return this.view === undefined ? Promise.reject(new Error('No model')) : Promise.resolve(sampleDifference(this.view, this.profile));
  }

  saveExport(file: ExportedFile): Promise<void> {
    this.exports.push(file);
    return Promise.resolve();
  }

  copyText(text: string): Promise<void> {
    this.copiedTexts.push(text);
    return Promise.resolve();
  }

  reportFailure(detail: string): void {
    this.failures.push(detail);
  }

  previewData(): Promise<DataPreview> {
    return Promise.resolve(samplePreview(this.previewSource ?? this.calibration));
  }

  copyCommand(passes: readonly PassCall[]): Promise<void> {
    this.copied.push(...passes);
    return Promise.resolve();
  }

  dryRun(passes: readonly PassCall[]): Promise<DryRun> {
    this.dryRuns.push(...passes);
    const convolutions = (this.view?.nodeOps ?? []).flatMap((op, node) => (/Conv|Gemm/.test(op) ? [node] : []));
    const isKept = (node: number, index: number) => index === 0 || passes.some(({ exclude }) => exclude?.includes(node) === true);
    const layers = convolutions.map((node, index) => ({
      node,
      action: isKept(node, index) ? ('skip' as const) : ('change' as const),
      detail: isKept(node, index) ? 'no gain expected for 3 input channels' : 'INT8 static, per channel',
      precisionBefore: 'FP32',
      precisionAfter: isKept(node, index) ? 'FP32' : 'INT8',
      ...(isKept(node, index)
        ? {}
        : { weightBytes: { before: 9_437_184, after: 2_359_296 }, addedOps: { QuantizeLinear: 1, DequantizeLinear: 2 } }),
      ...(isKept(node, index) ? {} : { expectedTime: { low: 0.27, high: 0.55, source: '3×3 convolutions of 64–256 channels' } }),
    }));
    return Promise.resolve({
      pass: passes.map(({ id }) => id).join(', '),
      passes: passes.map(({ id }, position) => ({
        ...{ id, parameters: {}, changedNodes: 1, skipped: [], notes: [] },
        nodes: { before: 122 + 10 * position, after: 132 + 10 * position },
      })),
      layers,
      nodesBefore: 122,
      nodesAfter: 310,
      weightBytes: { before: 102_100_000, after: 26_000_000 },
      notes: [],
    });
  }
}
