import { defineArtifactRule } from '#kit';
import type { Span } from '#text';

export default defineArtifactRule({
  artifact: 'dockerfile',
  docs: {
    summary: 'build step without effect: a variable or folder that is set in a `RUN` of its own',
    why: 'Each `RUN` starts a new shell. What it exports, activates or changes to is gone at the next instruction and when the container runs.',
    remedy: 'Use `ENV` or `WORKDIR`, or put the commands that need it into the same `RUN`',
    harm: 'misleads',
    severity: 'P3',
    precision: 'low',
    since: '0.1.0',
    cwe: [],
    origin: [{ document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '6.1' }],
    bad: '# path: Dockerfile\nFROM python:3.12-slim\nRUN export APP_ENV=production\nCMD ["python", "-m", "orders"]\n',
    good: '# path: Dockerfile\nFROM python:3.12-slim\nENV APP_ENV=production\nCMD ["python", "-m", "orders"]\n',
  },
  check({ artifact, report }) {
    for (const instruction of artifact.stages.flatMap(({ instructions }) => instructions)) {
      if (instruction.kind !== 'run') continue;
      const { commands } = instruction.script;
      const last = commands.findLast(({ words }) => SETTING.test(words[0]?.text ?? ''));
      const program = last?.words[0]?.text ?? '';
      // What stands within the words of another is no step of its own.
      const steps = commands.filter(
        ({ span }) => !commands.some((each) => each.span !== span && holdsSpan(each.span, span)),
      );
      const isIdle = steps.every(({ words }) => SETTING.test(words[0]?.text ?? ''));
      if (last === undefined || last.isConditional || !isIdle) continue;
      report({
        at: last.span,
        message: `no effect: \`${last.words
          .slice(0, 2)
          .map(({ text }) => text.split('=')[0])
          .join(' ')}\` holds only until the end of this \`RUN\``,
        ...(program === 'cd' && { remedy: 'Use `WORKDIR`' }),
      });
    }
  },
});

const holdsSpan = (outer: Span, inner: Span): boolean => outer.start <= inner.start && inner.end <= outer.end;

const SETTING = /^(?:export|cd|source|\.|alias|umask|ulimit|unset|set|activate)$/;
