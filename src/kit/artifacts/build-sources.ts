/** What a Dockerfile takes from the folder that it is built in. */
import type { Dockerfile, DockerInstruction } from '../../artifacts/index.ts';
import { groupBy, memoize } from '../../collections/index.ts';
import type { ArtifactFile, BuildContext, ProjectModel, RepositoryTree } from '../../project/index.ts';
import type { Located } from '../../text/index.ts';

/** The paths of the build context that an instruction names: sources of COPY and ADD, and of mounts of a RUN. */
export function contextSources(instruction: DockerInstruction): readonly Located<string>[] {
  if (instruction.kind === 'run')
    return instruction.mounts.flatMap(({ type, from, source, span }) =>
      type === 'bind' && from === undefined && source !== undefined ? { value: source, span } : [],
    );
  if ((instruction.kind !== 'copy' && instruction.kind !== 'add') || instruction.from !== undefined) return [];
  return instruction.sources.filter(({ value }) => !/^git@|^["']|__[A-Z_]+__/.test(value));
}

/**
 * The contexts that a Dockerfile may mean. Where no file of the repository tells, those around it, unless what it copies
 * lies together in another folder, or most of it lies nowhere: then it was written for another place.
 */
export function contextsMeant(
  file: ArtifactFile<'dockerfile'>,
  project: ProjectModel,
): readonly BuildContext[] | undefined {
  const known = contextsOf(project);
  const contexts = known.has(file) ? known.get(file) : findContexts(file, project);
  known.set(file, contexts);
  return contexts;
}

/** Several rules ask for each file. */
const contextsOf = memoize(
  (_: ProjectModel) => new Map<ArtifactFile<'dockerfile'>, readonly BuildContext[] | undefined>(),
);

function findContexts(file: ArtifactFile<'dockerfile'>, project: ProjectModel): readonly BuildContext[] | undefined {
  if (TEMPLATE.test(file.path)) return undefined;
  const possible = project.builds.contextsOf(file.path);
  if (possible === undefined || project.builds.of(file.path).length > 0) return possible;
  // Docker reads `.dockerignore` in the folder of the build alone.
  const ignoring = possible.filter(({ ignore }) => ignore !== undefined);
  const contexts = ignoring.some(({ folder }) => folder === file.folder) ? ignoring : possible;
  const sources = namedSources(file.model);
  const fitOf = (context: BuildContext) => sources.filter((source) => isThere(source, context)).length;
  const best = Math.max(...contexts.map(fitOf));
  if (sources.length > 1 && best * 2 < sources.length) return undefined;
  const others = foldersWith(sources, project.tree).map((folder) => project.builds.context(folder, file.path));
  return others.some((other) => fitOf(other) > best) ? undefined : contexts;
}

/** What is copied from there finds its files where it is copied to, and cases of tests are wrong on purpose. */
const TEMPLATE =
  /(?:^|\/)(?:(?:[\w-]{1,60}[-_])?templates?|skeletons?|boilerplates?|cookiecutters?|test[-_]?(?:cases|data)|fixtures)\/|\{\{/i;

function namedSources({ stages }: Dockerfile): readonly string[] {
  const all = stages.flatMap(({ instructions }) => instructions.flatMap(contextSources)).map(({ value }) => value);
  return [...new Set(all)].filter((value) => /[^./]/.test(value) && !/[$*?[]|:\/\//.test(value));
}

const isThere = (source: string, context: BuildContext): boolean => {
  const { kind } = context.resolve(source);
  return kind === 'file' || kind === 'folder' || kind === 'excluded';
};

/** Folders in which one of the sources stands. */
function foldersWith(sources: readonly string[], tree: RepositoryTree): string[] {
  const folders = new Set<string>();
  for (const source of sources) {
    const name = `/${source.replace(/^(?:\.?\/)+|(?<!\/)\/+$/g, '')}`;
    for (const path of pathsByName(tree).get(name.slice(name.lastIndexOf('/') + 1)) ?? []) {
      if (folders.size >= MAX_FOLDERS) return [...folders];
      if (path.endsWith(name)) folders.add(path.slice(0, -name.length));
    }
  }
  return [...folders];
}

/** Files and folders by the last names of their paths. */
const pathsByName = memoize((tree: RepositoryTree) =>
  groupBy([...tree.files, ...tree.folders], (path) => path.slice(path.lastIndexOf('/') + 1)),
);

/** More folders with a file of such a name say nothing. */
const MAX_FOLDERS = 500;
