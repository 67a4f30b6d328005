import { LayerwiseError } from '../../shared/report/layerwiseError';

/**
 * The class id of a sample. Throws `data-invalid` for one that the model does not have: it would count as a mistake of the model, and hide that labels and model
 * do not belong together.
 */
export function checkedLabel(label: number, sample: number, classes: number, location: string): number {
  if (Number.isInteger(label) && label >= 0 && label < classes) return label;
  const message = `The label of sample ${String(sample)} in ${location} is ${String(label)}, but the model has the classes 0 to ${String(classes - 1)}.`;
  throw new LayerwiseError('data-invalid', `${message} Number the classes as the model does.`, { file: location });
}
