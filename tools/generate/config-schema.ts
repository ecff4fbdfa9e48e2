import { z } from 'zod';
import { buildConfigurationSchema, type ConfigurableRule } from '../../src/config/index.ts';

/** Text of schema/auditlint-config.schema.json, with which editors complete and check `auditlint.toml`. */
export function generateConfigurationSchema(rules: readonly ConfigurableRule[]): string {
  const schema = z.toJSONSchema(buildConfigurationSchema(rules), {
    target: 'draft-7', // What editors' TOML extensions understand.
    io: 'input',
    reused: 'ref',
  });
  return `${JSON.stringify({ title: 'Configuration of auditlint', ...schema }, undefined, 2)}\n`;
}
