import { describe, expect, it } from 'vitest';
import { readAhead } from '../../../src/data/readAhead';

interface Numbers {
  readonly events: string[];
  readonly values: AsyncGenerator<number, undefined>;
}

/** 0, 1, 2 …, `failing` of which cannot be had; writes down what becomes of each. */
function numbers(count: number, failing = Infinity): Numbers {
  const events: string[] = [];
  async function* read(): AsyncGenerator<number, undefined> {
    try {
      for (let value = 0; value < count; value++) {
        events.push(`read ${value}`);
        await new Promise(resolve => setImmediate(resolve));
        if (value === failing) throw new Error(`no ${value}`);
        yield value;
      }
    } finally {
      events.push('end');
    }
  }
  return { events, values: read() };
}

const pause = (): Promise<void> => new Promise(resolve => setTimeout(resolve, 5));

async function use({ events, values }: Numbers, last = Infinity): Promise<void> {
  for await (const value of readAhead(values)) {
    await pause();
    events.push(`used ${value}`);
    if (value === last) break;
  }
}

describe('reading ahead', () => {
  it('gives all values in order, and reads one while the one before is used', async () => {
    const given = numbers(3);
    await use(given);
    expect(given.events).toEqual(['read 0', 'read 1', 'used 0', 'read 2', 'used 1', 'end', 'used 2']);
  });

  it('reads no further, and nothing later, once nobody wants more', async () => {
    const given = numbers(9);
    await use(given, 1);
    const { length } = given.events;
    expect(given.events).toEqual(['read 0', 'read 1', 'used 0', 'read 2', 'used 1', 'end']);
    await pause();
    expect(given.events).toHaveLength(length);
  });

  it('says what cannot be read when it is its turn, and never where it is not wanted', async () => {
    const wanted = numbers(3, 1);
    await expect(use(wanted)).rejects.toThrow('no 1');
    expect(wanted.events).toEqual(['read 0', 'read 1', 'end', 'used 0']);
    await use(numbers(3, 1), 0);
  });
});
