/** How a runner ended: exit code, or the signal that killed it. */
export interface ProcessEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** What a signal, or the exit code that stands for it on Windows, means. The sentence is for people. */
const ENDINGS: readonly {
  readonly signal?: NodeJS.Signals;
  readonly codes: readonly number[];
  readonly name: string;
  readonly meaning: string;
}[] = [
  { signal: 'SIGSEGV', codes: [0xc0000005], name: 'SIGSEGV', meaning: 'it read or wrote memory that is not its own' },
  { signal: 'SIGABRT', codes: [0xc0000409, 3, 134], name: 'SIGABRT', meaning: 'it gave up on a broken assumption of its own' },
  {
    signal: 'SIGBUS',
    codes: [0xc0000006],
    name: 'SIGBUS',
    meaning: 'a file that it had mapped became shorter; was a data file changed meanwhile?',
  },
  { signal: 'SIGFPE', codes: [0xc0000094, 0xc000008e], name: 'SIGFPE', meaning: 'it divided by zero' },
  { signal: 'SIGILL', codes: [0xc000001d], name: 'SIGILL', meaning: 'it used an instruction that this processor lacks' },
  { codes: [0xc00000fd], name: 'stack overflow', meaning: 'the graph is nested too deeply for it' },
  { codes: [0xc0000135, 127], name: 'missing library', meaning: 'a library of the runtime is missing on this machine' },
  {
    signal: 'SIGKILL',
    codes: [137],
    name: 'SIGKILL',
    meaning: 'the operating system or another program killed it, most likely because memory ran out',
  },
];

/** Name of the ending and what it means: `SIGSEGV: it read or wrote memory that is not its own`. */
export function crashSentence({ code, signal }: ProcessEnd): string {
  const known = ENDINGS.find(ending => (signal !== null ? ending.signal === signal : code !== null && ending.codes.includes(code)));
  if (known !== undefined) return `${known.name}: ${known.meaning}`;
  return signal ?? (code === null ? 'no exit code' : `exit code ${code > 255 ? `0x${code.toString(16)}` : code}`);
}
