import { describe, expect, it } from 'vitest';
import { printable, printableLines } from '../../../src/cli/terminal/printable';

describe('text of a model on a terminal', () => {
  it('moves no cursor, clears nothing and turns no direction', () => {
    for (const code of [0x00, 0x07, 0x1b, 0x7f, 0x9b, 0x61c, 0x200e, 0x2028, 0x202e, 0x2066, 0xfeff]) {
      expect(printable(`a${String.fromCharCode(code)}b`)).toBe('a\ufffdb');
    }
    expect(printable('Größe ✓ 漢字')).toBe('Größe ✓ 漢字');
  });

  it('is cut where it is long, but a message is not', () => {
    expect(printable('x'.repeat(100), 10)).toBe(`${'x'.repeat(9)}…`);
    expect(printableLines('x'.repeat(1000))).toHaveLength(1000);
  });

  it('keeps the lines of a message and nothing else that controls', () => {
    expect(printableLines('Node “\u001b[2Jevil” failed.\nTry again.')).toBe('Node “\ufffd[2Jevil” failed.\nTry again.');
  });
});
