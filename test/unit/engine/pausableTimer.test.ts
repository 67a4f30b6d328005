import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { PausableTimer } from '../../../src/engine/jobs/pausableTimer';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('does not count the time in which it was paused', () => {
  const callback = vi.fn();
  const timer = new PausableTimer(100, callback);
  vi.advanceTimersByTime(60);
  timer.pause();
  timer.pause();
  vi.advanceTimersByTime(1000);
  timer.resume();
  timer.resume();
  vi.advanceTimersByTime(39);
  expect(callback).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(callback).toHaveBeenCalledOnce();
});

it('never calls back after it was disposed, nor at once for a very long time', () => {
  const callback = vi.fn();
  const timer = new PausableTimer(Number.MAX_SAFE_INTEGER, callback);
  vi.advanceTimersByTime(1000);
  timer.dispose();
  vi.runAllTimers();
  expect(callback).not.toHaveBeenCalled();
});
