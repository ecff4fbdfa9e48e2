import { FleetError } from './fleet-error.ts';

/**
 * Loads a package that few need and nobody is made to install. Throws `FleetError` where it is missing: who wanted it, and
 * how it is had.
 */
export async function loadOptional<T>(load: () => Promise<T>, wantedBy: string, packages: string): Promise<T> {
  try {
    return await load();
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    if (code !== 'ERR_MODULE_NOT_FOUND' && code !== 'MODULE_NOT_FOUND') throw cause;
    const are = packages.includes(' ') ? 'packages that are' : 'a package that is';
    throw new FleetError(
      `${wantedBy} needs ${are} not installed: run \`npm install ${packages}\` where auditlint is installed`,
    );
  }
}
