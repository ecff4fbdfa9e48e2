import type { DockerInstruction } from '#artifacts';
import { memoize } from '#collections';
import { defineProjectRule } from '#kit';
import { finalStage, installedPackages, instructionsOf, removedPackages } from '#kit/artifacts';
import { DEBUG_TOOLS, PROGRAMS_OF_TOOLS } from '#knowledge/debug-tools';
import type { ProjectModel } from '#project';
import { isForDevelopment } from '#project/reach/for-development';

export default defineProjectRule({
  docs: {
    summary: 'tool for looking around in the image that is shipped',
    why: 'Editors, debuggers, compilers and network tools are what an intruder would have to bring; the service does without, and each of them is downloaded, scanned and patched with it.',
    remedy:
      'Install compilers in a stage of their own and copy what they built; look into a container with `kubectl debug` or `docker debug`.',
    harm: 'admits',
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
        const names = [...new Set(found.map(({ text }) => `\`${text}\``))].join(', ');
        const kinds = [...new Set(found.map(({ text }) => DEBUG_TOOLS.get(text)))];
        ctx.report({
          at: placeOf(first.span),
          message: `${names} ${found.length > 1 ? 'are' : 'is'} in the image that is shipped (${kinds.join(', ')})`,
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
