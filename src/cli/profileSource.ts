import { OutputFile } from '../onnx/files/outputFile';
import { GRAPH_LEVELS, type GraphLevel, type ProfileRequest } from '../shared/report/jobRequest';
import type { Profile } from '../shared/report/latency';
import { describeMachine } from '../worker/machine';
import { importTrace } from '../worker/importTrace/importTrace';
import { profileModel } from '../worker/profile';
import { assertProfileOf, loadProfile, saveProfile } from '../worker/profileFile';
import type { CommandContext } from './command';
import { parseConditions } from './conditions';
import { keepProfile } from './keptProfiles';
import { explainOpenDims } from './explainOpenDims';
import { jobContext } from './jobContext';
import { usageError, type ParsedOptions } from './options';
import { repeatProfile } from './repeatProfile';
import { parseRigor } from './rigor';
import { parseSizes } from './sizes';
import { withOpenModel } from './withOpenModel';

/** A profile, measured now or read from a file, and an earlier one to hold it against. */
export interface ChosenProfile {
  readonly profile: Profile;
  /** File that the profile was read from. */
  readonly loadedFrom: string | undefined;
  readonly onThisMachine: boolean;
  readonly earlier: { readonly file: string; readonly profile: Profile } | undefined;
}

/** What `--load`, `--repeat`, `--against` and `--save` ask for, else a measurement. Throws `usage`, and what reading, measuring and writing say. */
export async function chooseProfile(path: string, options: ParsedOptions, context: CommandContext): Promise<ChosenProfile> {
  const [load, repeat, against, save] = [options.text('load'), options.text('repeat'), options.text('against'), options.text('save')];
  const trace = options.text('import-trace');
  if (load !== undefined && trace !== undefined) throw usageError('--load and --import-trace exclude each other');
  if ((load ?? trace) !== undefined && repeat !== undefined)
    throw usageError(`--${load === undefined ? 'import-trace' : 'load'} measures nothing, so there is nothing to --repeat`);
  if (repeat !== undefined && against !== undefined)
    throw usageError('--repeat compares with the profile that it repeats; leave --against out');
  const token = await withOpenModel(path, ({ token: found }) => found);
  const read = async (file: string): Promise<Profile> => {
    const saved = await loadProfile(file);
    assertProfileOf(saved, token, file, path);
    return saved.profile;
  };
  const earlierFile = repeat ?? against;
  const earlier = earlierFile === undefined ? undefined : { file: earlierFile, profile: await read(earlierFile) };
  const request = measurement(path, options, repeat === undefined ? undefined : earlier?.profile);
  // A name that is taken is better refused before a measurement than after it.
  const output = save === undefined ? undefined : await OutputFile.create(save);
  try {
    const profile = load === undefined ? await measureOrImport(request, trace, options, context) : await read(load);
    if (load === undefined && trace === undefined) keepProfile(token, request, profile);
    if (output !== undefined) await saveProfile(output, path, token, profile);
    return { profile, loadedFrom: load, onThisMachine: profile.environment.cpu === describeMachine().cpu, earlier };
  } catch (error) {
    await output?.withdraw();
    throw error;
  }
}

async function measureOrImport(
  request: ProfileRequest,
  trace: string | undefined,
  options: ParsedOptions,
  context: CommandContext,
): Promise<Profile> {
  const job = jobContext(context);
  const { path, conditions } = request;
  const work = (): Promise<Profile> =>
    trace === undefined ? profileModel(request, job) : importTrace({ kind: 'import', path, trace, conditions }, job);
  return await explainOpenDims(path, parseSizes(options), work).finally(job.finish);
}

/** As the command line says, or the profile that is repeated. */
function measurement(path: string, options: ParsedOptions, repeated: Profile | undefined): ProfileRequest {
  const asked: ProfileRequest = {
    kind: 'profile',
    path,
    conditions: parseConditions(options),
    rigor: parseRigor(options),
    graphOptimization: parseLevel(options),
    arena: !options.flag('no-arena'),
  };
  return repeated === undefined ? asked : repeatProfile(asked, repeated, options);
}

function parseLevel(options: ParsedOptions): GraphLevel {
  const asked = options.text('graph-optimization') ?? 'all';
  const level = GRAPH_LEVELS.find(name => name === asked);
  if (level === undefined) throw usageError(`--graph-optimization is ${GRAPH_LEVELS.join(', ')}, not “${asked}”`);
  return level;
}
