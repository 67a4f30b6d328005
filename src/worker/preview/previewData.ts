import type { NamedTensors } from '../../shared/graph/denseTensor';
import type { DataPreview, InputPreview } from '../../shared/report/dataPreview';
import type { PreviewRequest } from '../../shared/report/jobRequest';
import { decodeTensorProto } from '../decodeTensorProto';
import type { JobContext } from '../jobContext';
import { modelInputs } from '../modelInputs';
import { openForJob } from '../openForJob';
import { openOptimizeData, type SampleSet } from '../optimize/optimizeData';
import { inputSamples, type InputSamples } from './inputSamples';
import { pictureLayout, samplePictures } from './samplePictures';
import { previewWarnings } from './previewWarnings';

const MOST_SAMPLES = 16;
const MOST_BYTES = 64 * 2 ** 20;
const MOST_STRIPS = 4;
const STRIP_VALUES = 96;

/**
 * The first samples that passes would fit on, as the model would be fed them, and what looks wrong about them. Runs no model. Throws what opening the model and its data
 * throws, and `cancelled`.
 */
export async function previewData(request: PreviewRequest, context: Pick<JobContext, 'signal'>): Promise<DataPreview> {
  const { path, conditions, evaluationData } = request;
  const model = await openForJob(request, conditions);
  try {
    const data = await openOptimizeData(path, model.graph, conditions, decodeTensorProto, evaluationData);
    try {
      const samples = await firstSamples(data.fit, context.signal);
      const inputs = modelInputs(model.graph).map(({ name }) => inputSamples(name, samples));
      const { source, kind, hasLabels, fit, heldBack } = data;
      const preview = { source, kind, hasLabels, fitted: fit.count, heldBack: heldBack.count, looked: samples.length };
      const warnings = await previewWarnings({ ...preview, model, inputs, path, conditions, evaluationData });
      return { ...preview, inputs: inputs.map(inputPreview), warnings };
    } finally {
      await data.close();
    }
  } finally {
    await model.close();
  }
}

/** One read each: samples of one input may have different sizes. */
export async function firstSamples(set: SampleSet, signal: AbortSignal): Promise<readonly NamedTensors[]> {
  const samples: NamedTensors[] = [];
  let bytes = 0;
  for await (const { feeds } of set.batches(1)) {
    signal.throwIfAborted();
    samples.push(feeds);
    for (const { data } of feeds.values()) bytes += ArrayBuffer.isView(data) ? data.byteLength : 0;
    if (samples.length >= MOST_SAMPLES || bytes > MOST_BYTES) break;
  }
  return samples;
}

function inputPreview({ name, dtype, dims, parts, distribution }: InputSamples): InputPreview {
  const about = { name, dtype, dims };
  if (parts === undefined || distribution === undefined) return { ...about, values: undefined, pictures: [], strips: [] };
  const { min, max, mean, std, histogram } = distribution;
  const layout = pictureLayout(dims);
  const pictures = layout === undefined ? [] : samplePictures(parts, layout, { min, max });
  const strips = layout === undefined ? parts.slice(0, MOST_STRIPS).map(({ values }) => evenlySpread(values)) : [];
  return { ...about, values: { min, max, mean, std, histogram }, pictures, strips };
}

function evenlySpread(values: ArrayLike<number>): Float32Array {
  const count = Math.min(STRIP_VALUES, values.length);
  return Float32Array.from({ length: count }, (_, index) => values[Math.floor((index * values.length) / count)] ?? 0);
}
