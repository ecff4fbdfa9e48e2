import { defineProjectRule, type ProjectContext, packPlace, unpackPlace } from '#kit';
import { offering, type PlacedEdits, unsafeFix } from '#kit/fixes';
import type { CiCommand, CiTolerance, ProjectModel } from '#project';
import { type CheckRun, checkRunBy } from '../_shared/check-commands.ts';
import { isDeclaredAdvisory } from './advisory-runs.ts';
import { fixesFindings, isReadLater, isReportedOtherwise, isThereToRewrite, usesWhatChanged } from './check-reports.ts';
import { droppedResults, isRunOf } from './dropped-results.ts';
import { coversFiles, type Dropped, describe, withoutOption } from './tolerances.ts';

export default defineProjectRule<Dropped>({
  docs: {
    summary: 'CI check that cannot fail',
    why: 'The check can report problems, but the job still passes. Nobody notices the problems, and more can be added with every change.',
    remedy: 'Let the check fail the build; if there is too much to fix, start with the rules that pass today',
    harm: 'misleads',
    severity: 'P2',
    precision: 'low',
    measured: {
      read: 10,
      right: 9,
      on: 'chroma, dispatch, feast, paperless-ngx and four others; of 60 public repositories the rest hide no failure',
    },
    since: '0.1.0',
    cwe: [252],
    fixes: [unsafeFix('Let the check fail', 'a green job then fails when the check finds something')],
    origin: [{ document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '8.1' }],
    bad: '# path: .github/workflows/ci.yml\non: push\njobs:\n  lint:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - run: flake8 orders --exit-zero\n',
    good: '# path: .github/workflows/ci.yml\non: push\njobs:\n  lint:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - run: flake8 orders\n',
  },
  facts: (file) => droppedResults(file).map(({ at, ...rest }) => ({ ...rest, at: packPlace(file, at) })),
  check(project, ctx) {
    const { ci } = project;
    for (const each of ctx.facts) reportDropped(each.path, each.fact, project, ctx);
    const checks = ci.commands.flatMap((run): Check[] => {
      const check = checkRunBy(run.command);
      return check === undefined ? [] : [{ run, check, harmless: harmlessness(run, check) }];
    });
    const reported = new Set<string>();
    for (const each of checks) {
      const { run, check, harmless } = each;
      if (harmless === undefined || isReportedOtherwise(run, check) || isReadLater(run, check, ci.commands)) continue;
      const { at } = harmless;
      const place = `${at.path}:${at.line}:${at.column}`;
      if (reported.has(place) || checks.some((other) => coversStrictly(other, each))) continue;
      reported.add(place);
      const gate = checks.find((other) => guardsSameDependencies(other, each));
      if (gate !== undefined) {
        ctx.proven({ at, by: `\`${gate.check.label}\` checks the same and can fail`, where: gate.run.at });
        continue;
      }
      const isHere = at.path === run.at.path;
      const [caller] = run.calls;
      ctx.report({
        at: isHere ? run.at : at,
        cause: at.path,
        message: `ignored check: \`${check.label}\` ${harmless.message}${describeGate(each, checks)}`,
        ...(harmless.remedy !== undefined && { remedy: harmless.remedy }),
        ...(isAdvisory(each) && { doubt: 'advisory-check' }),
        related: [
          ...(isHere ? [] : [{ ...run.at, message: `\`${check.label}\` runs here` }]),
          ...(caller === undefined || caller.path === at.path ? [] : [{ ...caller, message: 'CI calls it here' }]),
        ],
        ...offering(failing(each)),
        key: `${at.path} ${check.label} ${check.paths.join(' ')} ${harmless.kind}`,
      });
    }
  },
});

function reportDropped(
  path: string,
  { kind, at, runner, isOwn }: Dropped,
  { ci }: ProjectModel,
  ctx: ProjectContext<Dropped>,
): void {
  const run = isOwn && ci.commands.find(({ command, folder = '' }) => isRunOf(path, command, folder));
  // `pytest.main([__file__])` is there for anyone who runs one test and looks at it.
  if (isOwn && run === undefined && runner === 'pytest.main') return;
  const isMain = kind === 'main';
  ctx.report({
    at: { path, ...unpackPlace(at) },
    message: isMain
      ? `ignored check: the result of \`${runner}\` is discarded, so the script always succeeds`
      : 'ignored check: the test compares values but asserts nothing, so it always passes',
    remedy: isMain ? 'End the script with the result: `sys.exit(…)`' : 'Write `assert` before the comparison',
    ...(run && { related: [{ ...run.at, message: 'CI runs the file here' }] }),
    cause: `${path} ${kind}`,
    key: `${path} ${kind}`,
  });
}

