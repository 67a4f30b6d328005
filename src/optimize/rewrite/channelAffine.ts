import { isAlongChannels } from '../../analysis/isAlongChannels';
import type { PatternGraph } from '../../analysis/suggest/patterns/patternGraph';
import { constantWeight } from '../../shared/graph/constants';
import { NONE, type NodeId, type TensorId } from '../../shared/graph/graph';
import { storedWeight } from '../makeWeight';
import type { RuleContext } from './nodeRule';

/** The Mul behind a node and the Add behind that, which scale and shift channels by stored numbers; either may be missing. */
export interface ChannelAffine {
  readonly nodes: readonly NodeId[];
  /** `NONE` without one. */
  readonly scale: TensorId;
  /** `NONE` without one. */
  readonly shift: TensorId;
}

/** What scales and shifts the channels of the first output of `node`, a tensor of `rank` axes. */
export function channelAffineBehind(
  patterns: PatternGraph,
  context: RuleContext,
  node: NodeId,
  { rank, channels }: { readonly rank: number; readonly channels: number },
): ChannelAffine {
  const constantOf = (step: NodeId | undefined, before: NodeId): TensorId => {
    const constant = step === undefined ? NONE : patterns.otherOperand(step, patterns.output(before));
    const weight = constantWeight(context.graph, constant);
    const isVector = weight?.dtype === 'float32' && weight.dims.includes(channels) && isAlongChannels(weight.dims, rank, channels);
    return isVector && context.reader.readSmall(constant) !== undefined ? constant : NONE;
  };
  const scaling = patterns.onlyReader(node, 'Mul');
  const scale = constantOf(scaling, node);
  if (scaling === undefined || scale === NONE) return { nodes: [], scale: NONE, shift: NONE };
  const shifting = patterns.onlyReader(scaling, 'Add');
  const shift = constantOf(shifting, scaling);
  return shifting === undefined || shift === NONE ? { nodes: [scaling], scale, shift: NONE } : { nodes: [scaling, shifting], scale, shift };
}

/** Stores scale and shift as vectors, 1 and 0 where they are missing; returns their names, which begin with `stem`. */
export function storeChannelAffine(
  context: RuleContext,
  stem: string,
  { scale, shift }: ChannelAffine,
  channels: number,
): readonly string[] {
  const store = (suffix: string, constant: TensorId, otherwise: number): string => {
    const data = constant === NONE ? undefined : context.reader.readSmall(constant)?.data;
    const values = Float32Array.from({ length: channels }, (_, channel) => Number(data?.[channel] ?? otherwise));
    const origins = constant === NONE ? [] : [context.name(constant)];
    return context.rewriter.addWeight(`${stem}_${suffix}`, storedWeight('float32', [channels], values), origins);
  };
  return [store('scale', scale, 1), store('bias', shift, 0)];
}
