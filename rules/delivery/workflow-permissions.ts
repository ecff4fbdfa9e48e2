import type { NamedValue, Workflow, WorkflowJob, WorkflowStep } from '#artifacts';
import { defineArtifactRule } from '#kit';
import { type Edits, insertion, offering, unsafeFix } from '#kit/fixes';
import type { SourceText } from '#text';
import { listedCode } from '#text/wording';
import { invocationsIn, isOfOthers, untrustedCheckout } from './_shared/untrusted-checkout.ts';

export default defineArtifactRule({
  artifact: 'workflow',
  docs: {
    summary: 'excessive workflow permissions: token or secrets reach code that does not need them',
    why: 'In many repositories and organisations the token may write to the whole repository. A compromised action, or a script that runs untrusted code, can push with it.',
    remedy: 'Add `permissions: contents: read` to the workflow, and grant more only to the job that needs it',
    harm: 'grants-access',
    severity: {
      'token or secrets that are not needed': 'P3',
      'token in a workflow that logs in to a server': 'P2',
      'untrusted commit runs with secrets': 'P1',
      'secret that an unpinned action gets': 'P3',
    },
    precision: 'medium',
    since: '0.1.0',
    cwe: [250],
    fixes: [unsafeFix('Make the token read-only', 'a step that writes with the token then fails')],
    origin: [{ document: 'Field report 1', finding: 'F: workflow without `permissions`' }],
    bad: '# path: .github/workflows/ci.yml\non: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - uses: acme/setup-tool@v1\n',
    good: '# path: .github/workflows/ci.yml\non: push\npermissions:\n  contents: read\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - uses: acme/setup-tool@v1\n',
  },
  check({ artifact, report, text }) {
    reportUnsaid(artifact, report, text);
    reportIdleWrites(artifact, report);
    for (const job of artifact.jobs) {
      reportHandedOn(job, report);
      reportTrusted(job, report);
      reportUntrustedCode(artifact, job, report);
    }
  },
});

type Report = Parameters<Parameters<typeof defineArtifactRule<'workflow'>>[0]['check']>[0]['report'];

function reportUnsaid({ permissions, jobs, events }: Workflow, report: Report, text: SourceText): void {
  if (permissions !== undefined) return;
  const open = jobs.flatMap((job) => {
    const use = job.permissions === undefined ? useOfToken(job) : undefined;
    return use === undefined ? [] : [{ job, use }];
  });
  const [first] = open;
  if (first === undefined) return;
  const [event] = events;
  report({
    at: first.job.id.span,
    // One setting of the repository limits all of them.
    cause: 'unlimited',
    message: `excessive permissions: the job \`${first.job.id.value}\` sets no \`permissions\` and ${first.use}`,
    ...offering(readingOnly(first.job, text)),
    ...(jobs.some(signsIn) && { kind: 'token in a workflow that logs in to a server' }),
    related: [
      ...open
        .filter(({ job }) => job !== first.job)
        .map(({ job, use }) => ({ at: job.id.span, message: `this job sets no \`permissions\` either and ${use}` })),
      ...(event === undefined ? [] : [{ at: event.name.span, message: `\`${event.name.value}\` triggers it` }]),
    ],
  });
}

/** An action of others, by a tag that moves, gets a secret and the machine that it opens. */
const signsIn = ({ steps }: WorkflowJob): boolean =>
  steps.some(
    ({ uses, inputs }) =>
      uses !== undefined &&
      isForeign(uses.value) &&
      inputs.some(({ name }) => /^(?:host|hostname|server|remote[-_]host)$/i.test(name.value)) &&
      inputs.some(({ name, value }) => /key|password/i.test(name.value) && /\bsecrets\./.test(value?.value ?? '')),
  );

