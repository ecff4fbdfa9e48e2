import type { RelatedLocation } from '#findings';
import { defineQuestion } from '#kit';
import { WEB_SERVERS } from '#knowledge/server-programs';
import { type ProjectModel, whenReached } from '#project';
import { isProduction } from '#project/production';

/** Does everything that serves the project's application give a process one request at a time? */
export const servedOneByOne = defineQuestion<null>(
  'served-one-by-one',
  () => 'whatever serves the application gives a process one request at a time',
  (_, project) => whenReached(handedToLambda(project)),
);

/** Where the application is handed to AWS Lambda, which gives a process one request at a time; undefined where a service starts a server as well. */
function handedToLambda({ modules, startingCommands }: ProjectModel): RelatedLocation | undefined {
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
