/** Scripts that recipes, workflows, environments and sessions run, and that the repository does not have. */
import { type GitlabCi, invocationOf, type ShellWord, type Workflow } from '#artifacts';
import { pipArguments } from '#artifacts/shell/pip-arguments';
import { groupByEach, memoize } from '#collections';
import type { DoubtId } from '#findings';
import { mayBeMade } from '#kit/artifacts';
import { scriptNamed } from '#kit/commands';
import type { ArtifactPlace, PlacedCommand, ProjectModel } from '#project';

export interface MissingScript {
  /** The file that runs it. */
  readonly from: string;
  readonly name: string;
  readonly at: ArtifactPlace;
  /** What the command does with it. */
  readonly act: 'run' | 'copied' | 'installed';
  /** Continuous integration does it. */
  readonly isInPipeline: boolean;
  /** The file that the path misses: its last two names are those of no other. */
  readonly location: string | undefined;
  readonly doubt?: DoubtId;
}

/** Each once for a file that runs it, in the order of the commands. */
export function missingScripts(project: ProjectModel): readonly MissingScript[] {
  const found = new Map<string, MissingScript>();
  for (const placed of project.commands) {
    if (!isRunHere(placed, project)) continue;
    const { word, act } = lackedIn(placed, project) ?? {};
    const key = `${placed.path} ${word?.text}`;
    if (word === undefined || act === undefined || found.has(key)) continue;
    found.set(key, {
      from: placed.path,
      name: word.text,
      at: placed.placeOf(word.span),
      act,
      isInPipeline: PIPELINES.has(placed.kind),
      location:
        onlyFileNamed(word.text, project) ??
        (PIPELINES.has(placed.kind) ? onlyFileNamed(word.text, project, true) : undefined),
    });
  }
  return [...found.values()];
}

/** GitLab hands what a job leaves to those of later stages. */
function isLeftByJob({ text }: ShellWord, { kind, path }: PlacedCommand, { artifacts }: ProjectModel): boolean {
  const pipeline = kind === 'gitlab-ci' ? artifacts.at(kind, path)?.model : undefined;
  if (pipeline === undefined) return false;
  const left = beginningsLeft(pipeline);
  for (let end = Math.min(text.length, MAX_PATH); end >= 0; end--) if (left.has(text.slice(0, end))) return true;
  return false;
}

/** What Linux takes for a path. */
const MAX_PATH = 4096;

/** What the paths that jobs leave begin with. */
const beginningsLeft = memoize(
  ({ jobs }: GitlabCi): ReadonlySet<string> =>
    new Set(jobs.flatMap((job) => job.artifacts.map(({ value }) => value.replace(/(?<![*/])[*/]+$/, '')))),
);

function lackedIn(
  placed: PlacedCommand,
  project: ProjectModel,
): { readonly word: ShellWord; readonly act: MissingScript['act'] } | undefined {
  const isLost = (word: ShellWord): boolean =>
    !isLeftByJob(word, placed, project) && (isMissing(word, placed, project) || isAstray(word, placed, project));
  const script = scriptOf(placed);
  if (script !== undefined && isLost(script)) return { word: script, act: 'run' };
  const list = listsInstalled(placed).find((each) => isLost(each) && !isCompiled(each, placed, project));
  if (list !== undefined) return { word: list, act: 'installed' };
  const copied = copiedFrom(placed).find((each) => isAstray(each, placed, project));
  return copied && { word: copied, act: 'copied' };
}

/** `pip install -r requirements/ci.txt`. */
function listsInstalled({ command }: PlacedCommand): readonly ShellWord[] {
  const args = pipArguments(command) ?? [];
  return args.filter((_, index) => /^(?:-r|--requirements?|-c|--constraints?)$/.test(args[index - 1]?.text ?? ''));
}

/** `pip-compile` writes it from the list beside it. */
const isCompiled = ({ text }: ShellWord, { folders }: PlacedCommand, { tree }: ProjectModel): boolean =>
  folders.some((folder) => tree.resolve(text.replace(/\.\w+$/, '.in'), folder).kind === 'file');

/** `cp config/ci.env .env`, `cp -r a b folder`. */
function copiedFrom({ command }: PlacedCommand): readonly ShellWord[] {
  const invocation = invocationOf(command);
  if (invocation?.program !== 'cp') return [];
  return invocation.args.filter(({ text }) => !text.startsWith('-')).slice(0, -1);
}

/** Nothing is there, and the repository holds the file under another path: only the path is wrong. */
function isAstray({ text, isDynamic }: ShellWord, { folders, kind }: PlacedCommand, project: ProjectModel): boolean {
  if (isDynamic || !PATH.test(text) || !text.includes('/') || folders.length === 0) return false;
  return (
    onlyFileNamed(text, project, PIPELINES.has(kind) && /\.(?:py|sh|txt)$/.test(text)) !== undefined &&
    folders.every((folder) => {
      const answer = project.tree.resolve(text, folder);
      // Git ignores the name and has the file all the same, and of the folder it knows nothing.
      const isKept = answer.kind === 'ignored' && isInUnknownFolder(answer.path, project);
      return (isKept || answer.kind === 'missing') && !project.made.has(answer.path, 'checkout');
    })
  );
}

