import { type FileRequirement, invocationOf, type ShellWord } from '#artifacts';
import { groupBy } from '#collections';
import { defineProjectRule, type ProjectContext } from '#kit';
import { type RequirementInstall, requirementInstalls, requirementsNamed } from '#kit/artifacts';
import { CHECK_TOOLS } from '#knowledge/check-tools';
import type { ArtifactFile, PlacedCommand, ProjectModel } from '#project';
import { clausesOf } from '#project/specifier';
import { counted, verbFor } from '#text/wording';
import { isListOfPackage } from './_shared/lists-of-packages.ts';

const SOME = 'mostly pinned, bounded or optional list';

export default defineProjectRule({
  docs: {
    summary: 'unpinned dependency of an application',
    why: 'Each build installs the latest versions of that day. Two images of the same commit can differ, and a third-party release can break a deployment although nothing in the project has changed.',
    remedy: 'Compile the versions into a lock file (`pip-compile`, `uv pip compile`, with hashes) and install from it',
    harm: 'not-reproducible',
    severity: {
      'unpinned list': 'P1',
      [SOME]: 'P2',
      'packages named in a command': 'P1',
      'branch of a repository': 'P2',
    },
    precision: 'medium',
    measured: {
      read: 14,
      right: 14,
      on: 'olist-chrun-prediction-version-2, Chicken-disease-classification, customer-churn-mlops-pipeline and 8 other repositories',
    },
    since: '0.1.0',
    cwe: [1357],
    origin: [{ document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '6.2' }],
    bad: '# path: requirements.txt\nfastapi\nuvicorn==0.29.0\n\n# path: Dockerfile\nFROM python:3.12\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\n',
    good: '# path: requirements.txt\nfastapi==0.110.0\nuvicorn==0.29.0\n\n# path: Dockerfile\nFROM python:3.12\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\n',
  },
  check(project, ctx) {
    const reported = new Set<string>();
    const installs = requirementInstalls(project);
    const images = installs.filter(isResolvedInImage);
    const lowered = new Set(images.filter((each) => isLowered(each, project)));
    for (const install of images.toSorted((a, b) => Number(lowered.has(a)) - Number(lowered.has(b)))) {
      const { file, command } = install;
      const exact = exactOf(installs, command);
      const loose = file.model.requirements.filter(({ value }) => isLoose(value) && !exact.has(value.distribution));
      const [first] = loose;
      if (first === undefined || reported.has(file.path)) continue;
      reported.add(file.path);
      const installed = command.placeOf(command.command.span);
      const open = loose.filter(({ value }) => isWithoutEnd(value));
      ctx.report({
        // Where only an image for development installs it, that is what matters less.
        at: lowered.has(install) ? installed : file.placeOf(first.span),
        // Most lines are exact or have an end; an image without the option, or a package beside it, cannot do with exact ones.
        ...((loose.length * 4 < file.model.requirements.length * 3 ||
          open.length * 4 < loose.length * 3 ||
          moveLittle(loose) ||
          command.command.isConditional ||
          isListOfPackage(file.path, project)) && { kind: SOME }),
        message: `${listed(file, loose.length)} pinned; \`${command.path}\` installs the latest ${open.length === 0 ? 'matching versions' : 'versions'} on every build`,
        related: [
          ...(lowered.has(install) ? [] : [{ ...installed, message: 'the file is installed here' }]),
          ...loose.slice(lowered.has(install) ? 0 : 1, 21).map(({ value, span }) => ({
            ...file.placeOf(span),
            message: `\`${value.distribution}${value.specifier}\``,
          })),
        ],
        key: file.path,
      });
    }
    reportUninstalled(installs, project, ctx);
    for (const [path, commands] of groupBy(project.commands.filter(isOfImage), (each) => each.path)) {
      reportNamed(path, commands, ctx);
      reportSources(path, commands, ctx);
    }
  },
});

