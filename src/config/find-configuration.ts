import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { hasAuditlintTable } from './toml/auditlint-table.ts';

export const CONFIGURATION_FILE = 'auditlint.toml';

/**
 * The configuration file that holds for a root: the nearest folder from the root upwards with an `auditlint.toml`, or
 * else a `pyproject.toml` with `[tool.auditlint]`. The search ends at the root of the checkout (the folder with `.git`)
 * or of the file system, so that a file outside the repository never decides unless there is no repository.
 */
export function findConfigurationFile(root: string): string | undefined {
  for (let folder = root; ; folder = dirname(folder)) {
    const own = join(folder, CONFIGURATION_FILE);
    if (isFile(own)) return own;
    const pyproject = join(folder, 'pyproject.toml');
    if (isFile(pyproject) && declaresAuditlint(pyproject)) return pyproject;
    if (existsSync(join(folder, '.git')) || dirname(folder) === folder) return undefined;
  }
}

// A folder that may not be looked into holds no configuration for us.
function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

// A pyproject.toml that cannot be read or parsed is not ours to complain about unless it names us.
function declaresAuditlint(path: string): boolean {
  try {
    return hasAuditlintTable(readFileSync(path, 'utf8'));
  } catch {
    return false;
  }
}
