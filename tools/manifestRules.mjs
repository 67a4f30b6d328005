// The rules of tools/checkManifest.mjs as a function from package.json and the host's sources to what does not fit.

/**
 * @typedef {object} Contributes
 * @property {{ command: string }[]} [commands]
 * @property {Record<string, { command?: string }[]>} [menus]
 * @property {{ command: string }[]} [keybindings]
 * @property {Record<string, { id: string, icon?: string }[]>} [viewsContainers]
 * @property {Record<string, { id: string }[]>} [views]
 * @property {{ viewType: string }[]} [customEditors]
 * @property {ConfigurationGroup | ConfigurationGroup[]} [configuration]
 * @property {{ name: string }[]} [languageModelTools]
 *
 * @typedef {{ properties?: Record<string, { scope?: string, description?: string, markdownDescription?: string }> }} ConfigurationGroup
 * @typedef {{ contributes?: Contributes, capabilities?: { untrustedWorkspaces?: { restrictedConfigurations?: string[] } } }} Manifest
 */

const ID = /^layerwise(\.[A-Za-z][\w-]*)+$/;
const FILE_NAME = /\.(json|log|md|onnx)$/;

/** @param {Manifest} manifest */
function settingsOf({ contributes = {} }) {
  const groups = [contributes.configuration ?? []].flat();
  return groups.flatMap(({ properties = {} }) => Object.entries(properties));
}

/** Ids that the host must register or read. @param {Manifest} manifest */
function contributedIds(manifest) {
  const { commands = [], views = {}, customEditors = [], languageModelTools = [] } = manifest.contributes ?? {};
  return [
    ...commands.map(({ command }) => ({ what: 'command', id: command })),
    ...Object.values(views)
      .flat()
      .map(({ id }) => ({ what: 'view', id })),
    ...customEditors.map(({ viewType }) => ({ what: 'custom editor', id: viewType })),
    ...languageModelTools.map(({ name }) => ({ what: 'language model tool', id: name })),
  ];
}

/** Commands that a menu or a key names. @param {Manifest} manifest */
function usedCommands({ contributes: { menus = {}, keybindings = [] } = {} }) {
  return [...Object.values(menus).flat(), ...keybindings].flatMap(({ command }) => (command?.startsWith('layerwise.') ? [command] : []));
}

/** Every word of package.json that could be an id, those inside `when` clauses included. @param {Manifest} manifest */
function idsIn(manifest) {
  return new Set(JSON.stringify(manifest).match(/layerwise(?:\.[A-Za-z][\w-]*)+/g));
}

/** A setting may be read by its whole name or below `getConfiguration('layerwise')`. @param {string} name @param {ReadonlySet<string>} literals */
function isRead(name, literals) {
  return literals.has(name) || literals.has(name.slice('layerwise.'.length));
}

/** @param {Manifest} manifest @param {ReadonlySet<string>} literals all string literals of the host's sources @returns {string[]} */
export function manifestFindings(manifest, literals) {
  const contributed = contributedIds(manifest);
  const known = idsIn(manifest);
  const commands = new Set(manifest.contributes?.commands?.map(({ command }) => command));
  const settings = settingsOf(manifest);
  const names = new Set(settings.map(([name]) => name));
  const restricted = manifest.capabilities?.untrustedWorkspaces?.restrictedConfigurations ?? [];
  return [
    ...contributed
      .filter(({ id }) => !literals.has(id))
      .map(({ what, id }) => `${what} ${id} is contributed, but nothing in src/host names it`),
    ...usedCommands(manifest)
      .filter(id => !commands.has(id))
      .map(id => `a menu or key names ${id}, which is no command`),
    ...settings.filter(([name]) => !isRead(name, literals)).map(([name]) => `setting ${name} is never read in src/host`),
    ...settings
      .filter(([, { description, markdownDescription }]) => !(description ?? markdownDescription))
      .map(([name]) => `setting ${name} has no description`),
    ...restricted.filter(name => !names.has(name)).map(name => `restricted setting ${name} does not exist`),
    ...[...literals]
      .filter(id => ID.test(id) && !FILE_NAME.test(id) && !known.has(id))
      .map(id => `src/host names ${id}, which package.json does not have (ids of commands nobody sees begin with _)`),
  ];
}

/** Texts that package.json takes from package.nls.json, and texts there that nothing takes. @param {unknown} manifest @param {Record<string, unknown>} texts @returns {string[]} */
export function textFindings(manifest, texts) {
  const used = new Set([...JSON.stringify(manifest).matchAll(/"%([\w.-]+)%"/g)].map(([, key = '']) => key));
  return [
    ...[...used].filter(key => !(key in texts)).map(key => `package.nls.json has no text for ${key}`),
    ...Object.keys(texts)
      .filter(key => !used.has(key))
      .map(key => `package.nls.json has a text for ${key}, which package.json does not use`),
  ];
}
