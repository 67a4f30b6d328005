import { denseBytes } from '../../../src/shared/graph/denseBytes';
import type { Kernel, Profile } from '../../../src/shared/report/latency';
import type { ModelView } from '../../../src/shared/report/modelView';
import type { LayerModel } from '../model/layerModel';
import { inputFacts, nodeGeometry, outputFacts } from '../model/nodeText';
import { rooflineOfNode } from '../model/rooflineText';
import { kernelAmounts } from './kernelAmounts';

/** What the rules know about the anchor of a layer. */
export interface LayerMeasures {
  readonly node: number;
  readonly op: string;
  readonly kernel: Kernel;
  readonly timeMs: number;
  readonly macs: number;
  /** Of all that its kernel covers, and whether in 8-bit integers. */
  readonly flops: number;
  readonly integer: boolean;
  readonly weightBytes: number;
  /** Weights and activations that its kernel reads and writes; NaN where that is not known. */
  readonly movedBytes: number;
  /** What its kernel writes; NaN for one that covers other nodes as well. */
  readonly outputBytes: number;
  readonly depthwise: boolean;
  /** Its window moves by its own size. */
  readonly tiles: boolean;
  /** Op and window, for people. */
  readonly kind: string;
  /** Layers can be compared where this is the same: op, window, groups, type, and the kernel with its provider. */
  readonly comparable: string;
  readonly outputChannels: number | undefined;
  /** Positions of the output: height × width. */
  readonly outputPositions: number | undefined;
  /** Kernels of the layer besides the anchor's, and their time. */
  readonly satellites: number;
  readonly satelliteMs: number;
  /** Share of its limit that its kernel reaches; NaN without measured roofs, and for a kernel of another provider than theirs. */
  readonly ofLimit: number;
  readonly bound: 'memory' | 'compute' | undefined;
}

/** The roofs of a machine are measured with this one. */
const PROVIDER_OF_ROOFS = 'CPUExecutionProvider';

/** `undefined` for a layer that was not measured, or is not of the model. */
export function layerMeasures(model: LayerModel, index: number): LayerMeasures | undefined {
  const layer = model.layers[index];
  const kernel = model.profile?.kernels[layer?.anchorKernel ?? -1];
  if (layer === undefined || kernel === undefined || layer.node < 0) return undefined;
  const of = (id: string) => model.view.analysis.columns.find(column => column.id === id)?.values[layer.node] ?? NaN;
  const { window, stride } = nodeGeometry(model.view, layer.node);
  const depthwise = isDepthwise(model.view, layer.node);
  const limit = ranOnRoofs(model.profile, kernel) ? rooflineOfNode(model, kernel.anchor ?? -1) : undefined;
  const work = kernelAmounts(model, kernel);
  const op = model.view.nodeOps[layer.node] ?? '';
  const outputs = outputFacts(model.view, layer.node);
  const output = numbers(outputs[0]?.shape);
  const kind = `${op} ${window ?? ''} ${depthwise ? 'depthwise' : ''}`.trim();
  const satelliteMs = layer.kernels.reduce((sum, id) => sum + (model.profile?.kernels[id]?.medianMs ?? 0), 0) - kernel.medianMs;
  return {
    node: layer.node,
    op,
    kernel,
    timeMs: kernel.medianMs,
    macs: of('macs'),
    flops: work.flops,
    integer: work.integer,
    weightBytes: of('weightBytes'),
    movedBytes: work.bytes,
    outputBytes: kernel.covers.length === 1 ? outputs.reduce((sum, { dtype, shape }) => sum + denseBytes(dtype, shape), 0) : NaN,
    depthwise,
    tiles: window?.split('×').every(size => Number(size) === stride) === true,
    kind,
    comparable: [kind, isGrouped(model.view, layer.node), model.view.nodeDtypes[layer.node], kernel.op, kernel.provider].join(' '),
    outputChannels: output?.[1],
    outputPositions: output !== undefined && output.length === 4 ? (output[2] ?? 0) * (output[3] ?? 0) : undefined,
    satellites: layer.kernels.length - 1,
    satelliteMs,
    ofLimit: limit?.ofLimit ?? NaN,
    bound: limit?.bound,
  };
}

/** A convolution whose weight has one input channel per group and more than one output channel. */
export function isDepthwise(view: ModelView, node: number): boolean {
  if (view.nodeOps[node] !== 'Conv') return false;
  const [data, weight] = inputFacts(view, node);
  const [channels, perGroup] = [data?.shape?.[1], weight?.shape?.[1]];
  return nodeGeometry(view, node).depthwise || (perGroup === 1 && typeof channels === 'number' && channels > 1);
}

function numbers(shape: readonly (number | string | undefined)[] | undefined): readonly number[] | undefined {
  const known = shape?.filter(dim => typeof dim === 'number');
  return known?.length === shape?.length ? known : undefined;
}

/** Fewer input channels per group than there are. */
function isGrouped(view: ModelView, node: number): boolean {
  const [data, weight] = inputFacts(view, node);
  return view.nodeOps[node] === 'Conv' && data?.shape?.[1] !== weight?.shape?.[1];
}

function ranOnRoofs(profile: Profile | undefined, { provider }: Kernel): boolean {
  return (provider === '' ? profile?.environment.provider : provider) === PROVIDER_OF_ROOFS;
}
