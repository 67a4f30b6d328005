import { tensorBytes } from '../../shared/graph/dtype';
import { elementCount } from '../../shared/graph/shape';
import { LayerwiseError } from '../../shared/report/layerwiseError';
import type { OnnxModel } from '../openModel';
import type { ProblemList } from '../problemList';
import { control } from '../../shared/base/control';

/** What protobuf, and with it the runtime, can hold in one file. */
const LARGEST_RUNNABLE_BYTES = 2 ** 31 - 1;
/** Sparse weights up to this many stored bytes have their indices looked at. */
const LARGEST_CHECKED_BYTES = 1 << 20;
/** Spread out, a sparse weight beyond this is of no use to any runtime. */
const LARGEST_DENSE_BYTES = 2 ** 40;

/** Whether the file as a whole, and its sparse weights, can be loaded. */
export async function checkStorage({ byteLength, graph, reader }: OnnxModel, problems: ProblemList): Promise<void> {
  if (byteLength > LARGEST_RUNNABLE_BYTES) {
    const how = control('Move its weights out: layerwise copy --external.', 'Export it with its weights in a data file of their own.');
    const message = `The model is larger than 2 GiB in one file, which no runtime loads. ${how}`;
    problems.add({ severity: 'warning', reason: 'too-large', message });
  }
  for (const [tensor, weight] of graph.tensors.weights.entries()) {
    if (weight?.bytes.kind !== 'file' || weight.bytes.form !== 'sparse') continue;
    const name = graph.tensors.names[tensor] ?? '';
    if (tensorBytes(weight.dtype, elementCount(weight.dims) ?? 0) > LARGEST_DENSE_BYTES) {
      problems.addFor(name, 'warning', 'too-large', 'A sparse weight is too large to be spread out, as the runtime does.');
    } else if (weight.bytes.length <= LARGEST_CHECKED_BYTES) {
      await reader.readRange(tensor, 0, 0).catch((error: unknown) => {
        if (!(error instanceof LayerwiseError)) throw error;
        problems.addFor(name, 'error', error.reason, error.message);
      });
    }
  }
}
