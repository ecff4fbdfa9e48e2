import { type FailureHiding, invocationOf, type ShellCommand } from '#artifacts';
import { type ArtifactContext, type ArtifactProblem, defineArtifactRule } from '#kit';
import { offering, unsafeFix } from '#kit/fixes';
import { withoutHiding } from './_shared/shell.ts';

/** Steps whose result the rest of the image is built on: programs, with the words of which one must be among the arguments. */
const BUILDING: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['pip', new Set(['install', 'wheel', 'download'])],
  ['uv', new Set(['sync', 'install', 'build', 'export'])],
  ['poetry', new Set(['install', 'build', 'export'])],
  ['pdm', new Set(['install', 'sync', 'build'])],
  ['pipenv', new Set(['install', 'sync'])],
  ['conda', new Set(['install', 'create', 'update'])],
  ['mamba', new Set(['install', 'create', 'update'])],
  ['apt-get', new Set(['install', 'update'])],
  ['apt', new Set(['install', 'update'])],
  ['apk', new Set(['add'])],
  ['yum', new Set(['install'])],
  ['dnf', new Set(['install'])],
  ['microdnf', new Set(['install'])],
  ['npm', new Set(['ci', 'install', 'run', 'build'])],
  ['yarn', new Set(['install', 'build'])],
  ['pnpm', new Set(['install', 'build'])],
  ['python', new Set(['pip', 'setup.py', 'build', 'collectstatic', 'compileall', 'spacy', 'nltk.downloader'])],
]);
/** Programs that do nothing but build or fetch. */
const ALWAYS_BUILDING: ReadonlySet<string> = new Set(['make', 'cmake', 'cargo', 'go', 'wget', 'curl']);
/** Programs that put a file where the image wants it. */
const PLACING: ReadonlySet<string> = new Set(['ln', 'cp', 'mv']);

/** Programs that succeed on an empty input, by which an archive or a key would be refused. */
const CONTENT: ReadonlySet<string> = new Set('sh bash dash ash zsh python python3 pip tee xargs'.split(' '));

export default defineArtifactRule({
  docs: {
    summary: 'build step whose failure is ignored',
    why: 'If the step fails, the image is built and shipped without its result. The error appears only when the image runs.',
    remedy: 'Let the build fail: remove what hides the exit code, or test for the one failure that you expect',
    harm: 'hides-failures',
    severity: 'P2',
    precision: 'low',
    measured: { read: 4, right: 4, on: 'khoj; silent on 94 other repositories with Dockerfiles' },
    since: '0.1.0',
    cwe: [252],
    fixes: [unsafeFix('Let the build fail', 'a build that passed without the step then fails')],
    origin: [{ document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '8.1' }],
    bad: '# path: Dockerfile\nFROM python:3.12-slim\nCOPY requirements.txt .\nRUN pip install -r requirements.txt || true\nCMD ["python", "-m", "orders"]\n',
    good: '# path: Dockerfile\nFROM python:3.12-slim\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\nCMD ["python", "-m", "orders"]\n',
  },
  artifact: 'dockerfile',
  check(ctx) {
    for (const stage of ctx.artifact.stages) {
      let stopsInPipe = false;
      for (const instruction of stage.instructions) {
        if (instruction.kind === 'shell')
          stopsInPipe = instruction.words.some(({ value }) => value.includes('pipefail'));
        if (instruction.kind !== 'run') continue;
        const { commands } = instruction.script;
        for (const command of commands)
          for (const problem of [emptyProgram(command), hiddenFailure(command, commands, stopsInPipe, ctx)])
            if (problem !== undefined) ctx.report(problem);
      }
    }
  },
});

/** `sh -c "$(curl …)"`: a shell runs what the substitution gives, and nothing where that fails. */
function fetchedBy({ words: [program] }: ShellCommand): string | undefined {
  return /^\$\(\s*(curl|wget)\b/.exec(program?.text ?? '')?.[1];
}

function emptyProgram(command: ShellCommand): ArtifactProblem | undefined {
  const fetching = fetchedBy(command);
  if (fetching === undefined) return undefined;
  const message = `ignored failure: if \`${fetching}\` fails, the shell runs an empty program and the build continues`;
  const remedy = `Let \`${fetching}\` write a file, and run that file in the next command (\`&&\`)`;
  return { at: command.span, message, remedy };
}

function hiddenFailure(
  command: ShellCommand,
  commands: readonly ShellCommand[],
  stopsInPipe: boolean,
  { path, text }: Pick<ArtifactContext<unknown>, 'path' | 'text'>,
): ArtifactProblem | undefined {
  const hiding = command.failureHiddenBy;
  const step = buildStep(command);
  if (hiding === undefined || step === undefined || hiding.kind === 'set-plus-e') return undefined;
  const reader = hiding.kind === 'pipe' ? programBehind(hiding, commands) : undefined;
  if (hiding.kind === 'pipe' && (stopsInPipe || reader === undefined || !CONTENT.has(reader))) return undefined;
  const code = text.slice(hiding.span);
  const how = reader === undefined ? describe(hiding, code) : `\`${reader}\` behind the pipe accepts empty input`;
  return {
    at: command.span,
    message: `ignored failure: \`${step}\` can fail without failing the build, as ${how}`,
    ...(reader !== undefined && {
      remedy: 'Set `SHELL ["/bin/bash", "-o", "pipefail", "-c"]`, so that the pipe fails with its first command',
    }),
    ...offering(withoutHiding(hiding, command.span, text)),
    // One `; true` hides every command before it, and goes away at once.
    cause: `${path} ${hiding.span.start}`,
    related: [{ at: hiding.span, message: 'the failure is hidden here' }],
  };
}

/** The program that is behind `||`, `;` or the pipe. */
function programBehind({ span }: FailureHiding, commands: readonly ShellCommand[]): string | undefined {
  const behind = commands.find((each) => span.start <= each.span.start && each.span.end <= span.end);
  return behind === undefined ? undefined : invocationOf(behind)?.program;
}

/** The step as a person would name it, if the image is built on it. */
function buildStep(command: ShellCommand): string | undefined {
  const invocation = invocationOf(command);
  if (invocation === undefined) return undefined;
  const { program, args } = invocation;
  if (ALWAYS_BUILDING.has(program) || PLACING.has(program)) return program;
  const word = args.find(({ text }) => BUILDING.get(program)?.has(text));
  return word === undefined ? undefined : `${program} ${word.text}`;
}

function describe({ kind }: FailureHiding, code: string): string {
  return kind === 'or-true' ? `\`|| ${code}\` always succeeds` : `the step ends with \`${code}\``;
}
