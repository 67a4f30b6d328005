import type { HostApi } from './hostConnection';

/** What `boot.ts` leaves for the script of the page. */
export interface Booted {
  readonly api: HostApi;
  /** What the host has sent until now; whoever takes it listens from now on. */
  readonly takeMessages: () => readonly unknown[];
}

declare global {
  interface Window {
    layerwiseBooted: Booted;
  }
}
