/** Folders in which a project keeps what it uses no more. */
import type { Standing } from '../../findings/index.ts';
import type { ModuleSummary } from '../../semantics/index.ts';
import type { Project } from '../build.ts';
import { isProduction } from '../production.ts';

/** Whether a file is kept for memory, by its place alone. */
export function archivedBy(path: string): Standing | undefined {
  const folder = path
    .split('/')
    .slice(0, -1)
    .find((name) => ARCHIVE.test(name));
  if (folder === undefined) return undefined;
  return { reach: 'aside', because: `\`${path}\` stands in \`${folder}/\`, where old code is kept`, part: 'archived' };
}

/** The same of a module: no code from outside of such a folder may import it, whatever the folder is called. */
export function archivedModule(module: ModuleSummary, project: Project): Standing | undefined {
  const standing = archivedBy(module.path);
  if (standing === undefined) return undefined;
  const isUsed = project
    .importersOf(module)
    .some(({ from }) => isProduction(from) && archivedBy(from.path) === undefined);
  return isUsed ? undefined : standing;
}

/** `legacy_checks`, `old-scripts`, `prev_src`; an archive that is a thing of the project has its name behind it as well. */
const ARCHIVE =
  /^[._]?(?:(?:archives|attic|backups?|graveyard|obsolete)(?:[._-](?:code|files|scripts|versions?|\d+))?|(?:archived?|deprecated|legacy|old)(?:\.(?:code|files|scripts|versions?|\d+)|[-_]\w+)?|prev(?:ious)?[-_]\w+)$/i;
