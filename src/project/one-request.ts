import type { RelatedLocation } from '../findings/index.ts';
import { WEB_SERVERS } from '../knowledge/server-programs.ts';
import type { Project } from './build.ts';
import { isProduction } from './production.ts';

/** Where the application is handed to AWS Lambda, which gives a process one request at a time; undefined where a service starts a server as well. */
export function servedOneByOne({ modules, startingCommands }: Project): RelatedLocation | undefined {
  if (startingCommands.some(({ isService, command }) => isService && command.words.some(({ text }) => isServer(text))))
    return undefined;
  for (const module of modules.filter(isProduction)) {
    const made = [module.body, ...module.functions].flatMap(({ constructs }) => constructs);
    const adapter = made.find((each) => each.class === 'mangum.Mangum');
    const message = 'Lambda gives a process one request at a time';
    if (adapter !== undefined) return { path: module.path, ...adapter.place, message };
  }
  return undefined;
}

const isServer = (word: string): boolean => WEB_SERVERS.has(word.slice(word.lastIndexOf('/') + 1));
