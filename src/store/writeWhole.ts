import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';

/** Writes a file of this user's own that appears whole or not at all, in place of an older one; makes its folder. Throws what the system says, and leaves nothing then. */
export function writeWhole(file: string, text: string): void {
  const folder = path.dirname(file);
  const temporary = path.join(folder, `.${path.basename(file)}.${process.pid}.tmp`);
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  try {
    fs.writeFileSync(temporary, text, { mode: 0o600 });
    fs.renameSync(temporary, file);
  } catch (error) {
    fs.rmSync(temporary, { force: true });
    throw error;
  }
}
