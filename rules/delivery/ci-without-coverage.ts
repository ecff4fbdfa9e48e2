import { defineProjectRule } from '#kit';
import { checkRunBy } from './_shared/check-commands.ts';
import { COVERAGE_WORDS, toolsNamedIn, wordsOfCi } from './_shared/ci-tools.ts';
import { toolConfigurations } from './_shared/tool-configuration.ts';

export default defineProjectRule<string>({
  docs: {
    summary: 'CI runs tests without measuring coverage',
    why: 'Nobody can see which code is untested, or that a change adds more untested code.',
    remedy:
      'Run the tests with `--cov=<package> --cov-report=xml` and keep the report, or fail the build below a coverage threshold',
    harm: 'hides-failures',
    severity: 'P3',
    precision: 'low',
    measured: { read: 6, right: 5, on: 'six small repositories, of 60 public ones' },
    since: '0.1.0',
    cwe: [],
    origin: [{ document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '8.1' }],
    bad: '# path: .github/workflows/ci.yml\non: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - run: pytest tests\n',
    good: '# path: .github/workflows/ci.yml\non: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - run: pytest tests --cov=orders\n',
  },
  facts: toolsNamedIn,
  check(project, ctx) {
    const words = wordsOfCi(
      project,
      ctx.facts.map(({ fact }) => fact),
    );
    if (words === undefined || [...words].some(mentionsCoverage)) return;
    const run = project.ci.commands.find(({ command }) => checkRunBy(command)?.kind === 'tests');
    if (run === undefined || isConfigured(toolConfigurations(project))) return;
    ctx.report({
      at: run.at,
      message: `CI runs \`${checkRunBy(run.command)?.label}\` here without measuring coverage`,
      key: 'coverage',
    });
  },
});

const mentionsCoverage = (word: string): boolean => COVERAGE_WORDS.some((each) => word.includes(each));

/** `addopts = --cov …` measures wherever pytest runs. */
const isConfigured = (all: ReturnType<typeof toolConfigurations>): boolean =>
  all.some(
    ({ tool, options }) =>
      tool === 'pytest' && (options === undefined || options.get('addopts')?.includes('--cov') === true),
  );
