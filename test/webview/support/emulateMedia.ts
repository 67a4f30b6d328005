import { cdp } from 'vitest/browser';

/** What a system may ask of every page. */
export type MediaFeature = 'forced-colors' | 'prefers-color-scheme' | 'prefers-reduced-motion';

declare module 'vitest/browser' {
  interface CDPSession {
    send(method: 'Emulation.setEmulatedMedia', parameters: { features: { name: MediaFeature; value: string }[] }): Promise<void>;
  }
}

/** Lets the browser ask for these features; for none without an argument. */
export async function emulateMedia(features: Partial<Record<MediaFeature, string>> = {}): Promise<void> {
  const names: readonly MediaFeature[] = ['forced-colors', 'prefers-color-scheme', 'prefers-reduced-motion'];
  await cdp().send('Emulation.setEmulatedMedia', { features: names.map(name => ({ name, value: features[name] ?? '' })) });
}
