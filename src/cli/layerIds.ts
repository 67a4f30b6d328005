import { usageError } from './options';

/** Ids of layers from `3,7,12`. Throws `usage`. */
export function parseLayerIds(option: string, text: string): readonly number[] {
  return text.split(',').map(part => {
    const id = Number(part);
    if (part.trim() !== '' && Number.isInteger(id) && id >= 0) return id;
    throw usageError(`--${option} takes ids of layers as reports have them, such as 3,7, not “${text}”`);
  });
}
