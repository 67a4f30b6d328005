import type { Kernel } from '../../../src/shared/report/latency';
import type { ModelView } from '../../../src/shared/report/modelView';
import type { LayerModel } from '../model/layerModel';
import { rooflineOfLayer } from '../model/rooflineText';
import { inputFacts, nodeGeometry, outputFacts } from '../model/nodeText';

/** What the rules know about the anchor of a layer. */
export interface LayerMeasures {
  readonly node: number;
  readonly op: string;
  readonly kernel: Kernel;
  readonly timeMs: number;
  readonly macs: number;
  readonly flops: number;
  readonly weightBytes: number;
  /** Weights and activations that the anchor reads and writes. */
  readonly movedBytes: number;
  readonly outputBytes: number;
  readonly depthwise: boolean;
  /** Its window moves by its own size. */
  readonly tiles: boolean;
  /** Op and window: layers of one kind can be compared. */
  readonly kind: string;
  readonly outputChannels: number | undefined;
  /** Positions of the output: height × width. */
  readonly outputPositions: number | undefined;
  /** Kernels of the layer besides the anchor's, and their time. */
  readonly satellites: number;
  readonly satelliteMs: number;
  /** Share of its limit that its kernel reaches; NaN without measured roofs. */
  readonly ofLimit: number;
  readonly bound: 'memory' | 'compute' | undefined;
}

/** `undefined` for a layer that was not measured, or is not of the model. */
export function layerMeasures(model: LayerModel, index: number): LayerMeasures | undefined {
  const layer = model.layers[index];
  const kernel = model.profile?.kernels[layer?.anchorKernel ?? -1];
  if (layer === undefined || kernel === undefined || layer.node < 0) return undefined;
  const of = (id: string) => model.view.analysis.columns.find(column => column.id === id)?.values[layer.node] ?? NaN;
  const { window, stride } = nodeGeometry(model.view, layer.node);
  const depthwise = isDepthwise(model.view, layer.node);
  const limit = rooflineOfLayer(model, index);
  const op = model.view.nodeOps[layer.node] ?? '';
  const output = numbers(outputFacts(model.view, layer.node)[0]?.shape);
  const satelliteMs = layer.kernels.reduce((sum, id) => sum + (model.profile?.kernels[id]?.medianMs ?? 0), 0) - kernel.medianMs;
  return {
    node: layer.node,
    op,
    kernel,
    timeMs: kernel.medianMs,
    macs: of('macs'),
    flops: of('flops'),
    weightBytes: of('weightBytes'),
    movedBytes: of('trafficBytes'),
    outputBytes: bytesOf(outputFacts(model.view, layer.node)[0]?.dtype, output),
    depthwise,
    tiles: window?.split('×').every(size => Number(size) === stride) === true,
    kind: `${op} ${window ?? ''} ${depthwise ? 'depthwise' : ''}`.trim(),
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

function bytesOf(dtype: string | undefined, shape: readonly number[] | undefined): number {
  const bits = Number(/\d+$/.exec(dtype ?? '')?.[0] ?? 32);
  return shape === undefined ? NaN : (shape.reduce((product, dim) => product * dim, 1) * bits) / 8;
}
