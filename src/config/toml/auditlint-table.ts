import { parseToml } from '../../text/toml/parse-toml.ts';
import { tomlAt } from '../../text/toml/toml-node.ts';

/** Whether a pyproject.toml has a `[tool.auditlint]`; a file that is not TOML has it when it seems to name it. */
export function hasAuditlintTable(text: string): boolean {
  // Most projects do not, and need not be parsed.
  if (!text.includes('auditlint')) return false;
  const parsed = parseToml(text);
  if (parsed.kind === 'toml') return tomlAt(parsed.root, 'tool', 'auditlint') !== undefined;
  return /^[ \t]*\[+[ \t]*tool[ \t]*\.[ \t]*auditlint\b/m.test(text);
}