interface Check {
  readonly run: CiCommand;
  readonly check: CheckRun;
  readonly harmless: Harmlessness | undefined;
}

/** Why a check cannot fail. */
interface Harmlessness {
  readonly kind: CiTolerance['kind'] | 'option' | 'rewrites';
  readonly at: CiCommand['at'];
  readonly message: string;
  readonly remedy?: string;
}

function harmlessness({ at, tolerance, step }: CiCommand, check: CheckRun): Harmlessness | undefined {
  const { neverFails, rewrites } = check;
  if (neverFails !== undefined) return { kind: 'option', at, ...withoutOption(neverFails) };
  if (fixesFindings(check) && usesWhatChanged(step.job)) return undefined;
  if (tolerance !== undefined) return { kind: tolerance.kind, at: tolerance.at, ...describe(tolerance) };
  if (rewrites === undefined) return undefined;
  return {
    kind: 'rewrites',
    at,
    message: `runs without \`${rewrites.judgesWith}\`, so it rewrites the checked-out files and succeeds`,
    remedy: `Add \`${rewrites.judgesWith}\`, so that it fails if a file would change`,
  };
}

/** Of what a workflow says itself; scripts and recipes may be called from elsewhere. */
function failing({ run, check, harmless }: Check): PlacedEdits {
  const { command, step, tolerance } = run;
  const { file } = step;
  if (harmless === undefined || harmless.at.path !== file.path || run.at.path !== file.path) return undefined;
  const replaced = (start: number, end: number, text: string) => [{ location: file.placeOf({ start, end }), text }];
  const at = command.words.findIndex(({ text }) => text === check.neverFails);
  const [before, option, last] = [command.words[at - 1], command.words[at], command.words.at(-1)];
  const { behind, span } = command.failureHiddenBy ?? {};
  if (harmless.kind === 'step' || harmless.kind === 'job') return [{ location: harmless.at, text: 'false' }];
  if (harmless.kind === 'option') return before && option && replaced(before.span.end, option.span.end, '');
  if (harmless.kind === 'rewrites' && last !== undefined)
    return replaced(last.span.end, last.span.end, ` ${check.rewrites?.judgesWith}`);
  const isOrTrue = tolerance?.kind === 'shell' && tolerance.hiding === 'or-true';
  return isOrTrue && behind !== undefined && span !== undefined ? replaced(behind, span.end, '') : undefined;
}

/** Its author says so, or what it belongs to is there to rewrite. */
const isAdvisory = ({ run, harmless }: Check): boolean =>
  isDeclaredAdvisory(run) || (harmless?.kind === 'rewrites' && isThereToRewrite(run));

/** What a gate beside it leaves to this run alone. */
function describeGate(each: Check, checks: readonly Check[]): string {
  const gate = checks.find((other) => guardsSameFiles(other, each));
  return gate === undefined
    ? ''
    : `; only the checks of line ${gate.run.at.line} (\`${gate.check.narrowing.join(' ')}\`) can fail`;
}

/** A run of the same linter in the same workflow that can fail over all files of this one, be it for fewer reasons. */
function guardsSameFiles(other: Check, { run, check }: Check): boolean {
  return (
    check.kind !== 'tests' &&
    check.kind !== 'package' &&
    other.harmless === undefined &&
    other.check.label === check.label &&
    other.run.step.file.path === run.step.file.path &&
    coversFiles(other.check, check)
  );
}

/** Another tool that looks for the same weaknesses, in the same job, and can fail. */
const guardsSameDependencies = (other: Check, { run, check }: Check): boolean =>
  other.harmless === undefined &&
  other.run.step.job === run.step.job &&
  [check, other.check].every(({ kind, tool }) => kind === 'security' && /^(?:pip-audit|safety)$/.test(tool));

/** Another run of the tool that fails, over at least the same files and findings. */
function coversStrictly(other: Check, { run, check }: Check): boolean {
  if (other.harmless !== undefined || other.check.label !== check.label) return false;
  if (check.kind === 'package' && other.run.folder !== run.folder) return false;
  if (!other.check.narrowing.every((option) => check.narrowing.includes(option))) return false;
  return coversFiles(other.check, check);
}
