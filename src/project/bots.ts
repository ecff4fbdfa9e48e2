/** Which modules a bot of the project uses. */
import type { RelatedLocation } from '../findings/index.ts';
import { isOfBots } from '../knowledge/taint.ts';
import type { Project } from './build.ts';
import { isProduction } from './production.ts';

/** Where a module that imports this one, by whatever way, imports the library of a bot. */
export function botServedBy(name: string, project: Project): RelatedLocation | undefined {
  const importing = new Set(project.modules.filter(({ module }) => module === name));
  // A set gives what is added while it is walked.
  for (const module of importing) {
    const bot = module.imports.find((imported) => imported.when !== 'type-checking' && isOfBots(imported.module));
    if (bot !== undefined) return { path: module.path, ...bot.place, message: 'the bot receives its messages here' };
    for (const { from } of project.importersOf(module)) if (isProduction(from)) importing.add(from);
  }
  return undefined;
}
