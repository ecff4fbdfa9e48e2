import { invocationOf } from '#artifacts';
import { type DoubtId, defineProjectRule, type ProjectProblem } from '#kit';
import { isWrittenByReader } from '#kit/artifacts';
import { WEB_SERVERS } from '#knowledge/server-programs';
import { WEB_APPLICATIONS } from '#knowledge/web-applications';
import type { ArtifactPlace, EntryPoint, PlacedCommand, ProjectModel } from '#project';
import type { ModuleSummary, SummaryFunction } from '#semantics';
import { isBuiltOnOwnImage } from '../_shared/distributions-declared.ts';
import { isForeignModule, namedObject } from './named-objects.ts';

/** Arguments that may put another folder on the path, or load the target in another way. */
const ELSEWHERE = /^(?:--app-dir|--chdir|--pythonpath|-c|--config|--paste|--paster)(?:=|$)/;

/** Where a document stands that is not what people start the program by. */
const REACHES: ReadonlySet<string> = new Set(['loose', 'aside']);

export default defineProjectRule({
  docs: {
    summary: 'broken entry point: its target does not exist or cannot be called',
    why: 'The command fails on every run, because its target is missing or cannot be called as a command.',
    remedy: 'Name a module and an object that exist: for an installed command, a function without required arguments',
    harm: 'breaks',
    severity: {
      'declared or documented command': 'P1',
      'command that an image or service starts with': 'P0',
    },
    precision: 'medium',
    measured: { read: 2, right: 2, on: 'dvc, TenSafe' },
    since: '0.1.0',
    cwe: [628],
    origin: [{ document: 'TenSafe Issue Register', finding: 'PKG-01' }],
    bad: '# path: pyproject.toml\n[project]\nname = "shop"\n\n[project.scripts]\nshop-server = "shop.main:app"\n\n# path: shop/__init__.py\n\n# path: shop/main.py\nfrom fastapi import FastAPI\n\napp = FastAPI()\n',
    good: '# path: pyproject.toml\n[project]\nname = "shop"\n\n[project.scripts]\nshop-server = "shop.main:serve"\n\n# path: shop/__init__.py\n\n# path: shop/main.py\nimport uvicorn\nfrom fastapi import FastAPI\n\napp = FastAPI()\n\n\ndef serve():\n    uvicorn.run(app)\n',
  },
  check(project, ctx) {
    for (const entryPoint of project.entryPoints) {
      const problem = problemOfEntryPoint(entryPoint, project);
      if (problem !== undefined)
        ctx.report({
          at: entryPoint.place,
          ...problem,
          key: `${entryPoint.path} ${entryPoint.group} ${entryPoint.name}`,
        });
    }
    for (const command of project.commands) {
      const problem = problemOfCommand(command, project);
      if (problem !== undefined) ctx.report({ ...problem, key: `${command.path} ${problem.reference}` });
    }
  },
});

interface Fault extends Pick<ProjectProblem, 'message' | 'remedy'> {
  readonly related?: readonly (ArtifactPlace & { readonly message: string })[];
}

