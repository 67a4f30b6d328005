import type { ExternalFault } from './externalFault';

const LONGEST_PATH = 4096;
const LONGEST_NAME = 255;
/** No UTF-16 unit takes more than three bytes. */
const SURELY_SHORT_NAME = LONGEST_NAME / 3;
const SURELY_SHORT_PATH = LONGEST_PATH / 3;
const encoder = new TextEncoder();
const CONTROL = /[\u0000-\u001f\u007f]/;
/** Names that Windows gives to devices, with any extension. */
const WINDOWS_DEVICE = /^(?:con|prn|aux|nul|conin\$|conout\$|com[0-9\u00b9\u00b2\u00b3]|lpt[0-9\u00b9\u00b2\u00b3])(?:\..*)?$/i;
const WINDOWS_FORBIDDEN = /[\\:*?"<>|]/;
const LONE_SURROGATE = /\p{Surrogate}/u;

function invalid(message: string): ExternalFault {
  return { reason: 'external-data-invalid', message };
}

function outside(message: string): ExternalFault {
  return { reason: 'external-data-outside', message };
}

function checkName(name: string): ExternalFault | undefined {
  if (name.length > SURELY_SHORT_NAME && encoder.encode(name).length > LONGEST_NAME)
    return invalid('The path of the external data has a name of more than 255 bytes.');
  if (WINDOWS_DEVICE.test(name)) return invalid('The path of the external data names a device of Windows.');
  if (name !== '.' && name !== '..' && /[. ]$/.test(name))
    return invalid('The path of the external data has a name that ends in a dot or a space.');
  return undefined;
}

/** Whether a walk along the path ever leaves the folder it starts in. */
function climbsOut(names: readonly string[]): boolean {
  let depth = 0;
  for (const name of names) {
    depth += name === '..' ? -1 : name === '.' || name === '' ? 0 : 1;
    if (depth < 0) return true;
  }
  return false;
}

/**
 * Judges the spelling of an external data location before anything of it touches a file system: relative, with forward slashes, never
 * above the model's folder, and the same file on every system. The same verdict on all systems, so that a model does not change meaning.
 */
export function checkLocation(location: string): ExternalFault | undefined {
  if (location === '' || location === '.' || location === '..') return invalid('The external data names no file.');
  if (CONTROL.test(location) || LONE_SURROGATE.test(location))
    return invalid('The path of the external data has characters that no path should have.');
  if (/^[a-z]:|^[a-z][a-z0-9+-]*:/i.test(location))
    return outside('The external data is named by a drive or an address, not by a path beside the model.');
  if (location.startsWith('/') || location.startsWith('\\')) return outside('The external data is named by an absolute path.');
  const names = location.split(/[\\/]/);
  if (climbsOut(names)) return outside("The path of the external data leaves the model's folder.");
  if (WINDOWS_FORBIDDEN.test(location)) return invalid('The path of the external data has characters that not every system allows.');
  if (location.endsWith('/')) return invalid('The external data names a folder.');
  if (location.length > SURELY_SHORT_PATH && encoder.encode(location).length > LONGEST_PATH)
    return invalid('The path of the external data is longer than 4096 bytes.');
  for (const name of new Set(names)) {
    const fault = checkName(name);
    if (fault !== undefined) return fault;
  }
  return undefined;
}
