import type { Command } from './command';
import { OPTIONS, type OptionName } from './options';

/** Help of the whole program. */
export function programHelp(commands: readonly Command[], version: string): string {
  const width = Math.max(...commands.map(command => command.name.length));
  return [
    `layerwise ${version}: where an ONNX model spends its time, and how to make it faster`,
    '',
    'layerwise COMMAND MODEL [options]',
    '',
    ...commands.map(command => `  ${command.name.padEnd(width)}  ${command.summary}`),
    '',
    '“layerwise COMMAND -h” shows the options of a command.',
    'Exit codes: 0 done, 1 a budget failed, 2 wrong usage, 3 a file cannot be used, 4 the runtime failed, 130 cancelled.',
  ].join('\n');
}

/** Help of one command. */
export function commandHelp(command: Command): string {
  const operand = {
    one: ' MODEL',
    many: ' MODEL…',
    'none or one': ' [MODEL]',
    none: '',
    'base and variants': ' BASE VARIANT…',
    two: ' BEFORE AFTER',
  }[command.models];
  const names = [...command.options, 'help' as const];
  const heads = names.map(optionHead);
  const width = Math.max(...heads.map(head => head.length));
  return [
    `layerwise ${command.name}${operand} [options]`,
    '',
    command.summary,
    '',
    ...names.map((name, index) => `  ${(heads[index] ?? '').padEnd(width)}  ${OPTIONS[name].help}`),
  ].join('\n');
}

function optionHead(name: OptionName): string {
  const option = OPTIONS[name];
  const short = 'short' in option ? `-${option.short}, ` : '    ';
  return `${short}--${name}${'value' in option ? ` ${option.value}` : ''}`;
}
