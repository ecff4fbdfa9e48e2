import { defineQuestion } from '#kit';
import { callsLanguageModel, isOfDatabase } from '#knowledge/blocking-names';
import { worksLong } from '#knowledge/long-work';
import { decided, NO, UNKNOWN, YES } from '#project';

/** An access path (`Effects.clientPath`), in the file `from`. */
export interface ClientPath {
  readonly path: string;
  readonly from: string;
  /** One of anything but a database, one of a language model, or one that works for long instead of waiting. */
  readonly by?: 'other-than-database' | 'language-model' | 'work';
}

/** Does an access path lead to a call by which a client waits that a module of the project holds or gives? */
export const waitsThroughClient = defineQuestion<ClientPath>(
  'waits-through-client',
  ({ path }) => `\`${path}\` is a call by which a client waits`,
  ({ path, from, by }, project) => {
    const importer = project.moduleByPath(from);
    const call = importer === undefined ? undefined : project.clientWait(path, importer);
    if (call === undefined) return UNKNOWN;
    if (worksLong(call)) return by === 'work' ? YES : NO;
    if (by === 'language-model') return decided(callsLanguageModel(call));
    return decided(by === undefined || (by !== 'work' && !isOfDatabase(call)));
  },
);
