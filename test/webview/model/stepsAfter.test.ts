import { expect, test } from 'vitest';
import type { ErrorInfo } from '../../../src/shared/report/layerwiseError';
import { failedNode } from '../../../webview/views/page/failedNode';
import { stepsAfter } from '../../../webview/views/page/stepsAfter';

function steps(reason: ErrorInfo['reason'], place: ErrorInfo['place'] = {}, node = -1): readonly string[] {
  return stepsAfter({ reason, message: '', place }, node).map(({ action }) => action.kind);
}

test('a crash is tried again without fusions, then without the arena, then no more; a node that is known can be cut at', () => {
  expect(steps('runtime-crash')).toEqual(['retryWithoutFusions']);
  expect(steps('runtime-crash', { without: 'fusions' }, 4)).toEqual(['retryWithoutArena', 'profileUpTo']);
  expect(steps('runtime-crash', { without: 'arena' })).toEqual([]);
  expect(steps('runtime-error')).toEqual(['retryWithoutFusions']);
});

test('other failures have the step that takes away their cause', () => {
  expect(steps('memory-limit')).toEqual(['changeMemoryLimit']);
  const onSamples = stepsAfter({ reason: 'memory-limit', message: '', place: {} }, -1, true);
  expect(onSamples.map(({ action }) => action.kind)).toEqual(['fewerSamples', 'changeMemoryLimit']);
  expect(steps('deadline')).toEqual(['waitLonger']);
  expect(steps('unknown-operator')).toEqual([]);
  expect(steps('unknown-operator', {}, 0)).toEqual(['showInEditor']);
  expect(steps('external-data-missing')).toEqual(['locateData']);
  expect(steps('changed-on-disk')).toEqual(['reload']);
  expect(steps('stale-token')).toEqual(['reload']);
  expect(steps('truncated')).toEqual(['openAsHex']);
});

test('the node of a failure is found by its name', () => {
  const at = (node?: string) => failedNode({ reason: 'runtime-crash', message: '', place: node === undefined ? {} : { node } }, ['a', 'b']);
  expect([at('b'), at('c'), at()]).toEqual([1, -1, -1]);
});