function isInUnknownFolder(path: string, { tree }: ProjectModel): boolean {
  const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')));
  return !tree.isFolder(folder) && !tree.isGitIgnored(folder);
}

const PATH = /^[\w.-]+(?:\/[\w.-]+)*$/;

/** The only file whose path ends in the same two names, or that has its name, where nobody else brings folders. */
function onlyFileNamed(written: string, project: ProjectModel, byLastName = false): string | undefined {
  const names = written.split('/').slice(byLastName ? -1 : -2);
  const tail = `/${names.join('/')}`;
  const [only, ...others] = filesByTail(project).get(tail) ?? [];
  return others.length > 0 ? undefined : only;
}

/** By the last name, and by the last two, of their paths. */
const filesByTail = memoize(({ files }: ProjectModel) =>
  groupByEach(files, (path) => {
    const names = path.split('/');
    return new Set([-1, -2].map((start) => `/${names.slice(start).join('/')}`));
  }),
);

const PIPELINES: ReadonlySet<PlacedCommand['kind']> = new Set(['gitlab-ci', 'workflow']);

/** Where the repository lies checked out. An action runs where its user's does, an image has files of its own. */
const KINDS: ReadonlySet<PlacedCommand['kind']> = new Set([
  ...([
    'gitlab-ci',
    'ini',
    'makefile',
    'noxfile',
    'pre-commit',
    'platform',
    'pyproject',
    'setup-cfg',
    'tool-toml',
    'workflow',
  ] as const),
]);

function isRunHere({ kind, path, command }: PlacedCommand, { artifacts }: ProjectModel): boolean {
  // What runs under a condition may ask for the file first, and `|| echo …` says what to do without it.
  if (!KINDS.has(kind) || command.isConditional || command.failureHiddenBy !== undefined) return false;
  // pre-commit reads the one in the root.
  if (kind === 'pre-commit') return !path.includes('/');
  if (kind === 'gitlab-ci') {
    const pipeline = artifacts.at(kind, path)?.model;
    return pipeline === undefined || !pipelineFetchesCode(pipeline);
  }
  if (kind !== 'workflow') return true;
  const workflow = artifacts.at('workflow', path);
  if (workflow?.folder !== '.github/workflows') return false;
  return !workflowFetchesCode(workflow.model);
}

const pipelineFetchesCode = memoize(({ jobs }: GitlabCi): boolean =>
  jobs.some(({ script }) => script.commands.some(({ words }) => isOtherCode(words))),
);

/** Another state of the code, or an action of the repository, which may bring files. */
const workflowFetchesCode = memoize(({ jobs }: Workflow): boolean =>
  jobs.some(({ steps }) =>
    steps.some(
      ({ uses, inputs, run }) =>
        (uses !== undefined &&
          (uses.value.startsWith('.') || inputs.some(({ name }) => /^(?:repository|ref|path)$/.test(name.value)))) ||
        (run?.isShell === true && run.template.script.commands.some(({ words }) => isOtherCode(words))),
    ),
  ),
);

/** `git clone`, `git checkout v1`, `poetry new shop`: files come that are none of the repository's today. */
const isOtherCode = ([first, second]: readonly ShellWord[]): boolean =>
  /^(?:clone|checkout|switch|worktree|new|init|startproject)$/.test(second?.text ?? '') &&
  !/(?:^|\/)(?:packer|terraform|tofu)$/.test(first?.text ?? '');

function scriptOf(placed: PlacedCommand): ShellWord | undefined {
  const named = scriptNamed(placed);
  // A program without a folder before it is looked for on the PATH, where pip puts the scripts of distributions.
  const isProgram = named?.word.span.start === placed.command.words[0]?.span.start;
  if (named !== undefined)
    return named.isModule || (isProgram && !named.word.text.includes('/')) ? undefined : named.word;
  const invocation = invocationOf(placed.command);
  if (invocation === undefined) return undefined;
  const { program, word, args } = invocation;
  return /^(?:ba|da|z)?sh$/.test(program) ? args.find(({ text }) => !text.startsWith('-')) : word;
}

/** It leads nowhere from any folder that it may mean, the folder that it should lie in is there, and nothing makes it. */
function isMissing({ text, isDynamic }: ShellWord, { folders }: PlacedCommand, project: ProjectModel): boolean {
  if (isDynamic || !/^(?:\.{1,2}\/)*\w[\w./-]*\.(?:py|sh|txt|in)$/.test(text) || folders.length === 0) return false;
  return folders.every((folder) => {
    const answer = project.tree.resolve(text, folder);
    if (answer.kind !== 'missing' || mayBeMade(answer.path, project)) return false;
    const around = answer.path.slice(0, Math.max(0, answer.path.lastIndexOf('/')));
    return around === '' || project.tree.isFolder(around);
  });
}
