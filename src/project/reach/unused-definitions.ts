/** Functions and classes that no code names, so that nothing calls them or makes objects of them. */
import { memoize } from '../../collections/index.ts';
import { LOOKED_FOR_NAMES } from '../../knowledge/looked-for-names.ts';
import type { ModuleSummary, SummaryFunction } from '../../semantics/index.ts';
import type { Project } from '../build.ts';
import { TRANSPARENT_DECORATORS } from '../decorators.ts';
import type { NamedCode } from './named-code.ts';

type SummaryClass = ModuleSummary['classes'][number];

export class UnusedDefinitions {
  constructor(
    readonly project: Project,
    readonly named: NamedCode,
  ) {}

  /** Why nothing comes to a function: no code names it or its class, nothing mounts its router, or another replaces it. */
  of(fn: SummaryFunction, module: ModuleSummary): string | undefined {
    if (fn.isUnnamed === true) return `nothing in the function around it calls \`${lastName(fn.qualifiedName)}\``;
    if (fn.router !== undefined && !this.named.mounts(fn.router, module))
      return `its router \`${fn.router}\` is never mounted`;
    if (isReplaced(fn, module)) return `a later definition of \`${lastName(fn.qualifiedName)}\` replaces it`;
    const cls = classesByLine(module.classes).get(fn.place.line);
    const isOpen =
      cls !== undefined &&
      this.#derivesFrom(BASES_FOUND_BY_NAME, module, cls) &&
      !this.named.findsByBase({ module, class: cls });
    if (isOpen && !this.#isUsed(cls, module)) return `nothing instantiates \`${lastName(cls.qualifiedName)}\``;
    if (!this.isOnlyNamed(fn, module) || this.named.has(fn.qualifiedName, module)) return undefined;
    return `nothing calls \`${lastName(fn.qualifiedName)}\``;
  }

  /** Whether nobody comes to a function but who names it: no framework by its class, its name or what decorates it. */
  isOnlyNamed(fn: SummaryFunction, module: ModuleSummary): boolean {
    const cls = classesByLine(module.classes).get(fn.place.line);
    const isMethod = cls !== undefined && fn.qualifiedName.startsWith(`${cls.qualifiedName}.`);
    if (isMethod && !this.#derivesFrom(PLAIN_BASES, module, cls)) return false;
    return fn.entry === undefined && !isFound(fn, module);
  }

  /** Classes of others call what overrides their methods, and who is given a class, or finds it by its base, may make objects of it. */
  #derivesFrom(bases: ReadonlySet<string>, module: ModuleSummary, cls: SummaryClass): boolean {
    if (cls.decorators.some((each) => !TRANSPARENT_DECORATORS.has(each))) return false;
    return this.project
      .lineOf({ module, class: cls })
      .every((each) => each !== '?' && (typeof each !== 'string' || bases.has(each)));
  }

  #isUsed(cls: SummaryClass, module: ModuleSummary): boolean {
    if (isFound(cls, module)) return true;
    // What a framework is handed has to be read first; of anything else an import may be meant for anyone who comes.
    const isHanded = !this.#derivesFrom(PLAIN_BASES, module, cls);
    return (
      this.named.has(cls.qualifiedName, module) && !(isHanded && this.named.isIdlyImported(cls.qualifiedName, module))
    );
  }
}

/** Whether something other than its name may lead to a definition. */
function isFound(
  { qualifiedName, decorators }: Pick<SummaryFunction, 'qualifiedName' | 'decorators'>,
  module: ModuleSummary,
): boolean {
  const name = lastName(qualifiedName);
  if (/^__\w+__$/.test(name) || decorators.some((each) => !TRANSPARENT_DECORATORS.has(each))) return true;
  // What is in a function is called there or not at all.
  const isNested =
    qualifiedName !== `${module.module}.${name}` &&
    !module.classes.some((cls) => qualifiedName === `${cls.qualifiedName}.${name}`);
  return isNested || LOOKED_FOR_NAMES.test(name);
}

/** What is defined once more in the same body, without a decorator that may keep both. */
function isReplaced(
  { qualifiedName, decorators, isConditional, lines: [, end] }: SummaryFunction,
  { functions }: ModuleSummary,
): boolean {
  if (decorators.length > 0 || isConditional === true) return false;
  const last = functions.findLast((other) => other.qualifiedName === qualifiedName);
  return last !== undefined && last.lines[0] > end && last.decorators.length === 0 && last.isConditional !== true;
}

const PLAIN_BASES: ReadonlySet<string> = new Set([
  'builtins.object',
  'abc.ABC',
  'typing.Generic',
  'typing.NamedTuple',
  'enum.Enum',
]);

/** Their methods others call, but of an object that someone makes or hands over by the name of the class. */
const BASES_FOUND_BY_NAME: ReadonlySet<string> = new Set([
  ...PLAIN_BASES,
  'starlette.middleware.base.BaseHTTPMiddleware',
  // `bot.add_cog(Orders(bot))`.
  'discord.Cog',
  'discord.ext.commands.Cog',
  'disnake.ext.commands.Cog',
  'nextcord.ext.commands.Cog',
]);

const lastName = (qualifiedName: string): string => qualifiedName.slice(qualifiedName.lastIndexOf('.') + 1);

/** By line, the smallest function around it. Made once for each list, because many findings ask. */
export const functionsByLine = memoize((functions: ModuleSummary['functions']) => smallestByLine(functions));
const classesByLine = memoize((classes: ModuleSummary['classes']) => smallestByLine(classes));

/** By line, the smallest definition around it. */
function smallestByLine<T extends Pick<SummaryFunction, 'lines'>>(definitions: readonly T[]): ReadonlyMap<number, T> {
  const smallest = new Map<number, T>();
  const extent = ({ lines: [first, last] }: T): number => last - first;
  // Of equal ones the last.
  for (const each of definitions.toSorted((a, b) => extent(b) - extent(a))) {
    for (let line = each.lines[0]; line <= each.lines[1]; line++) smallest.set(line, each);
  }
  return smallest;
}
