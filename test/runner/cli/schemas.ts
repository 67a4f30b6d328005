import fs from 'node:fs';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020';
import { expect } from 'vitest';

const FOLDER = 'src/shared/report/schemas';

/** Strict: a mistake in a schema is an error as well. */
const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, strictRequired: false, allErrors: true });

/** Expects `value` to be valid by `NAME.schema.json`, and says what is not. */
export function expectValid(name: string, value: unknown): void {
  const id = `layerwise:${name}`;
  const validate = ajv.getSchema(id) ?? ajv.compile(readSchema(name));
  const valid = validate(value);
  const errors = (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`);
  expect({ name, valid, errors }).toEqual({ name, valid: true, errors: [] });
}

function readSchema(name: string): object {
  return JSON.parse(fs.readFileSync(path.join(FOLDER, `${name}.schema.json`), 'utf8')) as object;
}
