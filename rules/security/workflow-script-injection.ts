import type { WorkflowHole, WorkflowStep } from '#artifacts';
import { defineProjectRule } from '#kit';
import { SCRIPT_INPUTS } from '#knowledge/workflow-untrusted-input';
import { UntrustedTexts, type WorkflowScope } from '#project/workflows/untrusted-texts';

export default defineProjectRule({
  docs: {
    summary: 'script injection: untrusted GitHub event data in a workflow script',
    why: "GitHub inserts the value before the shell parses the script. A `$(…)` or a quote in a title or branch name can run a command with the job's secrets and permissions.",
    remedy: 'Pass the value through `env:` and read it in the script as `"$NAME"`',
    harm: 'grants-access',
    severity: {
      'event with secrets': 'P1',
      'event without secrets': 'P3',
    },
    precision: 'low',
    since: '0.1.0',
    cwe: [78, 94],
    origin: [{ document: 'Field report 1', finding: 'F' }],
    bad: '# path: .github/workflows/greet.yml\non: issues\njobs:\n  greet:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo "New ${{ github.event.issue.title }}"\n',
    good: '# path: .github/workflows/greet.yml\non: issues\njobs:\n  greet:\n    runs-on: ubuntu-latest\n    steps:\n      - env:\n          TITLE: ${{ github.event.issue.title }}\n        run: echo "New $TITLE"\n',
  },
  check(project, ctx) {
    const untrusted = new UntrustedTexts(project.artifacts);
    const files = [...project.artifacts.of('workflow'), ...project.artifacts.of('action')];
    for (const { scope, step } of files.flatMap(stepsIn))
      for (const hole of step.holes.filter((each) => isScript(each, step))) {
        const { expression } = hole;
        const texts = untrusted.in(expression, scope);
        const [first] = texts;
        if (first === undefined) continue;
        const isNamed = first.path.length === 0;
        ctx.report({
          at: scope.file.placeOf(hole.span),
          message: `script injection: attacker-controlled \`${expression}\`${isNamed ? '' : ` (\`${first.name}\`)`} is expanded inside the script`,
          kind: texts.some(({ isWithSecrets }) => isWithSecrets) ? undefined : 'event without secrets',
          related: first.path.map((place) => ({ ...place, message: 'the value comes from here' })),
          key: `${scope.file.path} ${scope.job?.id.value ?? ''} ${expression}`,
        });
      }
  },
});

type File = WorkflowScope['file'];

function stepsIn(file: File): { readonly scope: WorkflowScope; readonly step: WorkflowStep }[] {
  const jobs = 'jobs' in file.model ? file.model.jobs : [undefined];
  return jobs.flatMap((job) => {
    const steps = job?.steps ?? ('steps' in file.model ? file.model.steps : []);
    return steps.map((step) => ({ scope: { file, job, step }, step }));
  });
}

/** It is in code: of `run`, or of an action that runs what it is given. */
function isScript({ input, expression, isQuoted }: WorkflowHole, { uses, run }: WorkflowStep): boolean {
  const action = uses?.value.toLowerCase().replace(/@.*$/, '') ?? '';
  if (input !== undefined && SCRIPT_INPUTS.get(action)?.has(input.toLowerCase()) !== true) return false;
  // JSON is a literal of JavaScript and Python; within quotes it ends them.
  const hasLiterals = action === 'actions/github-script' || /^python/.test(run?.shell?.value ?? '');
  return !hasLiterals || isQuoted || !/^tojson\(/i.test(expression);
}
