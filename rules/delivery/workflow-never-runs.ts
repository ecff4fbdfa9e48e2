import { defineArtifactRule, holdsForEvent, type Workflow } from '#kit';

export default defineArtifactRule({
  artifact: 'workflow',
  docs: {
    summary: 'workflow job whose condition excludes every event that starts the workflow',
    why: 'The job is skipped in every run, and a skipped job counts as passed: what it checks, publishes or deploys never happens.',
    remedy: 'Add the event to `on`, or take it out of the condition of the job.',
    harm: 'lies',
    ceiling: 'P2',
    precision: 'medium',
    since: '0.1.0',
    cwe: [561],
    origin: [{ document: 'Field report 1', finding: 'F: a workflow job whose `if` excludes every trigger' }],
    bad: "# path: .github/workflows/release.yml\non:\n  push:\n    branches: [main]\njobs:\n  publish:\n    if: github.event_name == 'release'\n    runs-on: ubuntu-latest\n    steps:\n      - run: make publish\n",
    good: "# path: .github/workflows/release.yml\non:\n  push:\n    branches: [main]\n  release:\n    types: [published]\njobs:\n  publish:\n    if: github.event_name == 'release'\n    runs-on: ubuntu-latest\n    steps:\n      - run: make publish\n",
  },
  check({ artifact, report }) {
    const events = eventsOf(artifact);
    if (events.length === 0) return;
    for (const { id, condition } of artifact.jobs) {
      if (condition === undefined) continue;
      if (!events.every((event) => holdsForEvent(condition.value, event) === false)) continue;
      report({
        at: condition.span,
        message: `\`${id.value}\` is skipped in every run: its condition holds for none of the events that start the workflow (${events.map((event) => `\`${event}\``).join(', ')})`,
      });
    }
  },
});

/** None where a caller's event may be any. */
const eventsOf = ({ events }: Workflow): readonly string[] =>
  events.some(({ name }) => name.value === 'workflow_call' || !/^[a-z_]+$/.test(name.value))
    ? []
    : events.map(({ name }) => name.value);
