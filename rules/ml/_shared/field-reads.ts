/** Which names and fields a project reads, as far as their names show. */
import { nodesOf } from '#ast';
import type { FactsContext } from '#kit';
import { distributionsAround, type ProjectModel } from '#project';
import type { ModuleSummary } from '#semantics';

/** Attributes that production reads on anything. */
export function attributesReadIn(project: ProjectModel): ReadonlySet<string> {
  const reads = new Set<string>();
  for (const { role, attributeReads } of project.modules)
    if (role !== 'test') for (const name of attributeReads) reads.add(name);
  return reads;
}

/** Names that some file imports, reads as an attribute, offers or writes as text, and whether anything but tests does. */
export function namesUsedIn(project: ProjectModel): ReadonlyMap<string, 'production' | 'tests'> {
  const production = new Set<string>();
  const tests = new Set<string>();
  for (const module of project.modules) {
    const used = module.role === 'test' ? tests : production;
    const { imports, attributeReads, all = [] } = module;
    for (const name of attributeReads) used.add(name);
    if (!handsOnAlone(module, project)) {
      for (const { name } of imports) if (name !== undefined) used.add(name);
      for (const name of all) used.add(name);
    } else {
      for (const { kind, target = '', isUnread } of Object.values(module.names))
        if (kind === 'import' && isUnread !== true) used.add(target.slice(target.lastIndexOf('.') + 1));
    }
    const { mentions, words } = module.texts;
    for (const mention of mentions) addParts(mention, used);
    // `uvicorn.run("shop.app:create", factory=True)`.
    for (const word of words) if (ENTRY.test(word)) addParts(word, used);
  }
  for (const { reference } of project.entryPoints) addParts(reference, production);
  // Settings that a program runs as Python, tables of what is to be made: whatever reads them may look the names up.
  for (const mention of project.mentions) addParts(mention, production);
  return new Map([
    ...[...tests].map((name) => [name, 'tests'] as const),
    ...[...production].map((name) => [name, 'production'] as const),
  ]);
}

/** A package that mostly imports names of its modules, and that nobody installs: of these it uses what it reads itself. */
const handsOnAlone = ({ isPackage, functions, classes, body, path }: ModuleSummary, project: ProjectModel): boolean =>
  isPackage &&
  functions.length + classes.length + body.calls.length === 0 &&
  distributionsAround(project.distributions, path).every((distribution) => distribution.includes(path) === false);

const ENTRY = /^\w+(?:\.\w+)*:\w+$/;

/** `pkg.main:run` names each of its parts. */
function addParts(dotted: string, names: Set<string>): void {
  for (const part of dotted.split(/[.:/]/)) names.add(part);
}

/** Whether the module at the path, or one that imports it, reads fields whose names cannot be seen. */
export function mayBeReadWhole(path: string, project: ProjectModel): boolean {
  const module = project.moduleByPath(path);
  if (module === undefined) return true;
  const around = [module, ...project.importersOf(module).map(({ from }) => from)];
  return around.some(
    ({ role, attributeReads }) => role !== 'test' && attributeReads.some((name) => name === '*' || DUMPING.has(name)),
  );
}

/** Classes whose objects are compared, which reads all their fields. */
export function classesCompared({ module, types }: FactsContext): readonly string[] {
  const classes = nodesOf(module, 'Compare').flatMap(({ ops, left, comparators }) => {
    if (!ops.every((op) => op === 'Eq' || op === 'NotEq')) return [];
    const named = [left, ...comparators].filter(({ kind }) => kind === 'Name' || kind === 'Attribute');
    // Beside a constant stands no object.
    if (named.length <= comparators.length) return [];
    return named.flatMap((each) => types.classOf(each) ?? []).filter((each) => !each.startsWith('builtins.'));
  });
  return [...new Set(classes)];
}

/** Those of the project that facts name, each as its path and full name. */
export function classesNamed(
  facts: readonly { readonly path: string; readonly fact: { readonly class: string } }[],
  project: ProjectModel,
): ReadonlySet<string> {
  const named = facts.flatMap(({ path, fact }) => {
    const from = project.moduleByPath(path);
    const found = from === undefined ? undefined : project.resolve(fact.class, from);
    return found?.kind === 'class' ? `${found.module.path} ${found.class.qualifiedName}` : [];
  });
  return new Set(named);
}

/** What makes text, dicts or other objects of all fields. */
const DUMPING: ReadonlySet<string> = new Set(
  'model_dump model_dump_json dict json asdict astuple to_dict as_dict vars fields model_fields __fields__ structured OmegaConf to_yaml to_container jsonable_encoder __annotations__ __dataclass_fields__'.split(
    ' ',
  ),
);
