import type { TerminalStyle } from './terminal/style';
import type { OptionName, ParsedOptions } from './options';

/** What a command may touch of the process. */
export interface CommandContext {
  readonly signal: AbortSignal;
  /** Writes a line to standard output. */
  print(line: string): void;
  /** Writes bytes to standard output as they are; done when there is room for more. */
  write(bytes: Uint8Array): Promise<void>;
  /** Whether standard output is a terminal, which control characters could harm. */
  readonly terminal: boolean;
  /** Writes a line to standard error. */
  complain(line: string): void;
  /** What standard output can show. */
  readonly style: TerminalStyle;
  /** Whether progress may be drawn on standard error. */
  readonly progress: boolean;
}

export interface Command {
  readonly name: string;
  readonly summary: string;
  readonly models: 'one' | 'many' | 'none or one' | 'none' | 'base and variants' | 'two';
  readonly options: readonly OptionName[];
  /** Ctrl+C may end the process at any moment: the command starts no other process and writes no file. */
  readonly endsAtOnce?: true;
  /** Returns the exit code; throws `LayerwiseError` for an expected failure. */
  run(options: ParsedOptions, context: CommandContext): Promise<number>;
}
