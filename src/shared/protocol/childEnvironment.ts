/** Names the file that keeps two measurements apart, instead of the machine's: for tests that must not wait for others. */
export const LOCK_FILE_VARIABLE = 'LAYERWISE_MEASURING_LOCK';

/** Tells a runner that one before it has found the runtime's files to be those that were shipped. */
export const RUNTIME_CHECKED_VARIABLE = 'LAYERWISE_RUNTIME_CHECKED';

/** Variables that a child process may see: what finding files, folders and locales needs, and nothing that changes what code it loads. */
const KEPT = new Set([
  'PATH',
  'HOME',
  'USERPROFILE',
  'LANG',
  'LC_ALL',
  'TZ',
  'TMPDIR',
  'TEMP',
  'TMP',
  'SYSTEMROOT',
  'WINDIR',
  'NUMBER_OF_PROCESSORS',
  'PROCESSOR_ARCHITECTURE',
  LOCK_FILE_VARIABLE,
  // Where the measured machine is remembered.
  'LAYERWISE_CACHE',
  'XDG_CACHE_HOME',
  'LOCALAPPDATA',
  // Where Windows keeps the lock that all measurements of the machine share.
  'PROGRAMDATA',
]);

type Environment = Readonly<Record<string, string | undefined>>;

/** The environment for `fork`: no NODE_OPTIONS, LD_PRELOAD or DYLD_*; in desktop VS Code the child is its Electron run as Node. */
export function childEnvironment(environment: Environment, extra: Environment = {}): Record<string, string | undefined> {
  const kept = Object.entries(environment).filter(([name]) => KEPT.has(name.toUpperCase()));
  return { ...Object.fromEntries(kept), ELECTRON_RUN_AS_NODE: '1', ...extra };
}
