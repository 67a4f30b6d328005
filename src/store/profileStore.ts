import os from 'node:os';
import path from 'node:path';
import { sha256OfText } from '../onnx/files/sha256';
import type { GraphLevel } from '../shared/report/jobRequest';
import type { Profile } from '../shared/report/latency';
import type { ModelToken } from '../shared/report/modelToken';
import { JsonFolder } from './jsonFolder';
import { profileSchema } from '../shared/protocol/profileSchema';

/** What a profile is looked up by, besides the model; what is absent is as it is when nobody says otherwise. */
export interface ProfileConditions {
  readonly dims: Readonly<Record<string, number>>;
  /** `undefined`: the default, one per physical core. */
  readonly threads: number | undefined;
  readonly provider?: string | undefined;
  readonly graphOptimization?: GraphLevel;
  readonly arena?: boolean | undefined;
}

/** Profiles by model and conditions, kept outside the workspace. A copy of a model finds the profile of the original. */
export class ProfileStore {
  private readonly files: JsonFolder<Profile>;

  constructor(folder: string) {
    this.files = new JsonFolder(path.join(folder, 'profiles'), profileSchema);
  }

  /** The last profile taken on this machine under these conditions. */
  find(token: ModelToken, conditions: ProfileConditions): Profile | undefined {
    const profile = this.files.read(keyOf(token, conditions));
    return profile !== undefined && takenHere(profile) ? profile : undefined;
  }

  save(token: ModelToken, conditions: ProfileConditions, profile: Profile): void {
    this.files.write(keyOf(token, conditions), profile);
  }
}

function keyOf(token: ModelToken, conditions: ProfileConditions): string {
  const { dims, threads, provider = 'cpu', graphOptimization = 'all', arena = true } = conditions;
  const sorted = Object.entries(dims).sort(([a], [b]) => (a < b ? -1 : 1));
  return sha256OfText(JSON.stringify([token.skeletonHash, token.size, sorted, threads ?? null, provider, graphOptimization, arena]));
}

/** Some processors fill their names up with blanks, which a profile does not repeat. */
function takenHere({ environment }: Profile): boolean {
  const plain = (name: string): string => name.replace(/\s+/g, ' ').trim();
  return plain(environment.cpu) === plain(os.cpus()[0]?.model ?? os.arch());
}
