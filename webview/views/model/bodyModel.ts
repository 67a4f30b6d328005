import type { BodyGraph, BodyStep } from '../../../src/shared/report/bodyGraph';
import type { Kernel, Profile } from '../../../src/shared/report/latency';
import { addMetrics } from './addMetrics';
import { buildLayers } from './buildLayers';
import type { LayerColumn, LayerModel, LayerUnit } from './layerModel';

/** One step into a body, with the id in the file's graph of the node that holds it. */
export interface HeldBody extends Pick<BodyStep, 'attribute'> {
  readonly fileNode: number;
}

/**
 * A body as the views show a model. Times are those of all its executions in a run, and have the colours that they would have in the model around it; what is
 * counted is of one execution. `way`: the bodies around it and itself, from outside to inside.
 */
export function bodyModel(page: LayerModel, way: readonly HeldBody[], body: BodyGraph, unit: LayerUnit): LayerModel {
  const profile = page.profile === undefined ? undefined : bodyProfile(page.profile, way, body);
  const shownUnit = unit === 'kernels' ? 'layers' : unit;
  const model = addMetrics({ ...buildLayers(body.view, profile, shownUnit), body }, {});
  const latency = model.columns.get('latencyMs');
  const around = page.columns.get('latencyMs');
  if (latency === undefined || around === undefined) return model;
  return { ...model, columns: new Map([...model.columns, ['latencyMs', inColorsOf(around, latency)]]) };
}

function inColorsOf({ domain }: LayerColumn, column: LayerColumn): LayerColumn {
  return { ...column, domain };
}

/** What a profile says of the nodes of a body; `undefined` where none of them was measured: it did not run, or the runtime put its nodes in place of the call. */
function bodyProfile(profile: Profile, way: readonly HeldBody[], { nodes }: BodyGraph): Profile | undefined {
  const local = new Map(Array.from(nodes, (fileNode, node) => [fileNode, node]));
  const kernels = kernelsIn(profile.kernels, way).flatMap(kernel => ofBody(kernel, local));
  return kernels.length === 0 ? undefined : { ...profile, kernels: kernels.map((kernel, id) => ({ ...kernel, id })) };
}

function kernelsIn(kernels: readonly Kernel[], way: readonly HeldBody[]): readonly Kernel[] {
  return way.reduce(
    (around, { fileNode, attribute }) =>
      around
        .filter(({ anchor }) => anchor === fileNode)
        .flatMap(({ inside = [] }) => inside)
        .filter(({ body = '' }) => body === attribute || body === ''),
    kernels,
  );
}

/** A kernel with the ids of the body's own nodes; nothing for one of another body. */
function ofBody(kernel: Kernel, local: ReadonlyMap<number, number>): readonly Kernel[] {
  const covers = kernel.covers.flatMap(node => local.get(node) ?? []);
  const anchor = local.get(kernel.anchor ?? -1);
  const isElsewhere = covers.length === 0 && anchor === undefined && (kernel.covers.length > 0 || kernel.anchor !== undefined);
  return isElsewhere ? [] : [{ ...kernel, covers, anchor }];
}