function problemOfEntryPoint({ path, group, name, reference }: EntryPoint, project: ProjectModel): Fault | undefined {
  const isScript = group === 'console_scripts' || group === 'gui_scripts';
  const written = reference.replace(/\[[\s\S]*$/, '').replace(/\s+/g, '');
  const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')));
  const missing = missingBehind(written, foldersOf(folder, project), project);
  if (missing !== undefined) return missing;
  const found = namedObject(written, foldersOf(folder, project), project);
  if (!isScript || found.kind !== 'found') return undefined;
  const { object } = found;
  if (object === undefined || object.kind === 'module')
    return {
      message: `broken entry point: the command \`${name}\` names the module \`${written}\`, and a module is not callable`,
    };
  if (object.kind === 'function') return faultOfFunction(object.function, object.module, name);
  if (object.kind !== 'name') return undefined;
  const held = object.module.names[object.name];
  if (held === undefined || held.hasAlternatives === true) return undefined;
  const isApplication = held.kind === 'instance' && held.target !== undefined && WEB_APPLICATIONS.has(held.target);
  if (!isApplication && held.kind !== 'constant') return undefined;
  const what = isApplication
    ? `an application (\`${held.target}\`), not a function that can run as a command`
    : 'not a function';
  return {
    message: `broken entry point: the command \`${name}\` calls \`${written}\`, which is ${what}`,
    related: [placeIn(object.module, held.line ?? 1, `\`${object.name}\` is created here`)],
  };
}

/** The project's folder, `src` in it, and the folders from which its packages are installed. */
function foldersOf(folder: string, { distributions }: ProjectModel): string[] {
  const roots = distributions.filter((each) => each.folder === folder).flatMap((each) => each.roots);
  return [...new Set([folder, folder === '' ? 'src' : `${folder}/src`, ...roots])];
}

/** Called without arguments, and by nobody who awaits. */
function faultOfFunction(fn: SummaryFunction, module: ModuleSummary, name: string): Fault | undefined {
  if (fn.decorators.length > 0 || fn.isConditional === true) return undefined;
  const called = fn.qualifiedName.slice(module.module.length + 1);
  const related = [{ path: module.path, ...fn.place, message: 'the function' }];
  if (fn.isAsync && !fn.isGenerator)
    return {
      message: `broken entry point: the command \`${name}\` calls the coroutine function \`${called}\`, which is never awaited`,
      ...{ related, remedy: 'Name a plain function that runs the coroutine with `asyncio.run`' },
    };
  const demanded = fn.parameters.find(({ kind, hasDefault }) => !hasDefault && !kind.startsWith('var-'));
  if (demanded === undefined || called.includes('.') || fn.hasUnreadParameters === true) return undefined;
  return {
    message: `broken entry point: the command \`${name}\` calls \`${called}\` without its required argument \`${demanded.name}\``,
    ...{ related, remedy: `Give \`${demanded.name}\` a default, or name a function that reads the command line` },
  };
}

function missingBehind(reference: string, folders: readonly string[], project: ProjectModel): Fault | undefined {
  const found = namedObject(reference, folders, project);
  if (found.kind === 'no-module')
    return {
      message: `broken entry point: \`${reference}\` does not exist, as \`${found.folder}/\` has no module \`${found.name}\``,
    };
  if (found.kind === 'no-package') {
    const colon = `${reference.slice(0, -found.name.length - 1)}:${found.name}`;
    const isNamed =
      !reference.includes(':') && reference.endsWith(`.${found.name}`) && found.name in found.module.names;
    return {
      message: `broken entry point: \`${reference}\` does not exist, as \`${found.module.path}\` is not a package${isNamed ? `; write \`${colon}\`` : ''}`,
      related: [placeIn(found.module, 1, 'the module')],
    };
  }
  if (found.kind !== 'no-attribute') return undefined;
  const { module, name } = found;
  return {
    message: `broken entry point: \`${reference}\` does not exist, as \`${module.path}\` defines no \`${name}\``,
    related: [placeIn(module, 1, 'the module')],
  };
}

function problemOfCommand(
  placed: PlacedCommand,
  project: ProjectModel,
):
  | (Fault & {
      readonly at: ArtifactPlace;
      readonly reference: string;
      readonly kind?: string;
      readonly doubt: DoubtId | undefined;
    })
  | undefined {
  const invocation = invocationOf(placed.command);
  if (invocation === undefined || placed.folders.length === 0) return undefined;
  const { program, args } = invocation;
  const isModule = program === 'python' && args[0]?.text === '-m';
  const server = isModule ? args[1]?.text : program;
  const target = WEB_SERVERS.has(server ?? '')
    ? // What begins with two underscores a library puts there (`__hug_wsgi__`).
      args.find(({ text }) => /^[\w.]+:(?!__)\w+(?:\(\))?$/.test(text))
    : isModule
      ? args[1]
      : undefined;
  if (target === undefined || target.isDynamic || args.some(({ text }) => ELSEWHERE.test(text))) return undefined;
  if (placed.command.environment.some(({ name }) => name === 'PYTHONPATH')) return undefined;
  const folders = [...new Set(placed.folders.flatMap((folder) => [folder, folder === '' ? 'src' : `${folder}/src`]))];
  const reference = target.text.replace(/\(\)$/, '');
  const fault = missingBehind(reference, folders, project) ?? missingOfAll(placed, reference, folders, project);
  const at = placed.placeOf(target.span);
  const file = `${reference.replace(/:[\s\S]*$/, '').replaceAll('.', '/')}.py`;
  if (fault === undefined || isWrittenByReader(file, at, project)) return undefined;
  const isDocumented = placed.kind === 'markdown' && REACHES.has(project.standingAt(placed.path, at.line).reach);
  return {
    ...fault,
    at,
    reference,
    ...(placed.isService && { kind: 'command that an image or service starts with' }),
    doubt: isDocumented ? 'external-definition' : undefined,
  };
}

/** A server of an image or a service starts what the repository does not hold under any path. */
function missingOfAll(placed: PlacedCommand, reference: string, folders: readonly string[], project: ProjectModel) {
  const [dotted = ''] = reference.split(':', 1);
  const isServed = reference.includes(':') && placed.kind !== 'markdown' && !isBuiltOnOwnImage(project);
  if (!isServed || dotted.includes('.') || !isForeignModule(dotted, folders, project)) return undefined;
  return {
    message: `broken entry point: \`${reference}\` does not exist, as the repository has no module \`${dotted}\``,
  };
}

function placeIn({ path }: ModuleSummary, line: number, message: string) {
  return { path, line, column: 1, endLine: line, endColumn: 1, message };
}
