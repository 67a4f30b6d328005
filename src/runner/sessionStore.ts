import fs from 'node:fs/promises';
import type { InferenceSession, Tensor } from 'onnxruntime-node';
import type { NamedTensors } from '../shared/graph/denseTensor';
import type { Dtype } from '../shared/graph/dtype';
import { BINDING_DTYPES } from '../shared/protocol/bindingDtypes';
import type { CreatedSession, FeedsId, SessionId, SessionOptions, SessionValue } from '../shared/protocol/workerRunner';
import { LayerwiseError } from '../shared/report/layerwiseError';
import type { Runtime } from './loadRuntime';
import { runtimeError } from './runtimeError';
import { toRuntimeTensor } from './tensorConversion';

/** `kOrtSessionOptionsModelExternalInitializersFileFolderPath` (onnxruntime_session_options_config_keys.h). */
const DATA_FOLDER_KEY = 'session.model_external_initializers_file_folder_path';

/** Unit in which Linux counts what was read (getrusage, ru_inblock). */
const BYTES_PER_READ = 512;

/** Feeds as the binding wants them: an object without a prototype, since its keys are names out of a model. */
export type RuntimeFeeds = Readonly<Record<string, Tensor>>;

export interface OpenSession {
  readonly session: InferenceSession;
  readonly path: string;
  /** Prefix of the profile's file, when the session profiles. */
  readonly tracePrefix: string | undefined;
}

/** Sessions and feeds that the worker refers to by number. */
export class SessionStore {
  private readonly sessions = new Map<SessionId, OpenSession>();
  private readonly feeds = new Map<FeedsId, RuntimeFeeds>();
  private next = 1;

  constructor(private readonly runtime: Runtime) {}

  /** Throws what the runtime says, and `unsupported-type` for inputs and outputs that its Node binding lacks. */
  async create(path: string, options: SessionOptions): Promise<CreatedSession> {
    const id = this.next++;
    const tracePrefix = options.profile === true ? `trace-${id}` : undefined;
    const readBefore = process.resourceUsage().fsRead;
    const start = performance.now();
    const session = await this.load(path, options.dataFolder, runtimeOptions(options, tracePrefix));
    const loadMs = performance.now() - start;
    const diskBytes = (process.resourceUsage().fsRead - readBefore) * BYTES_PER_READ;
    this.sessions.set(id, { session, path, tracePrefix });
    return { session: id, loadMs, diskBytes, inputs: session.inputMetadata.map(describe), outputs: session.outputMetadata.map(describe) };
  }

  get(id: SessionId): OpenSession {
    const session = this.sessions.get(id);
    if (session === undefined) throw new Error(`Session ${id} is not open.`);
    return session;
  }

  async release(id: SessionId): Promise<void> {
    const { session } = this.get(id);
    this.sessions.delete(id);
    await session.release();
  }

  storeFeeds(feeds: NamedTensors): FeedsId {
    const id = this.next++;
    this.feeds.set(id, this.convert(feeds));
    return id;
  }

  releaseFeeds(id: FeedsId): void {
    this.feeds.delete(id);
  }

  feedsOf(feeds: FeedsId | NamedTensors): RuntimeFeeds {
    if (typeof feeds !== 'number') return this.convert(feeds);
    const stored = this.feeds.get(feeds);
    if (stored === undefined) throw new Error(`Feeds ${feeds} are not stored.`);
    return stored;
  }

  /** With a folder of its own for external data the model is given as bytes: only then does the runtime take them from anywhere else than beside it. */
  private async load(path: string, dataFolder: string | undefined, options: InferenceSession.SessionOptions): Promise<InferenceSession> {
    const { InferenceSession: Sessions } = this.runtime;
    const creating = dataFolder === undefined ? Sessions.create(path, options) : Sessions.create(await fs.readFile(path), options);
    const session = await creating.catch((error: unknown) => {
      throw runtimeError(error, 'load', path, 'create');
    });
    const [refused] = session.outputMetadata.filter(value => value.isTensor && !BINDING_DTYPES.has(value.type as Dtype));
    if (refused?.isTensor !== true) return session;
    await session.release();
    throw new LayerwiseError(
      'unsupported-type',
      `Output “${refused.name}” has the type ${refused.type}, which the runtime's Node binding cannot return. The model can be analysed, but not run here.`,
      { file: path, phase: 'create' },
    );
  }

  private convert(feeds: NamedTensors): RuntimeFeeds {
    const converted = Object.create(null) as Record<string, Tensor>;
    for (const [name, tensor] of feeds) converted[name] = toRuntimeTensor(this.runtime, name, tensor);
    return converted;
  }
}

function runtimeOptions(options: SessionOptions, tracePrefix: string | undefined): InferenceSession.SessionOptions {
  const { threads, graphOptimization, optimizedModelPath, dataFolder, provider = 'cpu' } = options;
  const configuration = { ...options.configuration, ...(dataFolder === undefined ? {} : { [DATA_FOLDER_KEY]: dataFolder }) };
  const { executionMode = 'sequential', interOpThreads = 1, arena = true, memoryPattern = true } = options;
  return {
    executionProviders: provider === 'cpu' ? ['cpu'] : [provider, 'cpu'],
    executionMode,
    intraOpNumThreads: threads,
    interOpNumThreads: interOpThreads,
    enableCpuMemArena: arena,
    enableMemPattern: memoryPattern,
    graphOptimizationLevel: graphOptimization,
    logSeverityLevel: 3,
    ...(tracePrefix === undefined ? {} : { enableProfiling: true, profileFilePrefix: tracePrefix }),
    ...(optimizedModelPath === undefined ? {} : { optimizedModelFilePath: optimizedModelPath }),
    // The binding flattens nested objects with dots, so a key such as `session.intra_op.allow_spinning` can stay as it is.
    extra: configuration,
  };
}

function describe(value: InferenceSession.ValueMetadata): SessionValue {
  return value.isTensor
    ? { name: value.name, dtype: value.type, shape: [...value.shape] }
    : { name: value.name, dtype: undefined, shape: [] };
}
