import { machineReport } from '../../worker/machineProbe/measureMachine';
import type { Command } from '../command';
import { EXIT } from '../exitCode';
import { jobContext } from '../jobContext';
import { machineJson } from '../machineJson';
import { usageError } from '../options';
import { machineLines } from '../terminal/machineLines';

export const machineCommand: Command = {
  name: 'machine',
  summary: 'this machine: cores, instruction sets, measured compute and bandwidth roofs, saturation, providers',
  models: 'none',
  options: ['json', 'threads', 'refresh', 'timeout', 'quiet'],
  run: async (options, context) => {
    if (options.models.length > 0) throw usageError('machine takes no model');
    const timeoutSeconds = options.number('timeout', 0);
    const deadline = timeoutSeconds === undefined ? {} : { deadlineMs: timeoutSeconds * 1000 };
    const request = { threads: options.integer('threads', 1), again: options.flag('refresh'), ...deadline };
    const job = jobContext(context);
    const { report, cached } = await machineReport(request, job).finally(job.finish);
    if (options.flag('json')) context.print(JSON.stringify(machineJson(report, cached), undefined, 2));
    else for (const line of machineLines(report, cached, context.style)) context.print(line);
    return EXIT.done;
  },
};
