import { groupBy } from '#collections';
import { defineProjectRule } from '#kit';
import { importedNames, isImported } from '#kit/artifacts';
import { isUsedImplicitly } from '#knowledge/implicit-packages';
import type { Requirement } from '#project';
import { requirementFolder } from '#project/declarations';
import { areDisjoint } from '#project/specifier';

/** So many names in both, and the one list is meant to say what the other says. */
const SHARED = 3;

export default defineProjectRule({
  docs: {
    summary: 'requirements file that disagrees with the package metadata',
    why: 'Installing from the requirements file gives different packages or versions from installing the package itself. Code that was tested with one list can be deployed with the other.',
    remedy: 'Keep one list and generate the other, or install the package itself',
    harm: 'not-reproducible',
    severity: 'P2',
    precision: 'low',
    measured: { read: 2, right: 2, on: 'TenSafe' },
    since: '0.1.0',
    cwe: [1357],
    origin: [
      { document: 'TenSafe System Audit', finding: 'P2-9' },
      { document: 'TenSafe System Audit', finding: 'P2-11' },
    ],
    bad: '# path: pyproject.toml\n[project]\nname = "shop"\ndependencies = ["pandas>=2.1"]\n\n# path: requirements.txt\npandas>=1.5,<2\n\n# path: Makefile\ninstall:\n\tpip install -e .\n\n# path: Dockerfile\nFROM python:3.12\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\n',
    good: '# path: pyproject.toml\n[project]\nname = "shop"\ndependencies = ["pandas>=2.1"]\n\n# path: requirements.txt\npandas==2.2.3\n',
  },
  check(project, ctx) {
    const imported = importedNames(project);
    const byFile = groupBy(project.requirements.filter(isPlain), ({ path }) => path);
    const packages = groupBy(
      project.requirements.filter(({ source }) => PACKAGING.has(source)),
      ({ path }) => requirementFolder(path),
    );
    const byPackage = new Map(
      [...packages].map(([folder, all]) => [folder, groupBy(all, (each) => each.distribution)]),
    );
    for (const file of [...project.artifacts.of('requirements'), ...project.artifacts.of('conda-environment')]) {
      const listed = byFile.get(file.path) ?? [];
      const packaged = byPackage.get(requirementFolder(file.path));
      if (('lock' in file.model && file.model.lock !== undefined) || packaged === undefined) continue;
      for (const requirement of listed) {
        const other = packaged.get(requirement.distribution)?.find((each) => each.group.kind === 'runtime');
        if (other === undefined || !isPlain(other)) continue;
        if (!areDisjoint(requirement.specifier, other.specifier)) continue;
        ctx.report({
          at: requirement.place,
          message: `version conflict: \`${nameOf(requirement)}\` and \`${nameOf(other)}\` in \`${other.path}\` have no version in common`,
          remedy: `Require the same version range of \`${requirement.distribution}\` in both files`,
          related: [{ ...other.place, message: 'required by the package here' }],
          cause: file.path,
          key: `${file.path} ${requirement.distribution}`,
        });
      }
      // A list beside the package may be meant to say what it says; conda also installs what is no Python.
      const isBeside = file.folder === requirementFolder(file.path) && 'includes' in file.model;
      for (const left of isBeside ? leftBehind(listed, packaged, imported) : [])
        ctx.report({
          at: left.place,
          message: `requirements drift: \`${nameOf(left)}\` is not a dependency of \`${packages.get(requirementFolder(file.path))?.[0]?.path}\`, and nothing imports it`,
          doubt: 'external-use',
          cause: `${file.path} left`,
          remedy: `Remove \`${left.distribution}\`, or add it to the dependencies of the package`,
          key: `${file.path} ${left.distribution}`,
        });
    }
  },
});

const nameOf = ({ distribution, specifier }: Requirement): string => `${distribution}${specifier}`;

/** Runtime, for every environment, from an index. */
const isPlain = ({ group, source, marker, url }: Requirement): boolean =>
  (group.kind === 'runtime' || source === 'conda-environment') && marker === undefined && url === undefined;

const PACKAGING: ReadonlySet<string> = new Set(['pyproject', 'setup-cfg', 'setup.py']);

/** What the file alone lists, where it otherwise lists what the package does. */
function leftBehind(
  listed: readonly Requirement[],
  names: Pick<ReadonlyMap<string, unknown>, 'has'>,
  imported: ReadonlySet<string>,
): Requirement[] {
  const shared = listed.filter(({ distribution }) => names.has(distribution)).length;
  if (shared < SHARED || shared * 2 < listed.length) return [];
  return listed.filter(
    ({ distribution }) =>
      !names.has(distribution) && !isUsedImplicitly(distribution) && isImported(distribution, imported) === false,
  );
}
