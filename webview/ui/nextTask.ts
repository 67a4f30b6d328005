const waiting: (() => void)[] = [];
const { port1, port2 } = new MessageChannel();
port1.onmessage = () => waiting.shift()?.();

/** Runs something in a task of its own, in the order of the calls: the page can react and paint in between. */
export function nextTask(run: () => void): void {
  waiting.push(run);
  port2.postMessage(undefined);
}
