import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { leadsOut, relativePath } from '../text/index.ts';
import { ConfigurationError } from './configuration-error.ts';
import { hasAuditlintTable } from './toml/auditlint-table.ts';

export const CONFIGURATION_FILE = 'auditlint.toml';

/** A configuration file that was found, and the folder that neither it nor what it names may leave. */
export interface FoundConfiguration {
  /** Absolute path. */
  readonly file: string;
  /** Undefined where it lies above the scanned root and outside of a checkout: it is the user's own. */
  readonly within: string | undefined;
}

/**
 * The configuration file of a folder: `auditlint.toml`, or else a `pyproject.toml` with `[tool.auditlint]`. A link of the
 * repository (the checkout, or the scanned root where there is none) that leads out of it throws `ConfigurationError`, with the
 * file as `showPath` gives it.
 */
export function configurationFileIn(
  folder: string,
  root: string,
  showPath: (file: string) => string,
): FoundConfiguration | undefined {
  const file = fileIn(folder);
  if (file === undefined) return undefined;
  const within = repositoryOf(folder, root);
  if (within === undefined || !leadsOut(relativePath(realpathSync(within), realpathSync(file))))
    return { file, within };
  const problem = 'the file is a symbolic link that leads outside the repository; `--config` accepts any file';
  throw new ConfigurationError(showPath(file), 1, 1, problem);
}

/** Outside of a checkout the scanned root is the repository, and what lies above it is the user's own. */
function repositoryOf(folder: string, root: string): string | undefined {
  const checkout = checkoutAround(folder);
  return checkout ?? (leadsOut(relativePath(root, folder)) ? undefined : root);
}

/** Whether the settings are in `[tool.auditlint]`, among those of other tools. */
export function isPyproject(file: string): boolean {
  return basename(file) === 'pyproject.toml';
}

/** The root of the checkout that a folder is in. */
function checkoutAround(folder: string): string | undefined {
  if (isCheckout(folder)) return folder;
  const above = dirname(folder);
  return above === folder ? undefined : checkoutAround(above);
}

/** Whether a folder is the root of a checkout, beyond which no configuration is looked for. */
export function isCheckout(folder: string): boolean {
  return existsSync(join(folder, '.git'));
}

function fileIn(folder: string): string | undefined {
  const own = join(folder, CONFIGURATION_FILE);
  if (isFile(own)) return own;
  const pyproject = join(folder, 'pyproject.toml');
  return isFile(pyproject) && declaresAuditlint(pyproject) ? pyproject : undefined;
}

// A folder that may not be looked into holds no configuration for us.
function isFile(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
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