/** Rights to write that a job has and, as far as is seen, no step of it uses. */
function reportIdleWrites({ permissions, jobs }: Workflow, report: Report): void {
  const inheriting = jobs.filter((job) => job.permissions === undefined);
  for (const [said, having] of [
    [permissions, inheriting] as const,
    ...jobs.map((job) => [job.permissions, [job]] as const),
  ]) {
    const all = said?.all;
    if (all?.value === 'write-all')
      report({
        at: all.span,
        message: `excessive permissions: \`write-all\` lets the token of ${listedIds(having)} write to everything in the repository`,
        remedy: 'Replace it with `contents: read`, and grant each job only what it writes (`contents: write`)',
      });
    const writes = said?.scopes.filter(({ value }) => value?.value === 'write') ?? [];
    const idle = writes.flatMap((scope) => {
      const without = having.filter((job) => !mayWrite(job, scope.name.value));
      return without.length === 0 ? [] : [{ scope, without }];
    });
    const [first, ...others] = idle;
    if (first === undefined) continue;
    report({
      at: first.scope.span,
      cause: 'idle',
      message: `excessive permissions: \`${first.scope.name.value}: write\` also applies to ${listedIds(first.without)}, which does not seem to write`,
      remedy: 'Grant the write permission to the job that uses it, and `contents: read` to the others',
      doubt: 'opaque-callee',
      related: others.map(({ scope, without }) => ({
        at: scope.span,
        message: `\`${scope.name.value}: write\` also applies to ${listedIds(without)}`,
      })),
    });
  }
}

const listedIds = (jobs: readonly WorkflowJob[]): string => listedCode(jobs.map(({ id }) => id.value));

/** It has the token or runs what may take it; of GitHub's own actions it is known what they write. */
function mayWrite({ steps, uses, environment, container }: WorkflowJob, scope: string): boolean {
  if (uses !== undefined || container !== undefined || environment.some(passesToken)) return true;
  return steps.some((step) => {
    const [, action] = /^(actions\/[\w-]+)/.exec(step.uses?.value ?? '') ?? [];
    if (step.uses !== undefined)
      return action === undefined
        ? !isOnlySettingUp(step.uses.value)
        : (WRITTEN_BY.get(action) ?? scope).includes(scope);
    return (
      step.environment.some(passesToken) || holdsToken(step) || WRITING.test(step.run?.template.text.content ?? '')
    );
  });
}

const isOnlySettingUp = (uses: string): boolean => /^[\w.-]+\/(?:[\w.-]+\/)?setup-[\w-]+@/.test(uses);

/** By their documentation; one that is not listed may write all. */
const WRITTEN_BY: ReadonlyMap<string, string> = new Map([
  ...'cache checkout download-artifact upload-artifact setup-dotnet setup-go setup-java setup-node setup-python'
    .split(' ')
    .map((name) => [`actions/${name}`, ''] as const),
  ['actions/dependency-review-action', 'pull-requests'],
  ['actions/first-interaction', 'issues pull-requests'],
  ['actions/labeler', 'issues pull-requests'],
  ['actions/stale', 'actions contents issues pull-requests'],
]);

/** A word for what pushes, releases, signs or comments, in a script. */
const WRITING =
  /\b(?:gh|git (?:-\S{1,80} ){0,4}(?:push|tag|commit)|\w*(?:release|deploy|publish|push|version|upload|sign|bump|login|attest|comment|sync|update)\w*)\b/i;

/** A workflow of others gets all secrets, whatever it is by then. */
function reportHandedOn({ uses, allSecrets }: WorkflowJob, report: Report): void {
  if (allSecrets?.value !== 'inherit' || uses === undefined || !isForeign(uses.value)) return;
  report({
    at: allSecrets.span,
    message: `secrets exposure: \`${uses.value}\` gets all secrets of the repository at an unpinned version`,
    remedy: 'Pass only the secrets that it needs by name, and pin the workflow to a commit',
    doubt: 'unknown-source-trust',
    cause: uses.value.split('/', 2).join('/'),
  });
}

function reportTrusted({ steps }: WorkflowJob, report: Report): void {
  for (const { uses, inputs, environment } of steps) {
    const secret = [...inputs, ...environment].find(({ value }) => SECRET.test(value?.value ?? ''));
    if (uses === undefined || secret === undefined || !isForeign(uses.value)) continue;
    report({
      at: uses.span,
      kind: 'secret that an unpinned action gets',
      message: `unpinned action: \`${uses.value}\` gets \`${secret.name.value}\`, and its tag can be moved`,
      remedy: 'Pin the action to the SHA of a commit',
      cause: 'unpinned action',
    });
  }
}

