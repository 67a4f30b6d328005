import { openModel, type OnnxModel } from '../onnx/openModel';
import { interruptible } from './interruptible';

/** Opens a model, gives it to `work`, and closes it. Throws what `openModel` throws. */
export async function withOpenModel<T>(file: string, work: (model: OnnxModel) => Promise<T> | T): Promise<T> {
  const model = await interruptible(() => openModel(file));
  try {
    return await work(model);
  } finally {
    await model.close();
  }
}
