import type { DockerInstruction } from '#artifacts';
import { memoize } from '#collections';
import { defineProjectRule, type ProjectContext } from '#kit';
import { finalStage, installedPackages, instructionsOf, removedPackages, requirementInstalls } from '#kit/artifacts';
import { DEBUG_TOOLS, PROGRAMS_OF_TOOLS } from '#knowledge/debug-tools';
import type { ProjectModel } from '#project';
import { isForDevelopment } from '#project/reach/for-development';
import { listedCode } from '#text/wording';

export default defineProjectRule({
  docs: {
    summary: 'debugging tool in a production image',
    why: 'Editors, debuggers, compilers and network tools help an intruder, and the service does not need them. Each of them has to be downloaded, scanned and patched.',
    remedy:
      'Install compilers in a build stage and copy only their output; debug a container with `kubectl debug` or `docker debug`',
    harm: 'grants-access',
    severity: 'P3',
    precision: 'medium',
    measured: { read: 59, right: 55, on: '23 of 95 repositories with Dockerfiles' },
    since: '0.1.0',
    cwe: [1104],
    origin: [{ document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '6.1' }],
    bad: '# path: Dockerfile\nFROM python:3.12-slim\nRUN apt-get update && apt-get install -y vim\nCMD ["python", "-m", "orders"]\n',
    good: '# path: Dockerfile\nFROM python:3.12-slim\nRUN apt-get update && apt-get install -y libpq5\nCMD ["python", "-m", "orders"]\n',
  },
  check(project, ctx) {
    reportTestTools(project, ctx);
    for (const { path, model, placeOf } of project.artifacts.of('dockerfile')) {
      const stage = finalStage(model);
      if (stage === undefined || isForDevelopment(path, stage)) continue;
      const instructions = instructionsOf(model, stage);
      // Where all is done in one stage, what builds has to be in it.
      const hasStages = model.stages.length > 1;
      const removed = new Set(instructions.flatMap(removedPackages));
      for (const [index, instruction] of instructions.entries()) {
        const found = toolsIn(instruction, instructions.slice(0, index)).filter(
          ({ text }) => !removed.has(text) && !isNeeded(text, project) && (hasStages || !isCompiler(text)),
        );
        const [first, ...others] = found;
        if (first === undefined) continue;
        const kinds = [...new Set(found.map(({ text }) => DEBUG_TOOLS.get(text)))];
        ctx.report({
          at: placeOf(first.span),
          message: `debugging tools in a production image: ${listedCode(found.map(({ text }) => text))} (${kinds.join(', ')})`,
          related: [
            ...(first.listedAt === undefined
              ? []
              : [{ ...placeOf(first.listedAt), message: 'the packages are listed here' }]),
            ...others.map(({ span, text }) => ({ ...placeOf(span), message: `\`${text}\` is installed here` })),
          ],
          cause: path,
          key: `${path} ${found.map(({ text }) => text).join(' ')}`,
        });
      }
    }
  },
});

/** Lists that an image installs for production, and that hold what only tests and people at work need. */
function reportTestTools(project: ProjectModel, ctx: Pick<ProjectContext<never>, 'report'>): void {
  for (const { command, file } of requirementInstalls(project)) {
    if (
      command.kind !== 'dockerfile' ||
      isForDevelopment(command.path) ||
      !/(?:^|\/)requirements(?:[-_.]?prod\w*)?\.txt$/.test(file.path)
    )
      continue;
    const tools = file.model.requirements.filter(({ value }) => TEST_TOOLS.test(value.distribution));
    const [first] = tools;
    if (first === undefined) continue;
    ctx.report({
      at: command.placeOf(command.command.span),
      message: `test tools in a production image: \`${file.path}\` lists ${listedCode(
        tools.map(({ value }) => value.distribution),
        4,
      )}`,
      remedy: 'Move them to a list of their own that the image does not install (`requirements-dev.txt`)',
      related: [{ ...file.placeOf(first.span), message: 'listed here' }],
      cause: command.path,
      key: `${command.path} ${file.path}`,
    });
  }
}

/** Nothing that runs in production imports them. */
const TEST_TOOLS =
  /^(?:pytest(?:-\w+)*|black|flake8|pylint|mypy|isort|ruff|pre-commit|tox|nox|coverage|ipython|jupyter|notebook|jupyterlab|faker|factory-boy|locust)$/;

function toolsIn(instruction: DockerInstruction, before: readonly DockerInstruction[]) {
  return installedPackages(instruction, 'certain', before).filter(({ text }) => DEBUG_TOOLS.has(text));
}

const isCompiler = (name: string): boolean => DEBUG_TOOLS.get(name) === 'compiler';

/** Some command of the repository runs it, or a check in the image may: then it is there for a reason. */
const isNeeded = (name: string, project: ProjectModel): boolean =>
  (PROGRAMS_OF_TOOLS.get(name) ?? [name]).some((program) => programsRun(project).has(program));

const programsRun = memoize(
  ({ commands }: ProjectModel): ReadonlySet<string> =>
    new Set(
      commands.flatMap(({ command: { words } }) =>
        words.some(({ text }) => PACKAGE_MANAGER.test(text)) ? [] : words.slice(0, MAX_WORD).map(({ text }) => text),
      ),
    ),
);

const PACKAGE_MANAGER = /^(?:apt|apt-get|apk|yum|dnf|microdnf|brew)$/;

/** Behind `exec`, `timeout 5`. */
const MAX_WORD = 4;