/** No image installs it: whoever sets a machine up by hand gets what is newest that day. */
function reportUninstalled(
  installs: readonly RequirementInstall[],
  project: ProjectModel,
  ctx: Pick<ProjectContext<never>, 'report'>,
): void {
  const known = new Set(
    installs.flatMap(({ command, file, isHeld }) => (isOfImage(command) || isHeld ? file.path : [])),
  );
  // Beside a Dockerfile it may be a list that this leaves aside for another.
  const images = new Set(project.artifacts.of('dockerfile').flatMap(({ folder }) => [folder, '']));
  const locked = new Set(project.artifacts.of('lock-file').map(({ folder }) => folder));
  for (const file of project.artifacts.of('requirements')) {
    const { path, folder, model } = file;
    const isAside =
      !/(?:^|\/)requirements[^/]*\.txt$/.test(path) || NOT_RUN.test(path) || locked.has(folder) || locked.has('');
    if (known.has(path) || images.has(folder) || isAside || model.lock !== undefined || isListOfPackage(path, project))
      continue;
    const loose = model.requirements.filter(({ value }) => isLoose(value) && !isCheckTool(value));
    const [first, ...others] = loose.filter(({ value }) => isWithoutEnd(value));
    if (first === undefined) continue;
    ctx.report({
      at: file.placeOf(first.span),
      kind: SOME,
      message: `${listed(file, loose.length)} pinned, so every installation gets the latest versions`,
      related: others
        .slice(0, 20)
        .map(({ value, span }) => ({ ...file.placeOf(span), message: `\`${value.distribution}${value.specifier}\`` })),
      key: path,
    });
  }
}

/** Lists of those who work on the code, and of what is shown. */
const NOT_RUN =
  /(?:^|\/)(?:docs?|examples?|samples?|tutorials?|tests?|benchmarks?|notebooks?|tools?|\.github|templates?|fixtures?)\/|requirements[-_.]?(?:dev|test|doc|lint|ci|local|build|style|typing|extra|optional)/i;

/** `RUN pip install fastapi uvicorn redis`: no list is beside it. */
function reportNamed(
  path: string,
  commands: readonly PlacedCommand[],
  ctx: Pick<ProjectContext<never>, 'report'>,
): void {
  const loose = commands.flatMap((command) =>
    requirementsNamed(command.command)
      .filter(({ value }) => value.url === undefined && isLoose(value) && !INSTALLERS.test(value.distribution))
      .map((each) => ({ value: each.value, span: each.span, at: command.placeOf(each.span) })),
  );
  const [first, ...others] = loose;
  // One or two drivers beside a base image are a matter of taste.
  if (first === undefined || loose.length <= 2) return;
  ctx.report({
    at: first.at,
    kind: moveLittle(loose) ? SOME : 'packages named in a command',
    message: `unpinned dependencies: \`${path}\` installs ${counted(loose.length, 'package')} without exact versions, so every build gets the latest`,
    related: others
      .slice(0, 20)
      .map(({ at, value }) => ({ ...at, message: `\`${value.distribution}${value.specifier}\`` })),
    key: `${path} named`,
  });
}

/** `RUN pip install git+https://…`, `RUN git clone https://…`: whatever its branch holds that day. */
function reportSources(
  path: string,
  commands: readonly PlacedCommand[],
  ctx: Pick<ProjectContext<never>, 'report'>,
): void {
  const lastChoice = commands.findLastIndex(choosesRevision);
  const sources = commands.flatMap((command, index) => {
    const cloned = index <= lastChoice ? undefined : clonedBy(command);
    return command.command.words
      .filter((word) => word === cloned || isOfBranch(word))
      .map(({ text, span }) => ({ text, at: command.placeOf(span) }));
  });
  const [first, ...others] = sources;
  if (first === undefined) return;
  ctx.report({
    at: first.at,
    message: `unpinned source: \`${path}\` installs the current state of \`${first.text}\` on every build`,
    kind: 'branch of a repository',
    remedy: 'Pin a commit or a tag (`git+https://…@v1.2`, `git clone --branch v1.2`)',
    related: others.map(({ at, text }) => ({ ...at, message: `\`${text}\` too` })),
    key: `${path} sources`,
  });
}

/** `git+https://…/tone.git`, be it behind a name. */
const isOfBranch = ({ text, isDynamic }: ShellWord): boolean =>
  !isDynamic &&
  /^(?:\S+\s*@\s*)?git\+/.test(text) &&
  isLoose({ distribution: '', specifier: '', url: text.replace(/^.*?(?=git\+)/, '') });

