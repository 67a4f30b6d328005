import fs from 'node:fs';

/**
 * Largest resident size of this process so far, in bytes. Linux hands the `maxrss` of a process on to those that it starts, so a small child of a large parent would
 * have the parent's; its own is in `/proc`.
 */
export function peakMemory(): number {
  return ownPeak() ?? process.resourceUsage().maxRSS * 1024;
}

function ownPeak(): number | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    const kibibytes = /^VmHWM:\s*(\d+) kB/m.exec(fs.readFileSync('/proc/self/status', 'utf8'))?.[1];
    return kibibytes === undefined ? undefined : Number(kibibytes) * 1024;
  } catch {
    return undefined;
  }
}
