import { describe, expect, it } from 'vitest';
import { LogTail } from '../../../../src/shared/base/logTail';

describe('the tail of a log', () => {
  it('hands on whole lines, wherever the pieces are cut', () => {
    const lines: string[] = [];
    const tail = new LogTail(line => lines.push(line));
    for (const piece of ['on', 'e\r', '\ntwo\nth', 'ree']) tail.add(piece);
    expect(lines).toEqual(['one', 'two']);
    expect(tail.text).toBe('one\ntwo\nthree');
  });

  it('keeps the last lines, and of a long one its beginning', () => {
    const tail = new LogTail(() => undefined);
    for (let line = 0; line < 100; line++) tail.add(`${line}\n`);
    expect(tail.text.split('\n')).toEqual(Array.from({ length: 40 }, (_, line) => String(line + 60)));
    tail.add('x'.repeat(5000));
    expect(tail.text.split('\n').at(-1)).toHaveLength(2000);
  });
});