/** `pull_request_target` with a checkout of the head: untrusted code runs with the token and secrets of the repository. */
function reportUntrustedCode(workflow: Workflow, job: WorkflowJob, report: Report): void {
  const found = untrustedCheckout(workflow, job);
  if (found === undefined) return;
  const { event, at, runs, doubt } = found;
  const named = [...job.environment, ...job.steps.flatMap(({ environment }) => environment)];
  const secret = named.find(({ value }) => /\bsecrets\./.test(value?.value ?? ''));
  report({
    at,
    kind: 'untrusted commit runs with secrets',
    message: `untrusted code with secrets: on \`${event.name.value}\` the pull request is checked out and runs with the token and secrets of the repository`,
    remedy:
      'Run pull request code on `pull_request`, without secrets, or only for a trusted author or a label that a maintainer sets',
    doubt,
    related: [
      { at: event.name.span, message: 'anyone can trigger it' },
      ...(runs === at ? [] : [{ at: runs, message: 'the pull request code runs here' }]),
      ...(secret === undefined ? [] : [{ at: secret.span, message: 'a secret that it can read' }]),
    ],
  });
}

/** It works with the token, or runs code of others that a tag or branch names, who may take the token. */
function useOfToken({ steps, environment, inputs, uses }: WorkflowJob): string | undefined {
  const named = [...environment, ...inputs, ...steps.flatMap((step) => [...step.environment, ...step.inputs])];
  if (named.some(passesToken) || steps.some(holdsToken)) return 'uses its token';
  const foreign = [uses, ...steps.map((step) => step.uses)].find((each) => each !== undefined && isForeign(each.value));
  return foreign === undefined ? leftBehind(steps) : `runs \`${foreign.value}\` at an unpinned version`;
}

const passesToken = ({ value }: NamedValue): boolean => value !== undefined && TOKEN.test(value.value);

const holdsToken = ({ run }: WorkflowStep): boolean =>
  run?.template.holes.some(({ expression }) => TOKEN.test(expression)) === true;

/** `actions/checkout` keeps the token for `git`, where whatever is installed or built after it can read it. */
function leftBehind(steps: readonly WorkflowStep[]): string | undefined {
  const at = steps.findIndex(({ uses }) => uses?.value.startsWith('actions/checkout@') === true);
  const isKept = steps[at]?.inputs.every(
    ({ name, value }) => !(name.value === 'persist-credentials' && value?.value === 'false') && name.value !== 'token',
  );
  if (isKept !== true) return undefined;
  const invocations = steps.slice(at + 1).flatMap(({ run }) => (run === undefined ? [] : invocationsIn(run)));
  const installer = invocations.find(({ program, args }) =>
    INSTALLING.get(program)?.test(args.map(({ text }) => text).join(' ')),
  );
  if (installer !== undefined)
    return `leaves its token readable by everything that \`${installer.program}\` installs (\`actions/checkout\` keeps it on disk)`;
  const runs = invocations.find(isOfOthers);
  return runs && `leaves its token readable by \`${runs.program}\` (\`actions/checkout\` keeps it on disk)`;
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

const SECRET = /\bsecrets\.(?!GITHUB_TOKEN\b)/;
const TOKEN = /\bsecrets\.GITHUB_TOKEN\b|\bgithub\.token\b/;

const isForeign = (uses: string): boolean =>
  /^(?!actions\/|github\/|docker:|\.)[\w.-]+\/[^@]+@(?![0-9a-f]{40}$)/.test(uses);

/** `permissions` above `jobs`, and above the comment that is over it. */
function readingOnly({ id }: WorkflowJob, text: SourceText): Edits {
  let line = text.lineAt(id.span.start);
  while (line > 0 && !/^jobs:[ \t]*(?:#.*)?$/.test(text.lineText(line))) line--;
  if (line === 0) return undefined;
  while (line > 1 && text.lineText(line - 1).startsWith('#')) line--;
  const isApart = line > 1 && text.lineText(line - 1).trim() === '';
  return [insertion(text.lineStart(line), `permissions:\n  contents: read\n${isApart ? '\n' : ''}`)];
}
