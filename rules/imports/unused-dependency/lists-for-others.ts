/** Lists of requirements that code beside the project's own may want: what none of its files imports proves nothing there. */
import { importedNames, isImported } from '#kit/artifacts';
import { importNamesOf } from '#knowledge/import-names';
import type { ProjectModel, Requirement } from '#project';
import type { ModuleSummary } from '#semantics';

/**
 * Whether what a list declares may be for code that the repository does not hold: a repository that an image clones, a model
 * of a hub, a tool that is installed beside it; what users or agents write, and a program here runs.
 */
export function mayServeOthers(
  path: string,
  declared: readonly Requirement[],
  { modules, artifacts }: ProjectModel,
): boolean {
  // What a program writes is put right where it takes it from.
  if (isForFeature(path) || artifacts.at('requirements', path)?.model.isGenerated === true) return true;
  const around = folderAround(path);
  const own = around === '' ? modules : modules.filter((module) => module.path.startsWith(`${around}/`));
  if (own.some(runsGivenCode)) return true;
  const known = declared.filter(({ distribution }) => importNamesOf(distribution) !== undefined);
  const imported = importedNames({ modules: own });
  const used = known.filter(({ distribution }) => isImported(distribution, imported) === true);
  return used.length * LEAST_SHARE < known.length;
}

/** Of a list for the code beside it more than one in so many is imported there. */
const LEAST_SHARE = 4;

/** One of several lists in a folder of lists, for some part or variant: `requirements/vision.txt`. */
function isForFeature(path: string): boolean {
  const name = /(?:^|\/)requirements\/([^/]+)\.(?:txt|in)$/.exec(path)?.[1];
  return name !== undefined && !WHOLE.has(name.split(/[-_.]/).at(-1) ?? '');
}

const WHOLE: ReadonlySet<string> = new Set(
  'all api app backend base common core default install main prod production requirements runtime server web'.split(
    ' ',
  ),
);

/** The folder whose code a list is for: that above a folder of lists. */
function folderAround(path: string): string {
  const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')));
  return folder.replace(/(?:^|\/)requirements$/, '');
}

/** A kernel of notebooks, or a function whose parameter is code to run. */
function runsGivenCode({ role, imports, functions }: ModuleSummary): boolean {
  if (role === 'test') return false;
  const hasKernel = imports.some(({ module, relativeLevel }) => relativeLevel === 0 && KERNELS.has(topOf(module)));
  return (
    hasKernel ||
    functions.some(
      ({ qualifiedName, parameters }) =>
        RUNNING.test(qualifiedName.slice(qualifiedName.lastIndexOf('.') + 1)) &&
        parameters.some(({ name }) => CODE.test(name)),
    )
  );
}

const topOf = (dotted: string): string => dotted.split('.', 1)[0] ?? '';
const KERNELS: ReadonlySet<string> = new Set(['jupyter_client', 'nbclient', 'papermill']);
const RUNNING = /^_*(?:run|exec|execute|eval|evaluate)(?:_|$)/;
const CODE = /^(?:python_|source_)?code(?:_string|_str)?$/;
