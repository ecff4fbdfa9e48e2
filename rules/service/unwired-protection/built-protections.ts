/** Objects of classes that say by their name that they protect, and what is read around them. */
import { nodesOf } from '#ast';
import type { FactsContext } from '#kit';
import type { LocatedClass, ProjectModel } from '#project';
import type { ModuleSummary, SummaryPlace } from '#semantics';
import { PROTECTION } from './idle-guards.ts';

export interface BuiltProtection {
  readonly found: LocatedClass;
  readonly path: string;
  readonly place: SummaryPlace;
  /** Modules that make it, import it or define it. */
  readonly relatedModules: readonly ModuleSummary[];
}

export function protectionsBuilt(
  production: readonly ModuleSummary[],
  project: ProjectModel,
): readonly BuiltProtection[] {
  const built = new Map<string, BuiltProtection>();
  const inProduction = new Set(production);
  const classesWith = countMethods(project);
  for (const module of production) {
    const made = [module.body, ...module.functions].flatMap(({ constructs }) => constructs);
    for (const { class: name, place } of made) {
      if (!PROTECTION.test(name)) continue;
      const found = project.resolve(name, module);
      if (found.kind !== 'class' || found.module.role === 'test' || !isOwnWhole(found, project)) continue;
      if (found.class.methods.some((method) => ENTERED.has(method))) continue;
      const known = built.get(found.class.qualifiedName);
      const importers = project.importersOf(found.module).map(({ from }) => from);
      const relatedModules = [
        ...(known?.relatedModules ?? [found.module, ...importers]),
        module,
        ...project.importersOf(module).map(({ from }) => from),
      ];
      // A call of a name that no other class has can be of none but this one, by whatever way it got there.
      const ownNames = found.class.methods.filter((method) => classesWith.get(method) === 1);
      if (ownNames.length > 0)
        relatedModules.push(
          ...production.filter(({ attributeReads }) => ownNames.some((name) => attributeReads.includes(name))),
        );
      const isProduction = relatedModules.filter((each) => inProduction.has(each));
      built.set(found.class.qualifiedName, {
        found,
        path: known?.path ?? module.path,
        place: known?.place ?? place,
        relatedModules: isProduction,
      });
    }
  }
  return [...built.values()];
}

/** How many classes have a method of a name. */
function countMethods({ modules }: ProjectModel): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { methods } of modules.flatMap(({ classes }) => classes))
    for (const method of new Set(methods)) counts.set(method, (counts.get(method) ?? 0) + 1);
  return counts;
}

/** Nothing that it derives from, or that derives from it, may call its methods; no decorator hands it on. */
function isOwnWhole(found: LocatedClass, project: ProjectModel): boolean {
  const { bases, decorators, isDynamic, isConditional } = found.class;
  const isPlain = bases.every((base) => base === 'object' || base === 'builtins.object' || base === 'abc.ABC');
  return (
    isPlain &&
    decorators.length === 0 &&
    isDynamic !== true &&
    isConditional !== true &&
    project.derivedFrom(found).length === 0
  );
}

/** Attributes, and names that are imported from other modules. */
export function namesRead(modules: readonly ModuleSummary[]): Set<string> {
  return new Set(
    modules.flatMap(({ attributeReads, imports }) => [...attributeReads, ...imports.flatMap(({ name }) => name ?? [])]),
  );
}

/** A class calls methods of its own, and of files and locks that are called alike: what is around it counts. */
export function readBesideProtections({ module }: FactsContext): readonly string[] | undefined {
  const owners = nodesOf(module, 'ClassDef').filter(({ name }) => PROTECTION.test(name));
  if (owners.length === 0) return undefined;
  const outside = nodesOf(module, 'Attribute').filter(
    ({ start, end }) => !owners.some((owner) => owner.start <= start && end <= owner.end),
  );
  return [...new Set(outside.map(({ attr }) => attr))];
}

/** What Python itself calls. */
const ENTERED: ReadonlySet<string> = new Set([
  '__call__',
  '__enter__',
  '__aenter__',
  '__get__',
  '__getattr__',
  '__iter__',
  'dispatch',
  'emit',
  'process_request',
]);
