import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { leadsOut, relativePath } from '../text/index.ts';
import { ConfigurationError } from './configuration-error.ts';
import { hasAuditlintTable } from './toml/auditlint-table.ts';

export const CONFIGURATION_FILE = 'auditlint.toml';

/**
 * The configuration file that holds for a root: the nearest folder from the root upwards with an `auditlint.toml`, or
 * else a `pyproject.toml` with `[tool.auditlint]`. The search ends at the root of the checkout (the folder with `.git`)
 * or of the file system, so that a file outside the repository never decides unless there is no repository. Nor does one
 * that a link of the repository leads to: that throws `ConfigurationError`, with the file as `showPath` gives it.
 */
export function findConfigurationFile(root: string, showPath: (file: string) => string): string | undefined {
  const folders = foldersUpFrom(root);
  const file = folders.map(configurationIn).find((found) => found !== undefined);
  const top = folders.at(-1) ?? root;
  // Outside of a checkout the scanned root is the repository, and what lies above it is the user's own.
  const repository = isCheckout(top) ? top : root;
  if (file !== undefined && (isCheckout(top) || dirname(file) === root) && leaves(repository, file)) {
    const problem = 'the file is a symbolic link that leaves the repository; `--config` takes any file';
    throw new ConfigurationError(showPath(file), 1, 1, problem);
  }
  return file;
}

/** Whether the settings stand in `[tool.auditlint]`, among those of other tools. */
export function isPyproject(file: string): boolean {
  return basename(file) === 'pyproject.toml';
}

/** A folder and those above it, up to the root of its checkout or of the file system. */
function foldersUpFrom(folder: string): string[] {
  return isCheckout(folder) || dirname(folder) === folder ? [folder] : [folder, ...foldersUpFrom(dirname(folder))];
}

function isCheckout(folder: string): boolean {
  return existsSync(join(folder, '.git'));
}

function configurationIn(folder: string): string | undefined {
  const own = join(folder, CONFIGURATION_FILE);
  if (isFile(own)) return own;
  const pyproject = join(folder, 'pyproject.toml');
  return isFile(pyproject) && declaresAuditlint(pyproject) ? pyproject : undefined;
}

function leaves(folder: string, file: string): boolean {
  return leadsOut(relativePath(realpathSync(folder), realpathSync(file)));
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
