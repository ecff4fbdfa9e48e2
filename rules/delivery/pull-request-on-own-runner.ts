import type { WorkflowJob, WorkflowStep } from '#artifacts';
import { defineArtifactRule } from '#kit';
import { invocationsIn, isOfOthers } from './_shared/untrusted-checkout.ts';

/** Says who may start it: the repository that the request comes from, its author, or a label that a maintainer sets. */
const GATE = /head\.repo|\.fork\b|repository_owner|author_association|github\.actor|\.login|\.labels|event_name/;

export default defineArtifactRule({
  artifact: 'workflow',
  docs: {
    summary: 'pull request code on a self-hosted runner',
    why: "A self-hosted runner is not recreated for each job. Code from a fork can reach the runner's network and its Docker daemon, and can leave files or processes behind for later jobs.",
    remedy:
      'Run pull requests on a GitHub-hosted runner, or only if `github.event.pull_request.head.repo.full_name == github.repository`',
    harm: 'grants-access',
    severity: 'P1',
    precision: 'low',
    since: '0.1.0',
    cwe: [829],
    origin: [{ document: 'Audits of six systems before a scan', finding: 'pull_request on a self-hosted runner' }],
    bad: '# path: .github/workflows/checks.yml\non: pull_request\njobs:\n  tests:\n    runs-on: [self-hosted, linux]\n    steps:\n      - uses: actions/checkout@v4\n      - run: pip install -r requirements.txt && pytest\n',
    good: '# path: .github/workflows/checks.yml\non: pull_request\njobs:\n  tests:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - run: pip install -r requirements.txt && pytest\n',
  },
  check({ artifact, report }) {
    const event = artifact.events.find(({ name }) => name.value === 'pull_request');
    if (event === undefined) return;
    for (const job of artifact.jobs) {
      const own = job.runsOn.find(({ value }) => value === 'self-hosted');
      const runs = own === undefined ? undefined : runOfRequest(job);
      if (own === undefined || runs === undefined || isGated(job)) continue;
      report({
        at: own.span,
        cause: 'own runner',
        message: `untrusted code on a self-hosted runner: \`${job.id.value}\` runs the code of any pull request`,
        doubt: job.needs.length > 0 ? 'trigger-restricted' : undefined,
        related: [
          { at: event.name.span, message: 'anyone can trigger it' },
          { at: runs.span, message: 'the pull request code runs here' },
        ],
      });
    }
  },
});

/** The step behind the checkout that runs code of it. */
function runOfRequest({ steps }: WorkflowJob): WorkflowStep['run'] {
  const at = steps.findIndex(({ uses }) => uses?.value.startsWith('actions/checkout@') === true);
  if (at < 0) return undefined;
  return steps.slice(at + 1).find(({ run }) => run !== undefined && invocationsIn(run).some(isOfOthers))?.run;
}

const isGated = ({ condition, steps }: WorkflowJob): boolean =>
  [condition, ...steps.map((step) => step.condition)].some((each) => each !== undefined && GATE.test(each.value));
