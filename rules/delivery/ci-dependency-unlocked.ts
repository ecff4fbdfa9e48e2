import {
  type ArtifactFile,
  clausesOf,
  defineProjectRule,
  isListOfPackage,
  type ProjectModel,
  type RequirementInstall,
  requirementInstalls,
} from '#kit';

const LOCKS =
  /(?:^|\/)(?:uv\.lock|poetry\.lock|pdm\.lock|Pipfile\.lock|pixi\.lock|conda-lock\.ya?ml|pylock(?:\.[\w-]+)?\.toml|requirements[\w.-]*\.lock)$/;
const NOT_DEPLOYED = /(?:^|\/)(?:tests?|examples?|samples?|docs?|tutorials?|benchmarks?|demos?|\.devcontainer)\//i;

export default defineProjectRule({
  docs: {
    summary: 'application whose CI installs dependencies without exact versions',
    why: 'Each installation resolves the versions anew, so CI may test other versions than the ones that are deployed. An image that failed cannot be built again as it was.',
    remedy:
      'Commit a lock file (`uv.lock`, or the output of `pip-compile`) and install from it in CI and in the image.',
    harm: 'drifts',
    ceiling: 'P3',
    profile: 'strict',
    precision: 'medium',
    measured: { read: 1, right: 1, on: 'bakerydemo' },
    since: '0.1.0',
    cwe: [1357],
    origin: [
      { document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '6.2' },
      { document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '8.4' },
    ],
    bad: '# path: requirements.txt\nfastapi>=0.110\nuvicorn\n\n# path: Dockerfile\nFROM python:3.12\nCOPY . .\nCMD ["uvicorn", "shop.main:app"]\n\n# path: .github/workflows/test.yml\non: push\njobs:\n  test:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: pip install -r requirements.txt\n      - run: pytest\n',
    good: '# path: requirements.txt\nfastapi==0.110.0\nuvicorn==0.29.0\n\n# path: Dockerfile\nFROM python:3.12\nCOPY . .\nCMD ["uvicorn", "shop.main:app"]\n\n# path: .github/workflows/test.yml\non: push\njobs:\n  test:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: pip install -r requirements.txt\n      - run: pytest\n',
  },
  needs: ['artifacts'],
  check(project, ctx) {
    if (!isDeployed(project) || [...project.files].some((path) => LOCKS.test(path))) return;
    const installs = requirementInstalls(project).filter(isOfChecks);
    for (const path of new Set(installs.map(({ file }) => file.path))) {
      const ofFile = installs.filter(({ file }) => file.path === path);
      const [first, ...others] = ofFile;
      if (first === undefined || ofFile.some(({ isHeld }) => isHeld) || !isOpen(first.file)) continue;
      // What users of the package get is what its tests should run with.
      if (isListOfPackage(path, project) || includedBy(first.file, project).some((each) => !isLoose(each))) continue;
      const count = first.file.model.requirements.length;
      ctx.report({
        at: first.command.placeOf(first.command.command.span),
        message: `CI installs \`${path}\`, in which none of ${count} requirements has an exact version, and the repository holds no lock file`,
        related: others.slice(0, 5).map(({ command }) => ({
          ...command.placeOf(command.command.span),
          message: 'it is installed here as well',
        })),
        key: `${first.command.path} ${path}`,
      });
    }
  },
});

/** An image of its own, or something that runs one. */
function isDeployed({ artifacts }: ProjectModel): boolean {
  const files = [
    ...artifacts.of('dockerfile'),
    ...artifacts.of('compose'),
    ...artifacts.of('kubernetes'),
    ...artifacts.of('procfile'),
  ];
  return files.some(({ path }) => !NOT_DEPLOYED.test(path));
}

const isOfChecks = ({ command, file }: RequirementInstall): boolean =>
  (command.kind === 'workflow' || command.kind === 'action') && !NOT_DEPLOYED.test(file.path);

/** No version of it is exact, and they are more than one tool. */
const isOpen = (file: ArtifactFile<'requirements'>): boolean => file.model.requirements.length > 1 && isLoose(file);

const isLoose = ({ model: { requirements, lock } }: ArtifactFile<'requirements'>): boolean =>
  lock === undefined &&
  requirements.every(
    ({ value: { specifier, url } }) =>
      url === undefined && !clausesOf(specifier).some(({ operator }) => operator === '=='),
  );

/** `-r requirements.txt` of a list of tools: most of what is installed may stand there, exact. */
function includedBy(
  { model, folder }: ArtifactFile<'requirements'>,
  { artifacts, tree }: ProjectModel,
): ArtifactFile<'requirements'>[] {
  return model.includes.flatMap(({ path }) => {
    const answer = tree.resolve(path.value, folder);
    return (answer.kind === 'file' && artifacts.at('requirements', answer.path)) || [];
  });
}
