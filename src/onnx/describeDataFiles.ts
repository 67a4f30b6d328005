import type { Problem } from '../shared/report/problem';
import type { ByteSource } from './byteSource';
import { sourceHash } from './files/fileHash';
import type { InfoReport } from './infoReport';
import type { OnnxModel } from './openModel';
import { ProblemList, quoteName } from './problemList';

const LONGEST_LOCATION = 1000;
const MOST_FILES = 1000;

/** The data files that weights name, and, when their bytes are to be hashed, those whose checksum is another than the model says. */
export async function describeDataFiles(
  { weights, external }: OnnxModel,
  hash: boolean,
): Promise<{ readonly files: InfoReport['externalData']; readonly problems: readonly Problem[] }> {
  const problems = new ProblemList();
  const files: InfoReport['externalData'][number][] = [];
  for (const [location, { tensors, checksums, fault }] of [...weights.locations].slice(0, MOST_FILES)) {
    const file = weights.externalFiles.get(location);
    const source = hash && file !== undefined ? external.open(file) : undefined;
    if (source !== undefined && checksums.size > 0) await compareChecksums(source, location, checksums, problems);
    files.push({
      location: location.slice(0, LONGEST_LOCATION),
      bytes: file?.byteLength ?? null,
      tensors,
      sha256: source === undefined ? null : await sourceHash(source),
      fault: fault ?? null,
    });
  }
  return { files, problems: problems.list() };
}

async function compareChecksums(
  source: ByteSource,
  location: string,
  checksums: ReadonlySet<string>,
  problems: ProblemList,
): Promise<void> {
  const digest = await sourceHash(source, 'sha1');
  if ([...checksums].every(checksum => checksum === digest)) return;
  const message = `The data file ${quoteName(location)} does not have the checksum that the model gives for it. Get it again.`;
  problems.add({ severity: 'warning', reason: 'external-data-invalid', message });
}
