import type { TemplateHole, WorkflowStep } from '#artifacts';
import { defineProjectRule } from '#kit';
import { spanInFile } from '#text';

/** Events that strangers start with the rights of the repository. */
const TRUSTED_EVENTS = /^(?:pull_request_target|issues|issue_comment|discussion|discussion_comment|workflow_run)$/;
/** What strangers name and write. Source: https://docs.github.com/en/actions/reference/security/secure-use, "untrusted input". */
const STRANGERS =
  /\bgithub\.(?:head_ref|event\.(?!inputs)[\w.*[\]]{0,60}\.(?:title|body|message|page_name|author\.(?:email|name)|head_branch|head\.(?:ref|label|repo\.default_branch)))\b/;
/** They give yes or no. */
const JUDGING = /\b(?:contains|startsWith|endsWith)\(|[=!]=/;
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
    for (const { path, model, placeOf } of project.artifacts.of('workflow')) {
      const isTrusted = model.events.some(({ name }) => TRUSTED_EVENTS.test(name.value));
      for (const { job, step } of model.jobs.flatMap((job) => job.steps.map((step) => ({ job, step }))))
        for (const { expression, span } of holesOf(step)) {
          if (!givesText(expression)) continue;
          ctx.report({
            at: placeOf(span),
            message: `script injection: attacker-controlled \`${expression}\` is expanded inside the script`,
            kind: isTrusted ? undefined : 'event without secrets',
            key: `${path} ${job.id.value} ${expression}`,
          });
        }
    }
  },
});

/** `a && b || c` gives `b` or `c`: what is asked in `a` is not put anywhere. */
const givesText = (expression: string): boolean =>
  expression.split('||').some((either) => {
    const given = either.slice(either.lastIndexOf('&&') + 1);
    return STRANGERS.test(given) && !JUDGING.test(given);
  });

/** The expressions in the script of a step, and where they stand in the file. */
const holesOf = ({ run }: WorkflowStep): readonly TemplateHole[] =>
  run?.template.holes.map(({ expression, span }) => ({
    expression: expression.trim(),
    span: spanInFile(run.template.text, span),
  })) ?? [];
