/** Folders in which a project keeps what it uses no more. */
import type { Standing } from '../../findings/index.ts';
import type { ModuleSummary } from '../../semantics/index.ts';
import type { Project } from '../build.ts';
import { isProduction } from '../production.ts';

/** Whether a file is kept for memory, by its place alone. */
export function archivedBy(path: string): Standing | undefined {
  return keptIn(path, (name) => ARCHIVE.test(name) || OLD_THING.test(name));
}

/** The same of what deploys: `legacy_api/Dockerfile` may be of a service that is as old as it is alive. */
export function archivedDeployment(path: string): Standing | undefined {
  return keptIn(path, (name) => ARCHIVE.test(name));
}

function keptIn(path: string, isArchive: (folder: string) => boolean): Standing | undefined {
  const folder = path.split('/').slice(0, -1).find(isArchive);
  if (folder === undefined) return undefined;
  return { reach: 'aside', because: `\`${path}\` is in \`${folder}/\`, which holds old code` };
}

/**
 * The same of a module: neither code from outside of such a folder nor a module in it that something starts may come to import it,
 * whatever the folder is called.
 */
export function archivedModule(
  module: ModuleSummary,
  project: Project,
  isStarted: (module: ModuleSummary) => boolean,
): Standing | undefined {
  const standing = archivedBy(module.path) ?? replacedBy(module.path, project);
  if (standing === undefined) return undefined;
  // A set gives what is added while it is walked.
  const users = new Set([module]);
  for (const user of users) {
    if (isStarted(user) || (archivedBy(user.path) ?? replacedBy(user.path, project)) === undefined) return undefined;
    for (const { from } of project.importersOf(user)) if (isProduction(from)) users.add(from);
  }
  return standing;
}

/** `bot-archive.py` beside `bot.py` */
function replacedBy(path: string, { files }: Project): Standing | undefined {
  const newer = path.replace(/[-_.](?:archived?|backup|bak|deprecated|legacy|old|orig)\.py$/i, '.py');
  if (newer === path || !files.has(newer)) return undefined;
  return { reach: 'aside', because: `judging by its name, \`${newer}\` replaces it` };
}

const ARCHIVE =
  /^[._]?(?:archived?|archives|attic|backups?|deprecated|graveyard|legacy|obsolete|old)(?:[._-](?:code|files|scripts|versions?|\d[\d._-]*))?$/i;
/** `legacy_checks`, `old-scripts`, `prev_src` */
const OLD_THING = /^[._]?(?:archived?|deprecated|legacy|old|prev(?:ious)?)[-_]\w+$/i;
