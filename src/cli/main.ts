import v8 from 'node:v8';
import { version } from '../../package.json';
import { optimizeLater } from '../shared/base/optimizeLater';
import { toErrorInfo } from '../shared/report/layerwiseError';
import type { Command, CommandContext } from './command';
import { COMMANDS } from './commands';
import { EXIT, exitCodeOf } from './exitCode';
import { commandHelp, programHelp } from './help';
import { parseOptions, usageError } from './options';
import { CANCELLED } from './interruptible';
import { printableLines } from './terminal/printable';
import { terminalStyle } from './terminal/style';

async function main(args: readonly string[], context: CommandContext): Promise<number> {
  const [name, ...rest] = args;
  if (name === '--version') return say(context, version);
  if (name === undefined || name === '-h' || name === '--help' || name === 'help') {
    say(context, programHelp(COMMANDS, version));
    return name === undefined ? EXIT.usage : EXIT.done;
  }
  const command = COMMANDS.find(candidate => candidate.name === name);
  if (command === undefined) throw usageError(`There is no command “${name}”`);
  return await runCommand(command, rest, context);
}

async function runCommand(command: Command, args: readonly string[], context: CommandContext): Promise<number> {
  const options = parseOptions(args, [...command.options, 'help']);
  if (options.flag('help')) return say(context, commandHelp(command));
  if (command.endsAtOnce === true) endOnSignals(context);
  return await command.run(options, { ...context, progress: context.progress && !options.flag('quiet') });
}

function say(context: CommandContext, text: string): number {
  context.print(text);
  return EXIT.done;
}

/** Ctrl+C, or the end of the terminal, ends the running job, which kills its processes and removes what it began; a second one ends this process at once. */
function cancelOnSignals(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      controller.abort();
      process.once(signal, () => process.exit(EXIT.cancelled));
    });
  }
  return controller.signal;
}

function endOnSignals(context: CommandContext): void {
  context.signal.addEventListener('abort', () => {
    context.complain(CANCELLED);
    process.exit(EXIT.cancelled);
  });
}

const context: CommandContext = {
  signal: cancelOnSignals(),
  print: line => void process.stdout.write(`${line}\n`),
  write: bytes => new Promise(resolve => process.stdout.write(bytes, () => resolve())),
  terminal: process.stdout.isTTY,
  complain: text => void process.stderr.write(`${printableLines(text)}\n`),
  style: terminalStyle(
    process.stdout.isTTY && process.env['NO_COLOR'] === undefined,
    process.stdout.isTTY ? process.stdout.columns : undefined,
  ),
  progress: process.stderr.isTTY,
};

optimizeLater(process.versions.v8, v8.setFlagsFromString);

// A reader that goes away (`layerwise … | head`) is no failure of ours.
process.stdout.on('error', () => process.exit(EXIT.done));

main(process.argv.slice(2), context).then(
  code => void (process.exitCode = context.signal.aborted ? EXIT.cancelled : code),
  (error: unknown) => {
    const { reason, message, logTail } = toErrorInfo(error);
    context.complain(context.signal.aborted ? CANCELLED : message);
    if (reason === 'internal' && logTail !== undefined) context.complain(logTail);
    process.exitCode = context.signal.aborted ? EXIT.cancelled : exitCodeOf(reason);
  },
);
