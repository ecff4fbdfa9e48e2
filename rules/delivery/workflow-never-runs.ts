import type { Workflow, WorkflowEvent, WorkflowJob, WorkflowStep } from '#artifacts';
import { defineArtifactRule } from '#kit';
import { holdsForEvent, type WrittenValues } from '#project/workflows/conditions';
import { listedCode } from '#text/wording';

export default defineArtifactRule({
  artifact: 'workflow',
  docs: {
    summary: 'workflow job or step that never runs',
    why: 'The job is skipped in every run, and a skipped job counts as passed. The check, release or deployment never happens.',
    remedy: 'Add the event to `on`, or remove it from the condition',
    harm: 'misleads',
    severity: 'P2',
    precision: 'low',
    since: '0.1.0',
    cwe: [561],
    origin: [{ document: 'Field report 1', finding: 'F: a workflow job whose `if` excludes every trigger' }],
    bad: "# path: .github/workflows/release.yml\non:\n  push:\n    branches: [main]\njobs:\n  publish:\n    if: github.event_name == 'release'\n    runs-on: ubuntu-latest\n    steps:\n      - run: make publish\n",
    good: "# path: .github/workflows/release.yml\non:\n  push:\n    branches: [main]\n  release:\n    types: [published]\njobs:\n  publish:\n    if: github.event_name == 'release'\n    runs-on: ubuntu-latest\n    steps:\n      - run: make publish\n",
  },
  check({ artifact, path, report }) {
    // GitHub reads no workflow of a folder below, whatever its conditions say.
    if (!path.startsWith('.github/')) return;
    const events = eventsOf(artifact);
    const [started] = artifact.jobs;
    if (started !== undefined && artifact.events.length === 0) {
      report({
        at: started.id.span,
        message: `dead workflow: nothing triggers it, as ${artifact.isSwitchedOff ? 'its `on` is empty' : 'it has no `on`'}`,
        remedy: 'Add the events that trigger it',
      });
      return;
    }
    for (const job of artifact.jobs) {
      const { id, condition } = job;
      if (condition !== undefined && events.length > 0 && neverHolds(condition.value, events)) {
        report({
          at: condition.span,
          message: `dead job: \`${id.value}\` is skipped in every run, as ${noneOf(condition.value, events)}`,
        });
        continue;
      }
      for (const step of job.steps) {
        const never = step.condition && whyNever(step.condition.value, events, writtenFor(step, job, artifact));
        if (step.condition === undefined || never === undefined) continue;
        const name = step.name ?? step.uses;
        report({
          at: step.condition.span,
          message: `dead step: ${name === undefined ? 'this step' : `the step \`${name.value}\``} of \`${id.value}\` is skipped in every run, as ${never}`,
          remedy: 'Correct the condition, or remove the step',
        });
      }
    }
  },
});

const neverHolds = (condition: string, events: readonly Started[], written?: WrittenValues): boolean =>
  events.every((event) => holdsForEvent(condition, event, written) === false);

/** By what is written in the workflow whatever starts it, or by what starts it. */
function whyNever(condition: string, events: readonly WorkflowEvent[], written: Required<WrittenValues>) {
  const { variable } = written;
  if (neverHolds(condition, ANY)) return 'its condition reads a property of a plain string';
  if (neverHolds(condition, ANY, { variable }))
    return /[=!]=/.test(condition)
      ? 'the variables in its condition never have these values'
      : 'variables are strings, and every non-empty string counts as true';
  if (neverHolds(condition, ANY, written)) return 'no entry of the matrix meets its condition';
  if (events.length === 0 || !neverHolds(condition, events, written)) return undefined;
  return noneOf(condition, events);
}

const ANY = [undefined];
type Started = WorkflowEvent | undefined;

function noneOf(condition: string, events: readonly WorkflowEvent[]): string {
  const bare = events.map((event) => ({ ...event, ...UNFILTERED }));
  const filters = neverHolds(condition, bare) ? '' : ', with their filters';
  return `its condition is false for all events that trigger the workflow (${listedCode(events.map(({ name }) => name.value))}${filters})`;
}

const UNFILTERED = { branches: [], branchesIgnored: [], tags: [], tagsIgnored: [], types: [] };

/** What the nearest `env` and the matrix say; no variable where a step before it may write another value. */
function writtenFor(step: WorkflowStep, job: WorkflowJob, { environment }: Workflow): Required<WrittenValues> {
  const before = job.steps.slice(0, job.steps.indexOf(step));
  const isOpen = before.some(({ run }) => run?.template.text.content.includes('GITHUB_ENV') === true);
  const named = [...environment, ...job.environment, ...step.environment];
  const isNamed = (other: string, name: string): boolean => other.toLowerCase() === name;
  return {
    variable: (name) => (isOpen ? undefined : named.findLast((each) => isNamed(each.name.value, name))?.value?.value),
    axis: (name) => job.matrix.find((axis) => isNamed(axis.name.value, name)),
  };
}

/** None where a caller's event may be any. */
const eventsOf = ({ events }: Workflow): readonly WorkflowEvent[] =>
  events.some(({ name }) => name.value === 'workflow_call' || !/^[a-z_]+$/.test(name.value)) ? [] : events;
