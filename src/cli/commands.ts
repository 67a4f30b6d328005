import type { Command } from './command';
import { analyzeCommand } from './commands/analyzeCommand';
import { compareCommand } from './commands/compareCommand';
import { copyCommand } from './commands/copyCommand';
import { diffCommand } from './commands/diffCommand';
import { extractCommand } from './commands/extractCommand';
import { infoCommand } from './commands/infoCommand';
import { layerCommand } from './commands/layerCommand';
import { machineCommand } from './commands/machineCommand';
import { optimizeCommand } from './commands/optimizeCommand';
import { profileCommand } from './commands/profileCommand';
import { suggestCommand } from './commands/suggestCommand';
import { reportCommand } from './commands/reportCommand';
import { sweepCommand } from './commands/sweepCommand';
import { textCommand } from './commands/textCommand';

/** Every command of this version, in the order of the help text. */
export const COMMANDS: readonly Command[] = [
  infoCommand,
  analyzeCommand,
  profileCommand,
  suggestCommand,
  optimizeCommand,
  compareCommand,
  diffCommand,
  textCommand,
  copyCommand,
  extractCommand,
  sweepCommand,
  layerCommand,
  machineCommand,
  reportCommand,
];
