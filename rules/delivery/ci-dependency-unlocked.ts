import { invocationOf } from '#artifacts';
import { groupBy } from '#collections';
import { defineProjectRule, type ProjectProblem } from '#kit';
import { type RequirementInstall, requirementInstalls } from '#kit/artifacts';
import type { ArtifactFile, PlacedCommand, ProjectModel } from '#project';
import { clausesOf } from '#project/specifier';
import { counted } from '#text/wording';
import { isListOfPackage } from './_shared/lists-of-packages.ts';

const LOCKS =
  /(?:^|\/)(?:uv\.lock|poetry\.lock|pdm\.lock|Pipfile\.lock|pixi\.lock|conda-lock\.ya?ml|pylock(?:\.[\w-]+)?\.toml|requirements[\w.-]*\.lock)$/;
/** Of the root, with what `pip install .` would take. */
const PROJECT_LOCKS = /^(?:uv|poetry|pdm)\.lock$/;
const SHOWN = 5;
const NOT_DEPLOYED = /(?:^|\/)(?:tests?|examples?|samples?|docs?|tutorials?|benchmarks?|demos?|\.devcontainer)\//i;

export default defineProjectRule({
  docs: {
    summary: 'unpinned dependencies: CI of an application installs without exact versions',
    why: 'Each install resolves the versions again, so CI may test different versions from those that are deployed. An image cannot be rebuilt exactly as it was.',
    remedy: 'Commit a lock file (`uv.lock`, or the output of `pip-compile`) and install from it in CI and in the image',
    harm: 'not-reproducible',
    severity: 'P2',
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
  check(project, ctx) {
    const lock = [...project.files].find((path) => PROJECT_LOCKS.test(path));
    for (const problem of lock === undefined ? [] : installsBeside(lock, project)) ctx.report(problem);
    if (!isDeployed(project)) return;
    for (const problem of packageInstalls(project)) ctx.report(problem);
    if ([...project.files].some((path) => LOCKS.test(path))) return;
    const installs = requirementInstalls(project).filter(isOfChecks);
    for (const [path, ofFile] of groupBy(installs, ({ file }) => file.path)) {
      const [first, ...others] = ofFile;
      if (first === undefined || ofFile.some(({ isHeld }) => isHeld) || !isOpen(first.file)) continue;
      // What users of the package get is what its tests should run with.
      if (isListOfPackage(path, project) || includedBy(first.file, project).some((each) => !isLoose(each))) continue;
      const count = first.file.model.requirements.length;
      ctx.report({
        at: first.command.placeOf(first.command.command.span),
        message: `unpinned dependencies: CI installs \`${path}\`, which pins none of its ${counted(count, 'requirement')}, and the project has no lock file`,
        related: others.slice(0, SHOWN).map(({ command }) => ({
          ...command.placeOf(command.command.span),
          message: 'installed here too',
        })),
        cause: 'no lock file',
        key: `${first.command.path} ${path}`,
      });
    }
  },
});

/** `pip install .` takes what is newest, though a lock file lies beside it, and nothing of the workflows reads that. */
function installsBeside(lock: string, { commands }: ProjectModel): ProjectProblem[] {
  const inWorkflows = commands.filter(({ kind }) => kind === 'workflow' || kind === 'action');
  const unlocked = inWorkflows.map((placed) => {
    const { program, args } = invocationOf(placed.command) ?? { program: '', args: [] };
    return { placed, text: [program, ...args.map(({ text }) => text)].join(' ') };
  });
  if (unlocked.some(({ text }) => /^(?:uv (?:sync|run|export|lock)|poetry|pdm)\b|\btox\b|\bnox\b/.test(text)))
    return [];
  const first = unlocked.find(({ text }) =>
    /^(?:uv pip|pip|python\d? -m pip) install (?:.* )?(?:-e )?\.(?:\[[\w,-]+\])?(?: |$)/.test(text),
  );
  if (first === undefined) return [];
  return [
    {
      at: first.placed.placeOf(first.placed.command.span),
      message: `lock file ignored: CI installs the latest versions of the project's dependencies instead of \`${lock}\``,
      remedy: 'Install from the lock file',
      key: `${first.placed.path} ${lock}`,
    },
  ];
}

/** `npm install` where a lock file lies beside package.json: it changes what it should follow, where the two disagree. */
function packageInstalls(project: ProjectModel): ProjectProblem[] {
  const installs = project.commands.flatMap((placed) => {
    const lock = placed.kind === 'workflow' ? lockPassedOver(placed, project) : undefined;
    return lock === undefined ? [] : [{ placed, lock }];
  });
  return [...groupBy(installs, ({ placed, lock }) => `${placed.path} ${lock}`)].flatMap(([key, [first, ...others]]) => {
    if (first === undefined) return [];
    return {
      at: first.placed.placeOf(first.placed.command.span),
      message: `lock file ignored: \`npm install\` rewrites \`${first.lock}\` if it does not match \`package.json\`, so CI may test uncommitted versions`,
      remedy: 'Run `npm ci`, which installs exactly what the lock file contains and fails if the two disagree',
      related: others.slice(0, SHOWN).map(({ placed }) => ({
        ...placed.placeOf(placed.command.span),
        message: 'installed here too',
      })),
      key,
    };
  });
}

/** The lock file of the folder whose packages are installed; none where packages are named, or nothing is written. */
function lockPassedOver({ command, folders }: PlacedCommand, { tree }: ProjectModel): string | undefined {
  const invocation = invocationOf(command);
  if (invocation?.program !== 'npm' || command.isConditional) return undefined;
  const [verb, ...others] = invocation.args;
  if (verb === undefined || !/^(?:install|i)$/.test(verb.text)) return undefined;
  // Options such as `--prefix` take other folders.
  if (others.some(({ text }) => !/^--(?:no-audit|no-fund|legacy-peer-deps|silent|verbose)$/.test(text)))
    return undefined;
  const [lock] = ['package-lock.json', 'npm-shrinkwrap.json'].flatMap((name) => {
    const found = tree.resolve(name, ...folders);
    return found.kind === 'file' ? [found.path] : [];
  });
  return lock;
}

/** An image of its own, or something that runs one. */
function isDeployed({ artifacts }: ProjectModel): boolean {
  const files = [
    ...artifacts.of('dockerfile'),
    ...artifacts.of('compose'),
    ...artifacts.of('kubernetes'),
    ...artifacts.of('platform'),
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

/** `-r requirements.txt` of a list of tools: most of what is installed may be there, exact. */
function includedBy(
  { model, folder }: ArtifactFile<'requirements'>,
  { artifacts, tree }: ProjectModel,
): ArtifactFile<'requirements'>[] {
  return model.includes.flatMap(({ path }) => {
    const answer = tree.resolve(path.value, folder);
    return (answer.kind === 'file' && artifacts.at('requirements', answer.path)) || [];
  });
}
