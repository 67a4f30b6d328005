import { spawn } from 'node:child_process';
import fs from 'node:fs/promises';

const LONGEST_MS = 5000;

/**
 * Asks the system to drop files from its cache, so that the next one to read them reads the disk. Only Linux lets an ordinary program do so, and Node has no
 * call for it: GNU `dd` has (`nocache` with a count of 0: posix_fadvise, POSIX_FADV_DONTNEED). The file is handed over open, never by name. False where that
 * is not possible. Pages that another process has mapped stay; whether the disk was read is for the reader to say.
 */
export async function dropFromCache(files: readonly string[]): Promise<boolean> {
  if (process.platform !== 'linux') return false;
  for (const file of files) if (!(await dropOne(file))) return false;
  return true;
}

async function dropOne(file: string): Promise<boolean> {
  const handle = await fs.open(file, 'r');
  try {
    const child = spawn('dd', ['iflag=nocache', 'count=0', 'status=none'], { stdio: [handle.fd, 'ignore', 'ignore'], timeout: LONGEST_MS });
    return await new Promise(resolve => {
      child.once('error', () => resolve(false));
      child.once('exit', code => resolve(code === 0));
    });
  } finally {
    await handle.close();
  }
}
