import { defineArtifactRule, type SourceText } from '#kit';
import { invocationOf, type WorkflowJob, type WorkflowStep } from '#kit/artifacts';
import { type Edits, insertion, offering, unsafeFix } from '#kit/fixes';

export default defineArtifactRule({
  artifact: 'workflow',
  docs: {
    summary: 'workflow that does not say what its token may do',
    why: 'In many repositories and organisations the token may then write to all of the repository: an action that somebody took over, or a script that runs what a stranger sent, pushes code with it.',
    remedy: 'Add `permissions: contents: read` to the workflow, and what more a job needs to that job.',
    harm: 'admits',
    ceiling: 'P3',
    profile: 'strict',
    precision: 'medium',
    since: '0.1.0',
    cwe: [250],
    fixes: [unsafeFix('Let the token only read', 'a step that writes with the token fails then')],
    origin: [{ document: 'Field report 1', finding: 'F: workflow without `permissions`' }],
    bad: '# path: .github/workflows/ci.yml\non: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - uses: acme/setup-tool@v1\n',
    good: '# path: .github/workflows/ci.yml\non: push\npermissions:\n  contents: read\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - uses: acme/setup-tool@v1\n',
  },
  check({ artifact, report, text }) {
    if (artifact.hasPermissions) return;
    const open = artifact.jobs.flatMap((job) => {
      const use = job.hasPermissions ? undefined : useOfToken(job);
      return use === undefined ? [] : [{ job, use }];
    });
    const [first, ...others] = open;
    if (first === undefined) return;
    report({
      at: first.job.id.span,
      message: `Nothing limits the token of \`${first.job.id.value}\`, which ${first.use}`,
      ...offering(readingOnly(first.job, text)),
      related: others.map(({ job, use }) => ({ at: job.id.span, message: `nor that of this job, which ${use}` })),
    });
  },
});

/** It works with the token, or runs code of others that a tag or branch names, who may take the token. */
function useOfToken({ steps, environment, inputs, uses }: WorkflowJob): string | undefined {
  const named = [...environment, ...inputs, ...steps.flatMap((step) => [...step.environment, ...step.inputs])];
  const isGiven = named.some(({ value }) => value !== undefined && TOKEN.test(value.value));
  if (isGiven || steps.some(({ run }) => run?.template.holes.some(({ expression }) => TOKEN.test(expression))))
    return 'works with it';
  const foreign = [uses, ...steps.map((step) => step.uses)].find((each) => each !== undefined && isForeign(each.value));
  return foreign === undefined ? leftBehind(steps) : `runs \`${foreign.value}\`, whatever that is by then`;
}

/** `actions/checkout` keeps the token for `git`, where whatever is installed or built after it can read it. */
function leftBehind(steps: readonly WorkflowStep[]): string | undefined {
  const at = steps.findIndex(({ uses }) => uses?.value.startsWith('actions/checkout@') === true);
  const isKept = steps[at]?.inputs.every(
    ({ name, value }) => !(name.value === 'persist-credentials' && value?.value === 'false') && name.value !== 'token',
  );
  if (isKept !== true) return undefined;
  const installer = steps
    .slice(at + 1)
    .flatMap(({ run }) => run?.template.script.commands ?? [])
    .flatMap((command) => invocationOf(command) ?? [])
    .find(({ program, args }) => INSTALLING.get(program)?.test(args.map(({ text }) => text).join(' ')));
  return (
    installer && `leaves it to what \`${installer.program}\` installs: \`actions/checkout\` keeps it for later steps`
  );
}

/** They run code of the packages that they fetch, or put it where the next step runs it. */
const INSTALLING: ReadonlyMap<string, RegExp> = new Map([
  ['npm', /^(?:ci|i|install)\b/],
  ['pip', /^install (?!--upgrade pip$|-U pip$)/],
  ['pnpm', /^(?:i|install)\b/],
  ['poetry', /^(?:install|sync)\b/],
  ['python', /^-m pip install (?!--upgrade pip$|-U pip$)/],
  ['uv', /^(?:sync|pip install)\b/],
  ['yarn', /^(?:install\b.*)?$/],
]);

const TOKEN = /\bsecrets\.GITHUB_TOKEN\b|\bgithub\.token\b/;

const isForeign = (uses: string): boolean =>
  /^(?!actions\/|github\/|docker:|\.)[\w.-]+\/[^@]+@(?![0-9a-f]{40}$)/.test(uses);

/** `permissions` above `jobs`, and above the comment that stands over it. */
function readingOnly({ id }: WorkflowJob, text: SourceText): Edits {
  let line = text.lineAt(id.span.start);
  while (line > 0 && !/^jobs:[ \t]*(?:#.*)?$/.test(text.lineText(line))) line--;
  if (line === 0) return undefined;
  while (line > 1 && text.lineText(line - 1).startsWith('#')) line--;
  const isApart = line > 1 && text.lineText(line - 1).trim() === '';
  return [insertion(text.lineStart(line), `permissions:\n  contents: read\n${isApart ? '\n' : ''}`)];
}
