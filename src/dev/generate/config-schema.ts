import { z } from 'zod';
import { buildConfigurationSchema } from '../../config/schema.ts';
import type { RegisteredRule } from '../../kit/index.ts';

/** Text of schema/auditlint-config.schema.json, with which editors complete and check `auditlint.toml`. */
export function generateConfigurationSchema(rules: readonly RegisteredRule[]): string {
  const configurable = rules.map(({ name, category, rule }) => ({
    name,
    category,
    docs: rule.docs,
    options: rule.options,
  }));
  const schema = z.toJSONSchema(buildConfigurationSchema(configurable), {
    target: 'draft-7', // What editors' TOML extensions understand.
    io: 'input',
    reused: 'ref',
  });
  return `${JSON.stringify({ title: 'Configuration of auditlint', ...schema }, undefined, 2)}\n`;
}
