import { previewQuantization } from '../../optimize/quantize/previewQuantization';
import type { QuantizationPreviewRequest } from '../../shared/report/jobRequest';
import type { QuantizationPreview } from '../../shared/report/quantizationPreview';
import { openForJob } from '../openForJob';

/** Opens the model and rounds one of its weights. Throws what opening, reading and `previewQuantization` throw. */
export async function quantizationPreview(request: QuantizationPreviewRequest): Promise<QuantizationPreview> {
  const model = await openForJob(request, request);
  try {
    return await previewQuantization(model, model.graph, request.node);
  } finally {
    await model.close();
  }
}
