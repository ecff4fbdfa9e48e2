/** What a project says it needs: names of everything that is declared or installed anywhere; undefined where more may be. */
import { normalizeDistribution } from '#artifacts';
import type { ProjectModel } from '#project';
import type { ModuleSummary } from '#semantics';
import { joinPath } from '#text';
import { distributionsInstalled } from './distributions-installed.ts';

/** `shop` and `shop-core` of `shop-core-client`. */
const beginningsOf = (distribution: string): readonly string[] =>
  [...distribution.matchAll(/-/g)].map(({ index }) => distribution.slice(0, index));

/** All lists of the project count together. `isAside` of code whose needs are not the project's. */
export function distributionsDeclared(
  project: ProjectModel,
  isAside: (path: string) => boolean,
): ReadonlySet<string> | undefined {
  const { requirements, runtimeLists, artifacts, modules, files } = project;
  if (runtimeLists.length === 0) return undefined;
  const own = new Set(
    artifacts
      .of('pyproject')
      .flatMap(({ model: { project: table } }) => (table?.name && normalizeDistribution(table.name.value)) ?? []),
  );
  const isOpen =
    // Its other half, which brings what both need.
    requirements.some(({ distribution }) => beginningsOf(distribution).some((name) => own.has(name))) ||
    modules.some(
      (module) =>
        module.setup?.hasComputedRequirements === true && !isAside(module.path) && !readsList(module, project),
    ) ||
    [...files].some((path) => OTHER_DECLARATIONS.test(path)) ||
    takesListsFromElsewhere(project) ||
    keepsUnreadLists(project) ||
    artifacts
      .of('pyproject')
      .some(
        ({ model: { project: table, requirementFiles } }) =>
          table?.dynamic.some(({ value }) => value === 'dependencies') === true && requirementFiles.length === 0,
      );
  if (isOpen) return undefined;
  const names = new Set(
    requirements
      .filter(({ group }) => group.kind !== 'constraint')
      // `passlib[bcrypt]` brings what its extra is called after.
      .flatMap(({ distribution, extras }) => [
        distribution,
        ...extras.flatMap((extra) => [normalizeDistribution(extra), `${distribution}[${extra}]`]),
      ]),
  );
  for (const name of distributionsInstalled(project)) names.add(name);
  return names;
}

/** `install_requires=open("requirements.txt").read().split()`: what it computes is what that list holds. */
function readsList(setup: ModuleSummary, { requirements }: ProjectModel): boolean {
  const folder = folderBefore(setup.path);
  return requirements.some(({ path }) => setup.texts.mentions.some((mention) => path === folder + mention));
}

/** `FROM example/shop-base`: an image of their own, which may hold what another repository lists. */
export function isBuiltOnOwnImage({ artifacts, tree }: ProjectModel): boolean {
  return artifacts.of('dockerfile').some(({ model }) =>
    model.stages.some(({ base }) => {
      const own = base.kind === 'image' ? /(?:^|\/)([^/]+)[-_](?:base|deps)$/.exec(base.name)?.[1] : undefined;
      return own !== undefined && (tree.isFolder(own) || tree.isFolder(`src/${own}`));
    }),
  );
}

/** `-r ../other/requirements.txt` that leads to no list that is read here. */
const takesListsFromElsewhere = ({ artifacts }: ProjectModel): boolean =>
  artifacts.of('requirements').some(({ model, folder }) =>
    model.includes.some(({ path, kind }) => {
      const included = joinPath(folder, path.value);
      const isRead = included !== undefined && artifacts.at('requirements', included) !== undefined;
      return kind === 'requirements' && !isRead;
    }),
  );

/** `requirements.txt` that an ignore rule names and git tracks all the same: it is there for pip, and not scanned. */
const keepsUnreadLists = ({ tree, requirements, runtimeLists }: ProjectModel): boolean =>
  [...new Set([...requirements.map(({ path }) => path), ...runtimeLists].map(folderBefore))].some((folder) =>
    LISTS.some((name) => tree.isKept(`${folder}${name}`)),
  );

const folderBefore = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1);

const LISTS = ['requirements.txt', 'requirements.in', 'pyproject.toml', 'setup.py', 'setup.cfg', 'Pipfile'];

/** Other ways to say what is needed, which are not read. */
const OTHER_DECLARATIONS =
  /(^|\/)(pixi\.toml|meta\.ya?ml|BUILD(\.bazel)?|WORKSPACE|flake\.nix|shell\.nix|default\.nix|conanfile\.py|packages\.txt)$/;