/** The address that `git clone` is given, where no branch or tag is. */
function clonedBy({ command }: PlacedCommand): ShellWord | undefined {
  const { program, args } = invocationOf(command) ?? {};
  if (
    program !== 'git' ||
    args?.[0]?.text !== 'clone' ||
    args.some(({ text }) => /^(?:-b|--branch|--revision)/.test(text))
  )
    return undefined;
  return args.find(({ text, isDynamic }) => !isDynamic && /^(?:https?|ssh|git):\/\/|^git@/.test(text));
}

/** It takes a revision of what was cloned before. */
function choosesRevision({ command }: PlacedCommand): boolean {
  const { program, args = [] } = invocationOf(command) ?? {};
  return program === 'git' && args.some(({ text }) => /^(?:checkout|reset|switch)$/.test(text));
}

/** What installs the others, or builds them. */
const INSTALLERS = /^(?:pip|pip-tools|setuptools|wheel|uv|poetry|pdm|pipenv|build|hatch)$/;

/** An image that is deployed resolves it: nothing holds its versions. */
const isResolvedInImage = (install: RequirementInstall): boolean =>
  isOfImage(install.command) && !install.isHeld && install.file.model.lock === undefined;

/** What is installed at once is resolved at once: an exact version in any of its files holds for all. */
function exactOf(installs: readonly RequirementInstall[], command: RequirementInstall['command']): ReadonlySet<string> {
  const files = installs.filter((each) => each.command === command).map(({ file }) => file);
  const exact = files.flatMap(({ model }) => model.requirements.filter(({ value }) => !isLoose(value)));
  return new Set(exact.map(({ value }) => value.distribution));
}

const isOfImage = ({ kind }: PlacedCommand): boolean => kind === 'dockerfile';

/** What is deployed is told of first. */
const isLowered = ({ command: { path, command, placeOf } }: RequirementInstall, project: ProjectModel): boolean =>
  project.standingAt(path, placeOf(command.span).line).lowered !== undefined;

/** What is asked of one, whether a list or a command names it. */
type RequirementParts = Pick<FileRequirement, 'distribution' | 'specifier' | 'url' | 'isEditable'>;

/** A URL with a revision or the file of a release is exact; `==1.2.*` is not. */
function isLoose({ specifier, url, isEditable }: RequirementParts): boolean {
  if (isEditable === true) return false;
  if (url !== undefined) return /^git\+/.test(url) && !/\.git@|@[\w.-]+(?:#|$)/.test(url);
  if (specifier.includes('===')) return false;
  return !clausesOf(specifier).some(({ operator, isPrefix }) => operator === '==' && !isPrefix);
}

/** One or two drivers beside a base image, or a short list that begins at what was tried: owners live with either. */
function moveLittle(loose: readonly { readonly value: RequirementParts }[]): boolean {
  const running = loose.filter(({ value }) => !isCheckTool(value));
  return running.length <= 2 || (running.length < 10 && running.every(({ value }) => hasBeginning(value)));
}

/** `pytest`, `black` and what is put into them: no program runs them. */
const isCheckTool = ({ distribution }: RequirementParts): boolean =>
  CHECK_TOOLS.some(({ name }) => name === distribution.replace(/^(pytest|flake8)-.*/, '$1'));

const hasBeginning = ({ specifier }: RequirementParts): boolean =>
  clausesOf(specifier).some(({ operator }) => /^(?:>=?|~=|={2,3})$/.test(operator));

/** Nothing says where its versions end; a URL has none. */
const isWithoutEnd = ({ specifier }: RequirementParts): boolean =>
  !clausesOf(specifier).some(({ operator }) => /^(?:<=?|~=|={2,3})$/.test(operator));

function listed({ path, model }: ArtifactFile<'requirements'>, count: number): string {
  const all = model.requirements.length;
  const some =
    all === 1
      ? `the only requirement in \`${path}\` is not`
      : count === all
        ? `none of the ${counted(all, 'requirement')} in \`${path}\` is`
        : `${count} of ${counted(all, 'requirement')} in \`${path}\` ${verbFor(count, 'is', 'are')} not`;
  return some;
}
