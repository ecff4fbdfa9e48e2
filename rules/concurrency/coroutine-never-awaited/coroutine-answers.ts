/** Whether what is called is a coroutine function, by the project and by what its libraries document. */
import { lastNames } from '#kit';
import { ASYNCHRONOUS_FROM, COROUTINE_FUNCTIONS } from '#knowledge/coroutine-functions';
import type { Answer, ProjectModel } from '#project';
import { isCoroutine } from './is-coroutine.ts';

/** With the name of the function where a library has it. */
interface CoroutineAnswer extends Answer {
  readonly library?: string;
}

/** What the last step of a way has to be called to lead to a coroutine function of a library. */
const METHODS: ReadonlySet<string> = new Set(lastNames(COROUTINE_FUNCTIONS));

/** Of a way, or of a name that is known to be one's. A module of the project may hand on the class of a library: `from app.db import AsyncSession`. */
export function coroutineAnswer(
  { path, isKnown }: { readonly path: string; readonly isKnown?: true },
  from: string,
  project: ProjectModel,
): CoroutineAnswer {
  if (isKnown === true) return { verdict: 'yes', evidence: [], library: path };
  const answer = isCoroutine(path, from, project);
  const isLikelyMethod = answer.verdict === 'unknown' && METHODS.has(path.split(/[.()~]/).at(-1) ?? '');
  const importer = isLikelyMethod ? project.moduleByPath(from) : undefined;
  const method = importer === undefined ? undefined : project.foreignMethod(path, importer);
  if (method === undefined || !COROUTINE_FUNCTIONS.has(method)) return answer;
  return { verdict: 'yes', evidence: [], library: method };
}

/** Whether the lists or the lock file around the file let in only versions in which a function of the library is plain. */
export function isPlainAsPinned(name: string, from: string, project: ProjectModel): boolean {
  const [distribution, version] = ASYNCHRONOUS_FROM.get(name.split('.', 1)[0] ?? '') ?? [];
  if (distribution === undefined || version === undefined) return false;
  const kind = 'allows-version-from';
  return project.answer({ kind, distribution, version, from, asLocked: true }).verdict === 'no';
}
