import { expect, it } from 'vitest';
import { BoundedLog } from '../../../src/worker/boundedLog';
import { crashSentence, ENDINGS } from '../../../src/worker/crashSentence';

it.each([
  [{ code: null, signal: 'SIGSEGV' }, 'SIGSEGV: it read or wrote'],
  [{ code: 0xc0000005, signal: null }, 'SIGSEGV: it read or wrote'],
  [{ code: null, signal: 'SIGABRT' }, 'SIGABRT: it gave up'],
  [{ code: null, signal: 'SIGBUS' }, 'became shorter'],
  [{ code: 0xc00000fd, signal: null }, 'nested too deeply'],
  [{ code: null, signal: 'SIGKILL' }, 'memory ran out'],
  [{ code: 0xc0001234, signal: null }, 'exit code 0xc0001234'],
  [{ code: 17, signal: null }, 'exit code 17'],
  [{ code: null, signal: 'SIGBUS' }, 'was a data file changed'],
  [{ code: null, signal: 'SIGFPE' }, 'divided by zero'],
  [{ code: null, signal: 'SIGILL' }, 'this processor lacks'],
  [{ code: null, signal: 'SIGTRAP' }, 'stopped itself'],
  [{ code: null, signal: 'SIGSYS' }, 'sandbox'],
  [{ code: null, signal: 'SIGTERM' }, 'another program'],
  [{ code: null, signal: null }, 'no exit code'],
  [{ code: null, signal: 'SIGUSR1' }, 'SIGUSR1'],
  [{ code: 0xc0000006, signal: null }, 'SIGBUS'],
  [{ code: 0xc0000409, signal: null }, 'SIGABRT'],
  [{ code: 3, signal: null }, 'SIGABRT'],
  [{ code: 134, signal: null }, 'SIGABRT'],
  [{ code: 135, signal: null }, 'SIGBUS'],
  [{ code: 137, signal: null }, 'memory ran out'],
  [{ code: 139, signal: null }, 'SIGSEGV'],
  [{ code: 0xc0000094, signal: null }, 'divided by zero'],
  [{ code: 0xc000001d, signal: null }, 'this processor lacks'],
  [{ code: 0x80000003, signal: null }, 'stopped itself'],
  [{ code: 0xc0000374, signal: null }, 'damaged its own memory'],
  [{ code: 0xc0000017, signal: null }, 'no more memory'],
  [{ code: 0xc0000135, signal: null }, 'library of the runtime is missing'],
  [{ code: 127, signal: null }, 'library of the runtime is missing'],
  [{ code: 0xc000007b, signal: null }, 'another kind of processor'],
] as const)('explains %j', (end, words) => {
  expect(crashSentence(end)).toContain(words);
});

it('has one sentence for every ending, and no exit code twice', () => {
  const codes = ENDINGS.flatMap(ending => ending.codes);
  expect(new Set(codes).size).toBe(codes.length);
  expect(new Set(ENDINGS.map(({ meaning }) => meaning)).size).toBe(ENDINGS.length);
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
