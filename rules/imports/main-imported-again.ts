import { defineProjectRule, type FactsContext } from '#kit';
import type { ProjectModel } from '#project';
import type { ModuleSummary } from '#semantics';

type Edge = ProjectModel['importEdges'][number];

/** Of a file that can be run: names of its module that hold what changes. */
interface Fact {
  readonly state: readonly string[];
}

export default defineProjectRule<Fact>({
  docs: {
    summary: 'module that is run as the program and imported again by its own name',
    why: 'Python runs the file twice, once as `__main__` and once under its name: its globals, registries and connections exist twice, and what one half sets the other never sees.',
    remedy:
      'Move what others import into a module of its own, and leave in the file that is run only the call that starts it.',
    harm: 'lies',
    severity: {
      'a second copy of its state': 'P2',
      'a second copy without state': 'P3',
    },
    precision: 'low',
    since: '0.1.0',
    cwe: [1108],
    origin: [{ document: 'Field report 1', finding: 'F: the main module imported again by name' }],
    bad: '# path: bot.py\nimport commands\n\nsessions = {}\n\nif __name__ == "__main__":\n    sessions["owner"] = 1\n    commands.run()\n\n# path: commands.py\ndef run():\n    from bot import sessions\n    print(sessions)\n',
    good: '# path: bot.py\nimport commands\nfrom state import sessions\n\nif __name__ == "__main__":\n    sessions["owner"] = 1\n    commands.run()\n\n# path: state.py\nsessions = {}\n\n# path: commands.py\nfrom state import sessions\n\ndef run():\n    print(sessions)\n',
  },
  skips: ['test', 'stub', 'generated', 'vendored', 'documentation'],
  facts(file) {
    const state = file.context.isEntryPoint ? stateIn(file) : [];
    return state.length === 0 ? [] : [{ state }];
  },
  check(project, ctx) {
    const states = new Map(ctx.facts.map(({ path, fact }) => [path, fact.state]));
    for (const module of project.modules) {
      if (module.main === undefined || module.role === 'test') continue;
      const again = importsAgain(module, project);
      const [first] = again;
      if (first === undefined) continue;
      const kept = states.get(module.path) ?? [];
      const state = stateOf(kept, again);
      const at = { path: first.from.path, ...first.imported.place };
      const proof = state === undefined ? harmlessBy(module, kept, again) : undefined;
      if (proof !== undefined) {
        ctx.proven({ at, by: proof });
        continue;
      }
      ctx.report({
        at,
        message: `\`${module.path}\` is run as \`__main__\` and reaches this import of itself: it is loaded a second time${state === undefined ? '' : `, with a second \`${state}\``}`,
        ...(state === undefined && { kind: 'a second copy without state', doubt: 'no-shared-state' }),
        related: again.slice(1, 4).map(({ from, imported }) => ({
          path: from.path,
          ...imported.place,
          message: 'it is imported here as well',
        })),
        key: `${module.module} ${first.from.module}`,
      });
    }
  },
});

/** Why nobody can tell the two copies apart, or there is only one. */
function harmlessBy(module: ModuleSummary, kept: readonly string[], again: readonly Edge[]): string | undefined {
  if (module.isPackage && module.imports.some(isRelativeAtOnce)) return RUN_AS_PACKAGE;
  const classes = new Set(module.classes.map(({ qualifiedName }) => qualifiedName.slice(module.module.length + 1)));
  const isBare = again.every(({ imported: { name } }) => name !== undefined && name !== '*' && !classes.has(name));
  return kept.length === 0 && isBare ? 'what is imported again are functions and values that never change' : undefined;
}

const RUN_AS_PACKAGE = 'run as a file its relative imports fail, and `-m` runs `__main__` of the package';
const isRelativeAtOnce = ({ relativeLevel, when }: ModuleSummary['imports'][number]): boolean =>
  relativeLevel > 0 && when === 'import-time';

/** Imports of the module by those that it comes to import itself when it is run. */
function importsAgain(module: ModuleSummary, project: ProjectModel): readonly Edge[] {
  const importers = project
    .importersOf(module)
    .filter(({ from, imported }) => isRun(imported) && from !== module && from.role !== 'test');
  if (importers.length === 0) return importers;
  const reached = new Set<ModuleSummary>([module]);
  for (const at of reached) {
    for (const { to, imported } of project.importsOf(at)) if (isRun(imported)) reached.add(to);
  }
  return importers.filter(({ from }) => reached.has(from));
}

const isRun = ({ when }: Edge['imported']): boolean => when !== 'type-checking';

/** Of these, one that others take by name. */
function stateOf(state: readonly string[], again: readonly Edge[]): string | undefined {
  const taken = again.flatMap(({ imported }) => imported.name ?? []);
  return state.find((name) => taken.includes(name));
}

/** Containers, objects of classes, and names that functions bind anew. */
function stateIn({ names, types }: FactsContext): string[] {
  return [...names.moduleScope.bindings.values()].flatMap(({ name, definitions }) => {
    if (definitions.some(({ remote }) => remote)) return [name];
    const [only, other] = definitions;
    const value = other === undefined ? only?.value : undefined;
    if (value === undefined) return [];
    if (value.kind === 'Dict' || value.kind === 'List' || value.kind === 'Set') return isEmpty(value) ? [name] : [];
    const made = value.kind === 'Call' ? types.classOf(value) : undefined;
    return made === undefined || SAME_OR_FIXED.test(made) ? [] : [name];
  });
}

/** What is filled in the module's text is a table. */
const isEmpty = (value: { readonly kind: string; readonly start: number; readonly end: number }): boolean =>
  value.end - value.start <= 2;

/** Loggers are the same object under one name; the others never change. */
const SAME_OR_FIXED =
  /^(?:logging|re|pathlib|datetime|decimal|uuid|typing|argparse|builtins\.(?:str|int|float|bool|tuple|frozenset|bytes|object))(?:\.|$)/;
