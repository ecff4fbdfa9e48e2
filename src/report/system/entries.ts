import type { ModuleSummary, ProjectModel } from '../../project/index.ts';
import { modulesStartedBy } from '../../project/started-modules.ts';
import { compareText } from '../../text/index.ts';
import type { Components } from '../components.ts';
import { type CodeSignals, lastName } from './code-signals.ts';
import type { Entry, EntryKind } from './system-model.ts';

const ORDER: readonly EntryKind[] = ['program', 'route', 'task', 'worker', 'command'];

/** The doors into the code: what a request, a queue, a shell or a container starts. */
export function entriesOf(project: ProjectModel, signals: CodeSignals, components: Components): Entry[] {
  const found = [
    ...programs(project),
    ...signals.modules.flatMap((module) => [...functionsEntered(module), ...workers(module)]),
    ...declaredCommands(project),
  ];
  const known = new Set<string>();
  return found
    .filter(({ kind, name, path }) => {
      const key = `${kind} ${name} ${path}`;
      return known.has(key) ? false : known.add(key);
    })
    .map((entry) => ({ ...entry, component: components.of(entry.path) }))
    .sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind) || compareText(a.path, b.path) || a.line - b.line);
}

type Found = Omit<Entry, 'component'>;

/** Console scripts, at the function that they call where that is seen. */
function declaredCommands(project: ProjectModel): Found[] {
  return project.entryPoints
    .filter(({ group }) => /^(?:console_scripts|gui_scripts|scripts)$/.test(group))
    .map(({ name, path, line, reference }) => {
      const called = project.functionNamed(reference.replace(':', '.'));
      const at = called === undefined ? { path, line } : { path: called.module.path, line: called.function.place.line };
      return { kind: 'command', name, ...at };
    });
}

/** Modules that a container or a Procfile starts. */
function programs(project: ProjectModel): Found[] {
  return project.commands
    .filter(({ isService }) => isService)
    .flatMap((command) =>
      modulesStartedBy(command, project).map((module) => ({
        kind: 'program' as const,
        name: project.importNameOf(module),
        path: module.path,
        line: 1,
      })),
    );
}

const KINDS: Readonly<Record<string, EntryKind>> = {
  route: 'route',
  'sync-route': 'route',
  task: 'task',
  command: 'command',
};

function functionsEntered({ functions, path }: ModuleSummary): Found[] {
  return functions.flatMap(({ entry, route, qualifiedName, place }) => {
    const kind = entry === undefined ? undefined : KINDS[entry];
    return kind === undefined ? [] : [{ kind, name: route ?? lastName(qualifiedName), path, line: place.line }];
  });
}

/** Loops that go on for as long as the process does. */
function workers({ functions, path }: ModuleSummary): Found[] {
  return functions
    .filter(({ neverReturns, entry }) => neverReturns === true && entry === undefined)
    .map(({ qualifiedName, place }) => ({ kind: 'worker', name: lastName(qualifiedName), path, line: place.line }));
}
