import { invocationOf, type ShellCommand } from '#artifacts';
import { defineProjectRule } from '#kit';
import type { PlacedCommand } from '#project';
import { isForDevelopment } from '#project/reach/for-development';

export default defineProjectRule({
  docs: {
    summary: 'deployment step whose failure is ignored',
    why: 'After a failed migration the program runs on a schema that it does not expect; after a failed backup or build the deployment goes on with nothing to fall back to, or with the old image.',
    remedy: 'Let the step end the script: remove `|| true` and begin with `set -e`',
    harm: 'hides-failures',
    severity: { 'migration or backup': 'P1', 'build or rollout': 'P2' },
    precision: 'low',
    since: '0.1.0',
    cwe: [252],
    origin: [{ document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '8.1' }],
    bad: '# path: entrypoint.sh\n#!/bin/sh\nalembic upgrade head || true\nexec uvicorn orders.api:app\n',
    good: '# path: entrypoint.sh\n#!/bin/sh\nset -e\nalembic upgrade head\nexec uvicorn orders.api:app\n',
  },
  check(project, ctx) {
    for (const each of project.commands) {
      const { command, path, placeOf } = each;
      const { failureHiddenBy: hiding } = command;
      if (hiding?.kind !== 'or-true' || !isDeploying(each)) continue;
      const step = stepOf(command);
      if (step === undefined) continue;
      ctx.report({
        at: placeOf(command.span),
        key: `${path} ${step.name}`,
        kind: step.kind,
        message: `ignored failure: \`${step.name}\` can fail, and \`${path}\` continues as if it had succeeded`,
        related: [{ ...placeOf(hiding.span), message: 'the failure is hidden here' }],
      });
    }
  },
});

/** Steps of an image have a rule of their own; documents show what people type. */
const isDeploying = ({ kind, path, isService }: PlacedCommand): boolean =>
  /^(?:shell-script|compose|platform|kubernetes|makefile|workflow|gitlab-ci|dockerfile)$/.test(kind) &&
  (kind !== 'dockerfile' || isService) &&
  (/^(?:workflow|gitlab-ci)$/.test(kind) || !isForDevelopment(path));

type Kind = 'migration or backup' | 'build or rollout';

const STEPS: readonly { readonly program: RegExp; readonly words: RegExp; readonly kind: Kind }[] = [
  {
    program: /^(?:alembic|aerich|yoyo|piccolo)$/,
    words: /\b(?:upgrade|apply|forwards)\b/,
    kind: 'migration or backup',
  },
  {
    program: /^(?:python[\d.]*|django-admin|manage\.py)$/,
    words: /(?:manage(?:\.py)?|^) ?migrate\b|-m (?:alembic|aerich) upgrade/,
    kind: 'migration or backup',
  },
  { program: /^flask$/, words: /\bdb upgrade\b/, kind: 'migration or backup' },
  {
    program: /^(?:prisma|npx|dbmate|atlas|goose|flyway|liquibase|migrate|sqlx)$/,
    words: /\b(?:migrate|up|update|deploy|push)\b/,
    kind: 'migration or backup',
  },
  {
    program: /^(?:pg_dump|pg_dumpall|pg_restore|mysqldump|mongodump|mongorestore|pg_basebackup|restic|borg)$/,
    words: /(?:)/,
    kind: 'migration or backup',
  },
  {
    program: /^docker$/,
    words: /^(?:build|buildx build|push|compose (?:\S+ )*(?:build|up)|stack deploy)\b/,
    kind: 'build or rollout',
  },
  { program: /^docker-compose$/, words: /\b(?:build|up)\b/, kind: 'build or rollout' },
  {
    program: /^(?:kubectl|helm|terraform|serverless|flyctl|fly|ansible-playbook|cdk|sam|gcloud)$/,
    words: /(?:^| )(?:apply|rollout|upgrade|install|deploy|\S+\.ya?ml)\b/,
    kind: 'build or rollout',
  },
];

function stepOf(command: ShellCommand): { readonly name: string; readonly kind: Kind } | undefined {
  const { program, args = [] } = invocationOf(command) ?? {};
  if (program === undefined) return undefined;
  const words = args.map(({ text }) => text).join(' ');
  const step = STEPS.find((each) => each.program.test(program) && each.words.test(words));
  const name = [program, ...args.map(({ text }) => text)].slice(0, 3).join(' ');
  return step && { name, kind: step.kind };
}
