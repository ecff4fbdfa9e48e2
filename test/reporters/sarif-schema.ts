import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import Ajv from 'ajv-draft-04';
import addFormats from 'ajv-formats';

/**
 * What the official JSON schema of SARIF 2.1.0 says against a log. The schema comes with `@microsoft/jest-sarif`;
 * `AUDITLINT_SARIF_SCHEMA` names another copy of it.
 */
export function schemaErrors(log: unknown): string[] {
  const isValid = validate(log);
  return isValid ? [] : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

const file =
  process.env.AUDITLINT_SARIF_SCHEMA ??
  createRequire(import.meta.url).resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json');
// CommonJS default exports arrive wrapped; one pattern of the schema is no Unicode regular expression.
const ajv = addFormats.default(new Ajv.default({ strict: false, allErrors: true, unicodeRegExp: false }));
const validate = ajv.compile(JSON.parse(readFileSync(file, 'utf8').replace(/^\uFEFF/, '')));
