import type { SessionOptions } from '../../shared/protocol/workerRunner';

/** A change of the session's options that may be faster for some models, with the lines that make it elsewhere. */
export interface SessionSetting {
  readonly id: string;
  readonly title: string;
  readonly options: Partial<SessionOptions>;
  /** Of settings that set the same thing in this way, so that there can be only one. */
  readonly choice?: string;
  /** Whether it can matter with this many threads. */
  readonly applies: (threads: number) => boolean;
  /** Statements on the variable `options`; in JavaScript a property of its literal. */
  readonly code: Readonly<Record<'python' | 'javascript' | 'cpp' | 'csharp', string>>;
}

const always = (): boolean => true;
const severalThreads = (threads: number): boolean => threads > 1;

function configuration(id: string, title: string, key: string, value: string, applies: (threads: number) => boolean): SessionSetting {
  return {
    ...{ id, title, applies, options: { configuration: { [key]: value } } },
    code: {
      python: `options.add_session_config_entry("${key}", "${value}")`,
      javascript: `extra: { "${key}": "${value}" },`,
      cpp: `options.AddConfigEntry("${key}", "${value}");`,
      csharp: `options.AddSessionConfigEntry("${key}", "${value}");`,
    },
  };
}

function graphLevel(level: 'basic' | 'extended', python: string, cpp: string): SessionSetting {
  return {
    id: `graph-${level}`,
    title: `graph optimization only up to “${level}”`,
    options: { graphOptimization: level },
    choice: 'graph level',
    applies: always,
    code: {
      python: `options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.${python}`,
      javascript: `graphOptimizationLevel: "${level}",`,
      cpp: `options.SetGraphOptimizationLevel(GraphOptimizationLevel::${cpp});`,
      csharp: `options.GraphOptimizationLevel = GraphOptimizationLevel.${cpp};`,
    },
  };
}

/** Every setting that is tried; each alone against the defaults. */
export const SESSION_SETTINGS: readonly SessionSetting[] = [
  configuration('no-spinning', 'threads that do not spin', 'session.intra_op.allow_spinning', '0', severalThreads),
  configuration('denormals-as-zero', 'denormal numbers taken as zero', 'session.set_denormal_as_zero', '1', always),
  configuration('dynamic-blocks', 'smaller blocks of work for threads', 'session.dynamic_block_base', '4', severalThreads),
  {
    id: 'parallel',
    title: 'independent branches in parallel',
    options: { executionMode: 'parallel', interOpThreads: 2 },
    applies: severalThreads,
    code: {
      python: 'options.execution_mode = onnxruntime.ExecutionMode.ORT_PARALLEL\noptions.inter_op_num_threads = 2',
      javascript: 'executionMode: "parallel",\ninterOpNumThreads: 2,',
      cpp: 'options.SetExecutionMode(ExecutionMode::ORT_PARALLEL);\noptions.SetInterOpNumThreads(2);',
      csharp: 'options.ExecutionMode = ExecutionMode.ORT_PARALLEL;\noptions.InterOpNumThreads = 2;',
    },
  },
  {
    id: 'no-arena',
    title: 'memory without an arena',
    options: { arena: false },
    applies: always,
    code: {
      python: 'options.enable_cpu_mem_arena = False',
      javascript: 'enableCpuMemArena: false,',
      cpp: 'options.DisableCpuMemArena();',
      csharp: 'options.EnableCpuMemArena = false;',
    },
  },
  graphLevel('extended', 'ORT_ENABLE_EXTENDED', 'ORT_ENABLE_EXTENDED'),
  graphLevel('basic', 'ORT_ENABLE_BASIC', 'ORT_ENABLE_BASIC'),
];

/** Options of several settings together, of each choice one. */
export function combinedOptions(settings: readonly SessionSetting[]): Partial<SessionOptions> {
  const merged = Object.assign({}, ...settings.map(({ options }) => options)) as Partial<SessionOptions>;
  const entries = Object.assign({}, ...settings.map(({ options }) => options.configuration ?? {})) as Record<string, string>;
  return Object.keys(entries).length === 0 ? merged : { ...merged, configuration: entries };
}
