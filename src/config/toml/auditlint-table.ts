import { parse } from 'smol-toml';

/** Whether a pyproject.toml has a `[tool.auditlint]`; a file that is not TOML has it when it seems to name it. */
export function hasAuditlintTable(text: string): boolean {
  // Most projects do not, and need not be parsed.
  if (!text.includes('auditlint')) return false;
  try {
    return auditlintTable(parse(text)) !== undefined;
  } catch {
    return /^\s*\[+\s*tool\s*\.\s*auditlint\b/m.test(text);
  }
}

/** The value of `tool.auditlint` in a parsed pyproject.toml. */
export function auditlintTable(document: Readonly<Record<string, unknown>>): unknown {
  const tool = Object.hasOwn(document, 'tool') ? document.tool : undefined;
  if (typeof tool !== 'object' || tool === null || !Object.hasOwn(tool, 'auditlint')) return undefined;
  // Checked to be an object that has the key.
  return (tool as Record<string, unknown>).auditlint;
}
