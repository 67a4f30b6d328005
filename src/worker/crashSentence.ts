/** How a runner ended: exit code, or the signal that killed it. */
export interface ProcessEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** What a signal, or the exit code that stands for it on Windows or behind a shell (128 + its number), means. The sentence is for people. */
export const ENDINGS: readonly {
  readonly signal?: NodeJS.Signals;
  readonly codes: readonly number[];
  readonly name: string;
  readonly meaning: string;
}[] = [
  { signal: 'SIGSEGV', codes: [0xc0000005, 139], name: 'SIGSEGV', meaning: 'it read or wrote memory that is not its own' },
  { signal: 'SIGABRT', codes: [0xc0000409, 0xc0000420, 3, 134], name: 'SIGABRT', meaning: 'it gave up on a broken assumption of its own' },
  {
    signal: 'SIGBUS',
    codes: [0xc0000006, 135, 138],
    name: 'SIGBUS',
    meaning: 'a file that it had mapped became shorter; was a data file changed meanwhile?',
  },
  { signal: 'SIGFPE', codes: [0xc0000094, 0xc0000095, 0xc000008e, 136], name: 'SIGFPE', meaning: 'it divided by zero' },
  { signal: 'SIGILL', codes: [0xc000001d, 132], name: 'SIGILL', meaning: 'it used an instruction that this processor lacks' },
  { signal: 'SIGTRAP', codes: [0x80000003, 133], name: 'SIGTRAP', meaning: 'it stopped itself on a broken assumption of its own' },
  { signal: 'SIGSYS', codes: [159, 140], name: 'SIGSYS', meaning: 'it made a system call that a sandbox around it forbids' },
  { signal: 'SIGXCPU', codes: [152], name: 'SIGXCPU', meaning: 'it used more processor time than a limit of the system allows' },
  { codes: [0xc00000fd], name: 'stack overflow', meaning: 'the graph is nested too deeply for it' },
  { codes: [0xc0000374], name: 'heap corruption', meaning: 'it damaged its own memory' },
  { codes: [0xc0000017, 0xc000012d], name: 'out of memory', meaning: 'the system had no more memory for it' },
  {
    codes: [0xc0000135, 0xc0000139, 0xc0000142, 127],
    name: 'missing library',
    meaning: 'a library of the runtime is missing on this machine',
  },
  {
    codes: [0xc000007b, 126],
    name: 'wrong platform',
    meaning: 'a library of the runtime was made for another kind of processor or system',
  },
  {
    signal: 'SIGKILL',
    codes: [137],
    name: 'SIGKILL',
    meaning: 'the operating system or another program killed it, most likely because memory ran out',
  },
  { signal: 'SIGTERM', codes: [143, 0xc000013a], name: 'SIGTERM', meaning: 'another program or the end of the user’s session ended it' },
];

/** Name of the ending and what it means: `SIGSEGV: it read or wrote memory that is not its own`. */
export function crashSentence({ code, signal }: ProcessEnd): string {
  const known = ENDINGS.find(ending => (signal !== null ? ending.signal === signal : code !== null && ending.codes.includes(code)));
  if (known !== undefined) return `${known.name}: ${known.meaning}`;
  return signal ?? (code === null ? 'no exit code' : `exit code ${code > 255 ? `0x${code.toString(16)}` : code}`);
}
