import { expect, it } from 'vitest';
import { BoundedLog } from '../../../src/worker/boundedLog';
import { crashSentence } from '../../../src/worker/crashSentence';

it.each([
  [{ code: null, signal: 'SIGSEGV' }, 'SIGSEGV: it read or wrote'],
  [{ code: 0xc0000005, signal: null }, 'SIGSEGV: it read or wrote'],
  [{ code: null, signal: 'SIGABRT' }, 'SIGABRT: it gave up'],
  [{ code: null, signal: 'SIGBUS' }, 'became shorter'],
  [{ code: 0xc00000fd, signal: null }, 'nested too deeply'],
  [{ code: null, signal: 'SIGKILL' }, 'memory ran out'],
  [{ code: 0xc0001234, signal: null }, 'exit code 0xc0001234'],
  [{ code: 17, signal: null }, 'exit code 17'],
] as const)('explains %j', (end, words) => {
  expect(crashSentence(end)).toContain(words);
});

it('keeps the first and the last of a long log', () => {
  const log = new BoundedLog();
  log.append('first\n');
  for (let line = 0; line < 50_000; line++) log.append(`line ${line}\n`);
  log.append('\u001b[31mlast\u001b[m\n');
  expect(log.text.startsWith('first\n')).toBe(true);
  expect(log.text.length).toBeLessThan(140_000);
  expect(log.lastLines(2)).toBe('line 49999\nlast');
});
