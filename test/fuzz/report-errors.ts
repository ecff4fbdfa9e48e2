import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { projectRoot } from '../../tools/project-root.ts';
import { schemaErrors } from '../reporters/sarif-schema.ts';

/** What the schemas of the two reports that programs build on say of them. */
export function reportErrors(json: string, sarif: string): string[] {
  const isValid = validate(JSON.parse(json));
  const own = isValid
    ? []
    : (validate.errors ?? []).map(({ instancePath, message }) => `json ${instancePath} ${message}`);
  return [...own, ...schemaErrors(JSON.parse(sarif)).map((error) => `sarif ${error}`)];
}

const schema = readFileSync(join(projectRoot, 'schema/auditlint-report.schema.json'), 'utf8');
const validate = new Ajv().compile(JSON.parse(schema));
