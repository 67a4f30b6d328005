import type { ProblemList } from '../problemList';
import type { ModelFields } from '../skim/modelFields';

/** Format versions that the packaged runtime takes (onnxruntime 1.30): IR 3 to 13, operator set up to 26. */
const OLDEST_IR = 3;
const NEWEST_IR = 13;
const NEWEST_OPSET = 26;

/** Checks the versions that a model declares. */
export function checkFields({ irVersion, opsetImports }: ModelFields, problems: ProblemList): void {
  if (irVersion === undefined) warn(problems, 'unsupported-ir', 'The model does not say which version of the format it has.');
  else if (irVersion < OLDEST_IR || irVersion > NEWEST_IR) {
    warn(
      problems,
      'unsupported-ir',
      `The model has IR version ${irVersion}; the runtime takes ${OLDEST_IR} to ${NEWEST_IR}. It is shown, but cannot be run.`,
    );
  }
  checkOpsets(opsetImports, problems);
}

function checkOpsets(imports: ModelFields['opsetImports'], problems: ProblemList): void {
  const seen = new Set<string>();
  for (const { domain, version } of imports) {
    if (seen.has(domain)) problems.addFor(domain, 'warning', 'duplicate-name', 'A domain is imported twice; the last version counts.');
    seen.add(domain);
    if (domain !== '') continue;
    if (version < 1) warn(problems, 'unsupported-opset', `Operator set ${version} does not exist.`);
    else if (version > NEWEST_OPSET) {
      warn(
        problems,
        'unsupported-opset',
        `The model uses operator set ${version}; the runtime knows up to ${NEWEST_OPSET}. It is shown, but cannot be run.`,
      );
    }
  }
  if (imports.length === 0) warn(problems, 'unsupported-opset', 'The model does not say which operator set it uses.');
}

function warn(problems: ProblemList, reason: 'unsupported-ir' | 'unsupported-opset', message: string): void {
  problems.add({ severity: 'warning', reason, message });
}
