import { defineProjectRule } from '#kit';
import { spanInFile, type WorkflowStep } from '#kit/artifacts';

/** Events that a stranger's fork starts with the rights of the repository. */
const TRUSTED_EVENTS =
  /^(?:pull_request_(?:target|review|review_comment)|issues|issue_comment|discussion|discussion_comment|workflow_run|fork|gollum)$/;
/** What strangers name and write. */
const STRANGERS =
  /\bgithub\.(?:head_ref|event\.(?!inputs)(?:\S*\.)?(?:title|body|message|page_name|head_branch|head\.(?:ref|label)|author\.\w+))\b/;
/** They give yes or no, or what is compared. */
const JUDGING = /\b(?:contains|startsWith|endsWith|hashFiles)\s*\(|[=!<>]=|&&/;

export default defineProjectRule({
  docs: {
    summary: 'text of a stranger that GitHub puts into a script of a workflow',
    why: 'The text stands in the script before the shell reads it: a `$(…)` or a quotation mark in a title or the name of a branch begins a command of its own, with the secrets and rights of the job.',
    remedy: 'Hand it over by `env:`, and read it in the script as `"$NAME"`.',
    harm: 'admits',
    ceiling: 'P1',
    precision: 'low',
    profile: 'strict',
    since: '0.1.0',
    cwe: [78, 94],
    origin: [{ document: 'Field report 1', finding: 'F' }],
    bad: '# path: .github/workflows/greet.yml\non: issues\njobs:\n  greet:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo "New ${{ github.event.issue.title }}"\n',
    good: '# path: .github/workflows/greet.yml\non: issues\njobs:\n  greet:\n    runs-on: ubuntu-latest\n    steps:\n      - env:\n          TITLE: ${{ github.event.issue.title }}\n        run: echo "New $TITLE"\n',
  },
  needs: ['artifacts'],
  check(project, ctx) {
    for (const { path, model, placeOf } of project.artifacts.of('workflow')) {
      const isTrusted = model.events.some(({ name }) => TRUSTED_EVENTS.test(name.value));
      for (const { job, step } of model.jobs.flatMap((job) => job.steps.map((step) => ({ job, step }))))
        for (const { expression, span } of holesOf(step)) {
          if (!STRANGERS.test(expression) || JUDGING.test(expression)) continue;
          ctx.report({
            at: placeOf(span),
            message: `\`${expression}\` is put into the script before it is read, and a stranger may have written it`,
            ...(!isTrusted && { ceiling: 'P3' as const }),
            cause: `${path} ${job.id.value}`,
            key: `${path} ${job.id.value} ${expression}`,
          });
        }
    }
    for (const { path, model, placeOf } of project.artifacts.of('action'))
      for (const { expression, span } of model.steps.flatMap(holesOf))
        if (/^inputs\.\w*(?:title|body|message|text|description|comment|branch|ref)\w*$/i.test(expression))
          ctx.report({
            at: placeOf(span),
            message: `\`${expression}\` is put into the script before it is read, whatever stands in it`,
            ceiling: 'P3',
            heldBack: 'who uses the action says what it is',
            cause: path,
            key: `${path} ${expression}`,
          });
  },
});

/** The expressions in the script of a step, and in that of `actions/github-script`. */
function holesOf({ run, uses, inputs }: WorkflowStep): { expression: string; span: { start: number; end: number } }[] {
  const given = uses?.value.startsWith('actions/github-script@') === true ? inputs : [];
  const scripts = given.flatMap(({ name, value }) => (name.value === 'script' && value !== undefined ? value : []));
  const template = run?.template;
  return [
    ...(template?.holes ?? []).map(({ expression, span }) => ({
      expression: expression.trim(),
      span: template === undefined ? span : spanInFile(template.text, span),
    })),
    ...scripts.flatMap(({ value, span }) =>
      [...value.matchAll(/\$\{\{(.*?)\}\}/g)].map(([, text]) => ({ expression: text?.trim() ?? '', span })),
    ),
  ];
}
