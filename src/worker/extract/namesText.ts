import { quoteName } from '../../onnx/problemList';
import type { Graph, TensorId } from '../../shared/graph/graph';

const MOST = 5;

/** Names of tensors as a sentence lists them; of many the first ones. */
export function namesText({ tensors }: Graph, ids: readonly TensorId[]): string {
  const named = ids.slice(0, MOST).map(tensor => quoteName(tensors.names[tensor] ?? ''));
  return ids.length > MOST ? `${named.join(', ')} and ${ids.length - MOST} more` : named.join(', ');
}
