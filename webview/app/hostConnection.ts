import 'vscode-jsonrpc/browser';
import { joinBytes } from '../../src/shared/base/joinBytes';
import type { Connection } from '../../src/shared/protocol/link';
import { unflatten } from '../../src/shared/protocol/packing/flatten';
import type { Packed } from '../../src/shared/protocol/packing/packed';
import { postMessageConnection } from '../../src/shared/protocol/postMessageConnection';
import { nextTask } from '../ui/nextTask';
import type { Booted } from './booted';

/** What `acquireVsCodeApi()` gives a page. */
export interface HostApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

/** JSON-RPC with the extension host over the webview's messages, from those on that came before. */
export function hostConnection({ api, takeMessages }: Booted): Connection {
  return postMessageConnection({
    post: message => api.postMessage(message),
    decompress: inflate,
    pause: pauseWhenDue(),
    onMessage: listener => {
      const receive = (event: MessageEvent<unknown>) => listener(event.data);
      window.addEventListener('message', receive);
      // After those who are to hear of them have said so.
      queueMicrotask(() => takeMessages().forEach(listener));
      return { dispose: () => window.removeEventListener('message', receive) };
    },
  });
}

/** So long a page may be busy with a message before keys and clicks are looked at. */
const BUSY_MS = 12;

function pauseWhenDue(): () => Promise<void> | undefined {
  let due = 0;
  return () => (performance.now() < due ? undefined : new Promise<void>(nextTask).then(() => void (due = performance.now() + BUSY_MS)));
}

/** What the host made of a long message. The stream works in this thread, on what is here: a blob would go through another process. */
async function inflate(bytes: Uint8Array): Promise<Packed> {
  const stream = new DecompressionStream('deflate-raw');
  const writer = stream.writable.getWriter();
  const [inflated] = await Promise.all([bytesOf(stream.readable), writer.write(new Uint8Array(bytes)), writer.close()]);
  return unflatten(inflated, readText);
}

async function bytesOf(readable: ReadableStream<Uint8Array>): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  const reader = readable.getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) chunks.push(next.value);
  return joinBytes(chunks);
}

const ascii = new TextDecoder('ascii');
const utf16 = new TextDecoder('utf-16le', { ignoreBOM: true });

function readText(characters: Uint8Array | Uint16Array): string {
  return (characters instanceof Uint16Array ? utf16 : ascii).decode(characters);
}
