import { invocationOf } from '#artifacts';
import { pipArguments } from '#artifacts/shell/pip-arguments';
import { defineProjectRule } from '#kit';
import type { PlacedCommand, ProjectModel } from '#project';
import { joinPath } from '#text';

/** Lock files, with the tool that reads them. */
const LOCKS: ReadonlyMap<string, string> = new Map([
  ['uv.lock', 'uv'],
  ['poetry.lock', 'poetry'],
  ['pdm.lock', 'pdm'],
  ['Pipfile.lock', 'pipenv'],
]);
/** By tool, options with which it passes its lock file over. */
const PASSING_OVER: ReadonlySet<string> = new Set(['--skip-lock', '--no-lock', '--upgrade', '-U']);
const NOT_DEPLOYED = /(?:^|\/)(?:tests?|examples?|samples?|docs?|tutorials?|benchmarks?|demos?)\//i;

interface Lock {
  readonly path: string;
  readonly folder: string;
  readonly tool: string;
}

export default defineProjectRule({
  docs: {
    summary: 'lock file that the image or CI does not install from',
    why: 'The lock file records the tested versions, but the build resolves them again. The two drift apart unnoticed until something breaks.',
    remedy:
      'Install with the tool of the lock file (`uv sync --frozen`, `poetry install`, `pipenv sync`), or from its export',
    harm: 'not-reproducible',
    severity: 'P2',
    precision: 'medium',
    since: '0.1.0',
    cwe: [1357],
    origin: [{ document: 'Field report 1', finding: 'issue 16, delivery: ignored-lock-file' }],
    bad: '# path: pyproject.toml\n[project]\nname = "shop"\nversion = "1"\ndependencies = ["fastapi"]\n\n# path: uv.lock\nversion = 1\n\n# path: Dockerfile\nFROM python:3.12\nWORKDIR /app\nCOPY . .\nRUN pip install .\nCMD ["python", "-m", "shop"]\n',
    good: '# path: pyproject.toml\n[project]\nname = "shop"\nversion = "1"\ndependencies = ["fastapi"]\n\n# path: uv.lock\nversion = 1\n\n# path: Dockerfile\nFROM python:3.12\nWORKDIR /app\nCOPY . .\nRUN pip install uv && uv sync --frozen\nCMD ["python", "-m", "shop"]\n',
  },
  check(project, ctx) {
    const installing = project.commands.filter(({ kind, path }) => INSTALLING.has(kind) && !NOT_DEPLOYED.test(path));
    for (const lock of locksOf(project)) {
      const passing = installing.filter((command) => passesOver(command, lock) || lacksLock(command, lock, project));
      const files = new Set(passing.map(({ path }) => path));
      for (const path of files) {
        // Where the tool of the lock installs too, the rest is for something else.
        if (installing.some((each) => each.path === path && readsLock(each, lock) && !passing.includes(each))) continue;
        const [first, ...others] = passing.filter((each) => each.path === path);
        if (first === undefined) continue;
        ctx.report({
          at: first.placeOf(first.command.span),
          message: `lock file ignored: this install resolves the dependencies again instead of using \`${lock.path}\``,
          related: others.slice(0, 3).map((each) => ({ ...each.placeOf(each.command.span), message: 'this one too' })),
          cause: lock.path,
          key: `${path} ${lock.path}`,
        });
      }
    }
  },
});

const INSTALLING: ReadonlySet<PlacedCommand['kind']> = new Set(['dockerfile', 'workflow', 'action']);

function locksOf({ files }: ProjectModel): readonly Lock[] {
  return [...files].flatMap((path) => {
    const end = path.lastIndexOf('/');
    const tool = LOCKS.get(path.slice(end + 1));
    const folder = path.slice(0, Math.max(0, end));
    return tool === undefined || NOT_DEPLOYED.test(path) ? [] : [{ path, folder, tool }];
  });
}

/** `pip install .` in the folder of the lock file; its own tool, told to pass it over. */
function passesOver(placed: PlacedCommand, { folder, tool }: Lock): boolean {
  const invocation = invocationOf(placed.command);
  const words = invocation?.args.map(({ text }) => text) ?? [];
  if (invocation?.program === tool && words[0] !== 'pip' && words[0] !== 'lock')
    return (words[0] === 'install' || words[0] === 'sync') && words.some((word) => PASSING_OVER.has(word));
  const args = pipArguments(placed.command)?.map(({ text }) => text) ?? [];
  if (args[0] !== 'install' || args.includes('--no-deps')) return false;
  return args
    .slice(1)
    .some((arg) => isPath(arg) && placed.folders.some((each) => joinPath(each, bare(arg)) === folder));
}

/** The tool of the lock in an image to which single files have been copied before, and the lock is none of them. */
function lacksLock(placed: PlacedCommand, lock: Lock, { artifacts }: ProjectModel): boolean {
  const file = artifacts.of('dockerfile').find(({ path }) => path === placed.path);
  if (file === undefined || file.folder !== lock.folder || !readsLock(placed, lock)) return false;
  const before = file.model.stages
    .flatMap(({ instructions }) => instructions)
    .filter(({ span }) => span.start < placed.command.span.end);
  const copied = before.flatMap((each) =>
    (each.kind === 'copy' || each.kind === 'add') && each.from === undefined ? each.sources : [],
  );
  const isMounted = before.some((each) => each.kind === 'run' && each.mounts.some(({ type }) => type === 'bind'));
  return (
    copied.length > 0 && !isMounted && copied.every(({ value }) => /^[\w./-]*\w\.(?:toml|md|txt|py|cfg)$/.test(value))
  );
}

const isPath = (arg: string): boolean => /^\.{1,2}(?:\/[\w./-]*)?(?:\[[\w,\s-]*\])?$/.test(arg);
const bare = (arg: string): string => arg.split('[')[0] ?? arg;

function readsLock({ command }: PlacedCommand, { tool }: Lock): boolean {
  const invocation = invocationOf(command);
  const words = command.words.map(({ text }) => text);
  if (invocation?.program === tool && ['sync', 'install', 'export', 'run'].includes(invocation.args[0]?.text ?? ''))
    return !words.some((word) => PASSING_OVER.has(word));
  return words[0] === tool && words[1] === 'run';
}
