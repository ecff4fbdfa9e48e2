/** What the name of a method shows where the class of the object is not seen. */
import { type Attribute, ancestors, dottedName, isWithin, type Module, type Node, nodesOf } from '#ast';
import { firstIndex, groupBy, memoize } from '#collections';
import type { RelatedLocation } from '#findings';
import { type FactsContext, type PackedPlace, packPlace, unpackPlace } from '#kit';
import { COROUTINE_FUNCTIONS } from '#knowledge/coroutine-functions';
import type { ProjectModel } from '#project';
import { isPlainAsPinned } from './coroutine-answers.ts';
import { isCoroutine } from './is-coroutine.ts';

/**
 * A call that its file awaits elsewhere, as it is written: `await channel.send(text)`. Where the other branch of an `if` awaits it, the test
 * says which of two kinds the object is.
 */
export function awaitedElsewhere(func: Attribute, file: FactsContext): PackedPlace | undefined {
  const written = dottedName(func);
  const twins = written === undefined ? [] : (awaitedCalls(file.module).get(written) ?? []);
  const [twin] = twins;
  if (twin === undefined) return undefined;
  const isAmong = (block: readonly Node[]): boolean => {
    const next = twins[firstIndex(twins, ({ start }) => start >= (block[0]?.start ?? 0))];
    return next !== undefined && next.end <= (block.at(-1)?.end ?? 0);
  };
  for (const choice of ancestors(func)) {
    if (choice.kind !== 'If') continue;
    const isElse = choice.orelse.some((each) => isWithin(func, each));
    if (isElse ? isAmong([choice.test]) || isAmong(choice.body) : isAmong(choice.orelse)) return undefined;
  }
  return packPlace(file, twin);
}

/** In source order, by how they are written. */
const awaitedCalls = memoize((module: Module) =>
  groupBy(
    nodesOf(module, 'Attribute')
      .filter(({ parent }) => parent?.kind === 'Call' && parent.parent?.kind === 'Await')
      .toSorted((a, b) => a.start - b.start),
    dottedName,
  ),
);

/**
 * Where the same call is awaited, or the methods of the name stand, if all that the project has, or a library that the file imports, are coroutine functions, and
 * the way to the object leads to nothing that is known. The method that hands on to one of its name says nothing about that.
 */
export function coroutinesNamed(
  {
    method,
    path,
    within,
    awaited,
  }: { readonly method: string; readonly path?: string; readonly within: string; readonly awaited?: PackedPlace },
  from: string,
  project: ProjectModel,
): readonly RelatedLocation[] | undefined {
  const verdict = path === undefined ? 'unknown' : isCoroutine(path, from, project).verdict;
  if (verdict === 'unknown' && awaited !== undefined)
    return [{ path: from, ...unpackPlace(awaited), message: 'it is awaited here' }];
  const all = verdict === 'unknown' ? (methodsByName(project).get(method) ?? []) : [];
  const named = all.filter(({ fn }) => fn.qualifiedName !== within);
  const imports = verdict === 'unknown' && all.length === 0 ? project.moduleByPath(from)?.imports : undefined;
  const isOfLibrary = imports?.some(
    ({ module }) => BY_LIBRARY.has(`${module.split('.')[0]} ${method}`) && !isPlainAsPinned(module, from, project),
  );
  if (isOfLibrary === true) return [];
  if (named.length === 0 || !named.every(({ fn }) => fn.isAsync && !fn.isGenerator)) return undefined;
  return named
    .slice(0, 3)
    .map((each) => ({ path: each.path, ...each.fn.place, message: 'a coroutine function of this name' }));
}

/** `telegram reply_text`. */
const BY_LIBRARY: ReadonlySet<string> = new Set(
  [...COROUTINE_FUNCTIONS]
    .map((name) => name.replace(/\..*\./, ' '))
    .filter((name) => !/^(?:asyncio|anyio|trio) /.test(name)),
);

const methodsByName = memoize((project: ProjectModel) => {
  const found = project.modules.flatMap(({ path, classes, functions, role }) => {
    const owners = new Set(classes.map(({ qualifiedName }) => qualifiedName));
    const own = functions.filter(({ qualifiedName: name }) => owners.has(name.slice(0, name.lastIndexOf('.'))));
    return role === 'test' ? [] : own.map((fn) => ({ path, fn }));
  });
  return groupBy(found, ({ fn: { qualifiedName } }) => qualifiedName.slice(qualifiedName.lastIndexOf('.') + 1));
});
