import { copyModels } from '../../onnx/copyModel';
import { isFolder } from '../../onnx/files/isFolder';
import { formatBytes } from '../../shared/base/formatNumber';
import type { Command } from '../command';
import { forEachModel } from '../forEachModel';
import { usageError } from '../options';
import { EXIT } from '../exitCode';

export const copyCommand: Command = {
  name: 'copy',
  summary: 'rewrites the file unchanged; moves the weights out (--external) or in (--embed)',
  models: 'many',
  options: ['output', 'external', 'embed', 'json', 'quiet'],
  run: (options, context) => {
    const output = options.text('output');
    if (output === undefined) throw usageError('copy needs -o');
    if (options.flag('external') && options.flag('embed')) throw usageError('--external and --embed exclude each other');
    const several = options.models.length > 1;
    if (several && !isFolder(output)) throw usageError(`With several models, -o must be an existing folder, which ${output} is not`);
    const weights = options.flag('external') ? 'external' : options.flag('embed') ? 'embed' : 'keep';
    return forEachModel(options, context, async file => {
      const copied = await copyModels(file, output, { weights, several, signal: context.signal });
      if (options.flag('json'))
        context.print(JSON.stringify({ model: { file }, output: copied.output, bytes: copied.bytes, files: copied.files }));
      else context.print(`${copied.output}  ${formatBytes(copied.bytes)}`);
      return EXIT.done;
    });
  },
};
