import { findData } from '../worker/findData';

/** Whether passes that need data can be offered: what `--data` names, else what lies beside the model. */
export async function dataKind(model: string, data: string | undefined): Promise<'none' | 'unlabelled' | 'labelled'> {
  const found = await findData(model, data === undefined ? {} : { data });
  return found === undefined ? 'none' : 'unlabelled';
}
