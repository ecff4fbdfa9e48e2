import { invocationOf, type WorkflowJob } from '#artifacts';
import { defineArtifactRule } from '#kit';

export default defineArtifactRule({
  artifact: 'workflow',
  docs: {
    summary: 'deployment that the next push cancels midway',
    why: '`cancel-in-progress` ends the job at whatever step it is. A server may be left with half of the new version, a migration without the code that needs it, or traffic on the wrong side.',
    remedy: 'Set `cancel-in-progress: false`, so that the next deployment waits for this one',
    harm: 'breaks',
    severity: 'P2',
    precision: 'low',
    since: '0.1.0',
    cwe: [],
    origin: [{ document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '8.1' }],
    bad: '# path: .github/workflows/deploy.yml\non: push\nconcurrency:\n  group: deploy\n  cancel-in-progress: true\njobs:\n  deploy:\n    runs-on: ubuntu-latest\n    steps:\n      - run: ssh shop.example.com ./deploy\n',
    good: '# path: .github/workflows/deploy.yml\non: push\nconcurrency:\n  group: deploy\n  cancel-in-progress: false\njobs:\n  deploy:\n    runs-on: ubuntu-latest\n    steps:\n      - run: ssh shop.example.com ./deploy\n',
  },
  check({ artifact: { cancelsRuns, jobs }, report }) {
    const job = cancelsRuns && jobs.find(changesServer);
    if (cancelsRuns === undefined || job === undefined) return;
    report({
      at: cancelsRuns.span,
      message: `interrupted deployment: a new run cancels the job \`${job.id.value}\` while it changes the server`,
      related: [{ at: job.id.span, message: 'the deployment' }],
    });
  },
});

/** It works on a machine or a cluster that serves people; an upload that is exchanged at once does no harm. */
const changesServer = ({ steps }: WorkflowJob): boolean =>
  steps.some(
    ({ uses, run }) =>
      /^(?:appleboy\/(?:ssh|scp)-action|easingthemes\/ssh-deploy|burnett01\/rsync-deployments|azure\/k8s-deploy)@/i.test(
        uses?.value ?? '',
      ) ||
      run?.template.script.commands.some((command) => {
        const { program = '', args = [] } = invocationOf(command) ?? {};
        const words = args.map(({ text }) => text).join(' ');
        return (
          /^(?:ssh|rsync|scp|ansible-playbook)$/.test(program) ||
          (/^(?:kubectl|helm|terraform|serverless)$/.test(program) &&
            /(?:^| )(?:apply|upgrade|rollout|set|deploy|destroy)\b/.test(words))
        );
      }) === true,
  );
