import { expect, it } from 'vitest';
import type { Connection } from '../../../../src/shared/protocol/link';
import { Link } from '../../../../src/shared/protocol/link';
import { defineNotification, defineRequest } from '../../../../src/shared/protocol/message';
import { LayerwiseError } from '../../../../src/shared/report/layerwiseError';

const double = defineRequest<{ readonly value: number }, number>('test/double');
const told = defineNotification<{ readonly text: string }>('test/told');

/** A connection whose two ends are the same object. */
function loopback(): Connection {
  const requests = new Map<string, (parameters: unknown) => Promise<unknown>>();
  const notifications = new Map<string, (parameters: unknown) => void>();
  const unregister = { dispose: () => undefined };
  return {
    sendRequest: (method, parameters) => requests.get(method)?.(parameters) ?? Promise.reject(new Error('connection is closed')),
    onRequest: (method, handler) => (requests.set(method, handler), unregister),
    sendNotification: (method, parameters) => Promise.resolve(notifications.get(method)?.(parameters)),
    onNotification: (method, handler) => (notifications.set(method, handler), unregister),
    dispose: () => undefined,
  };
}

it('answers requests', async () => {
  const link = new Link(loopback());
  link.handle(double, ({ value }) => value * 2);
  await expect(link.request(double, { value: 21 })).resolves.toBe(42);
});

it('carries an error with its reason and place across', async () => {
  const link = new Link(loopback());
  link.handle(double, () => {
    throw new LayerwiseError('truncated', 'The file ends early.', { file: 'm.onnx', offset: 12 });
  });
  await expect(link.request(double, { value: 1 })).rejects.toMatchObject({
    reason: 'truncated',
    message: 'The file ends early.',
    place: { offset: 12 },
  });
});

it('reports a bug of a handler as such instead of keeping the caller waiting', async () => {
  const link = new Link(loopback());
  link.handle(double, () => {
    throw new TypeError('x is undefined');
  });
  await expect(link.request(double, { value: 1 })).rejects.toMatchObject({ reason: 'internal' });
});

it('says that the other side went away', async () => {
  await expect(new Link(loopback()).request(double, { value: 1 })).rejects.toMatchObject({ reason: 'engine-crash' });
});

it('delivers notifications', () => {
  const link = new Link(loopback());
  const heard: string[] = [];
  link.on(told, ({ text }) => heard.push(text));
  link.notify(told, { text: 'hello' });
  expect(heard).toEqual(['hello']);
});

it('delivers a notification to everybody who listens, and to nobody who stopped', () => {
  const link = new Link(loopback());
  const heard: string[] = [];
  const first = link.on(told, ({ text }) => heard.push(`first ${text}`));
  link.on(told, ({ text }) => heard.push(`second ${text}`));
  link.notify(told, { text: 'a' });
  first.dispose();
  link.notify(told, { text: 'b' });
  expect(heard).toEqual(['first a', 'second a', 'second b']);
});
