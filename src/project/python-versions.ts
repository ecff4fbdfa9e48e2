/** Which versions of Python the code runs on, as far as the repository says. */
import type { DockerStage } from '../artifacts/index.ts';
import type { ModuleSummary } from '../semantics/summary.ts';
import type { ProjectModel } from './project-model.ts';
import { allowsBelow, excludesFrom, isAtLeast } from './specifier.ts';

/** Whether everything that is said means versions before this one, or from it on; undefined where nothing says so. */
export function sideOfPython(version: string, path: string, project: ProjectModel): 'before' | 'from' | undefined {
  const sides = new Set([...sidesRequired(version, path, project), ...sidesOfImages(version, project)]);
  // What is allowed on both sides leaves it to the images.
  sides.delete('both');
  if (sides.size === 0) return sideOfChecks(version, project);
  const [side, ...others] = sides;
  return others.length > 0 || side === 'both' ? undefined : side;
}

/** Whether something says that a module runs on versions before this one: what the repository asks for, or what it imports itself. */
export function seemsOlderThan(version: string, { path, imports }: ModuleSummary, project: ProjectModel): boolean {
  return (
    sideOfPython(version, path, project) === 'before' || imports.some(({ module }) => ONLY_IN_PYTHON_2.has(module))
  );
}

/** A module that only Python 2 can run: then the project runs on Python 2, and its other modules with it. */
export function moduleForPython2({ modules }: ProjectModel): ModuleSummary | undefined {
  return modules.find(({ isPython2, role }) => isPython2 === true && (role === 'library' || role === 'entry-point'));
}

/** Modules that Python 3 renamed (PEP 3108) and whose names no project would take for its own. */
const ONLY_IN_PYTHON_2: ReadonlySet<string> = new Set(
  'BaseHTTPServer ConfigParser SocketServer Tkinter __builtin__ anydbm cPickle cStringIO cookielib copy_reg htmlentitydefs htmllib httplib mimetools popen2 rfc822 robotparser sgmllib urllib2 urlparse whichdb xmlrpclib'.split(
    ' ',
  ),
);

/** Whether a module came with Python 2 alone. */
export const isOfPython2 = (module: string): boolean => ONLY_IN_PYTHON_2.has(module);

type Side = 'before' | 'from' | 'both';

/** What packaging at or above the file requires. */
function sidesRequired(version: string, path: string, { artifacts }: ProjectModel): Side[] {
  return artifacts.of('pyproject').flatMap(({ folder, model }): Side[] => {
    const required = model.project?.requiresPython?.value;
    if (required === undefined || !(folder === '' || path.startsWith(`${folder}/`))) return [];
    if (excludesFrom(required, version) !== undefined) return ['before'];
    return allowsBelow(required, version) ? ['both'] : ['from'];
  });
}

/** Where CI tests with older versions alone, people run those; newer ones say nothing of what people run. */
function sideOfChecks(version: string, { artifacts }: ProjectModel): 'before' | undefined {
  const tested = artifacts.of('workflow').flatMap(({ model }) =>
    model.jobs.flatMap(({ steps, matrix }) =>
      steps.flatMap(({ uses, inputs }) => {
        if (uses?.value.startsWith('actions/setup-python@') !== true) return [];
        const written = inputs.find(({ name }) => name.value === 'python-version')?.value?.value ?? '';
        const axis = /^\$\{\{\s*matrix\.([\w.-]+)\s*\}\}$/.exec(written)?.[1];
        const values =
          axis === undefined
            ? [written]
            : matrix.filter(({ name }) => name.value === axis).flatMap((each) => each.values.map(({ value }) => value));
        return values.flatMap((value) => /^\d+\.\d+/.exec(value)?.[0] ?? []);
      }),
    ),
  );
  return tested.length > 0 && tested.every((each) => !isAtLeast(each, version)) ? 'before' : undefined;
}

/** Images of Python that the repository builds on. */
const sidesOfImages = (version: string, { artifacts }: ProjectModel): Side[] =>
  artifacts.of('dockerfile').flatMap(({ model }) =>
    model.stages.flatMap(({ base }): Side[] => {
      const python = pythonOfImage(base);
      return python === undefined ? [] : [isAtLeast(python, version) ? 'from' : 'before'];
    }),
  );

/** The version of an official image of Python, as far as its tag says: `3.11` of `python:3.11-slim`. */
export function pythonOfImage(base: DockerStage['base']): string | undefined {
  const isPython = base.kind === 'image' && /(?:^|\/)python$/.test(base.name);
  return isPython ? /^\d+\.\d+/.exec(base.tag ?? '')?.[0] : undefined;
}
