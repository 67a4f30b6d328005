import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { EngineClient } from '../../src/engineClient/engineClient';
import { closeModel, engineLog, listVariants } from '../../src/shared/protocol/hostEngine';
import type { ErrorInfo } from '../../src/shared/report/layerwiseError';
import { buildProgram } from './buildProgram';
import { isAlive, until } from './processes';

describe('the engine client', () => {
  let enginePath = '';
  let client: EngineClient;
  const lines: string[] = [];

  beforeAll(() => {
    enginePath = buildProgram('fakeEngine');
  });
  afterEach(() => client.stop());

  function start(): void {
    client = new EngineClient({ enginePath, workerPath: 'unused', storage: 'unused' }, line => lines.push(line));
  }

  function runningPid(): number {
    const { pid } = client;
    if (pid === undefined) throw new Error('The engine does not run.');
    return pid;
  }

  it('starts nothing before it is asked, and then one engine', async () => {
    start();
    expect(client.pid).toBeUndefined();
    await Promise.all([client.request(listVariants, { path: 'a' }), client.request(listVariants, { path: 'b' })]);
    const pid = client.pid;
    await client.request(listVariants, { path: 'c' });
    expect(client.pid).toBe(pid);
  });

  it('fails requests under way with a typed error when the engine dies, tells everybody, and starts it again', async () => {
    start();
    const crashes: ErrorInfo[] = [];
    client.onDidCrash(crash => crashes.push(crash));
    await expect(client.request(closeModel, { model: 1 })).rejects.toMatchObject({
      reason: 'engine-crash',
      message: expect.stringContaining('SIGKILL') as string,
      logTail: 'something is very wrong',
    });
    await until(() => crashes.length === 1);
    expect(crashes[0]?.reason).toBe('engine-crash');
    expect(lines).toContain('something is very wrong');
    expect(await client.request(listVariants, { path: 'after' })).toEqual([]);
  });

  it('keeps listeners over a restart', async () => {
    start();
    const heard: string[] = [];
    client.on(engineLog, ({ text }) => heard.push(text));
    await client.request(listVariants, { path: 'first' });
    await client.restart();
    await client.request(listVariants, { path: 'second' });
    await until(() => heard.length === 2);
    expect(heard[1]).toContain('second');
  });

  it('hands no flags for programs on to the engine', async () => {
    process.env['NODE_OPTIONS'] = '--max-http-header-size=9999';
    start();
    const heard: string[] = [];
    client.on(engineLog, ({ text }) => heard.push(text));
    await client.request(listVariants, { path: 'x' });
    delete process.env['NODE_OPTIONS'];
    await until(() => heard.length === 1);
    expect(heard[0]).toContain('NODE_OPTIONS not set');
  });

  it('kills an engine that hears nothing any more', async () => {
    start();
    await client.request(listVariants, { path: 'x' });
    const pid = runningPid();
    client.request(closeModel, { model: 2 }).catch(() => undefined);
    await sleep(100);
    await client.stop();
    expect(isAlive(pid)).toBe(false);
    await expect(client.request(listVariants, { path: 'x' })).rejects.toMatchObject({ reason: 'engine-crash' });
  });
});
