import { defineProjectRule } from '#kit';
import { contextsMeant } from '#kit/artifacts';
import { fateInImage } from './copied-files.ts';
import { copiesOf, ignoredBy, leakedBy, othersIn, secretsOf } from './leaked-secrets.ts';

export default defineProjectRule({
  docs: {
    summary: 'secrets file copied into an image',
    why: 'Anyone who can pull the image can read the secrets from its layers, even if a later step removes the file.',
    remedy:
      'Add the file to `.dockerignore`, or copy only what the service runs; pass secrets at run time, or with `RUN --mount=type=secret`',
    harm: 'exposes',
    severity: {
      'secret that every build copies': 'P1',
      'secret, or likely secret, that some builds copy': 'P2',
    },
    precision: 'medium',
    since: '0.1.0',
    cwe: [538, 312],
    origin: [{ document: 'Field report 1', finding: 'issue 16, delivery: docker-context-leak' }],
    bad: '# path: Dockerfile\nFROM python:3.12-slim\nWORKDIR /app\nCOPY . .\nCMD ["python", "-m", "orders"]\n# path: compose.yml\nservices:\n  orders:\n    build: .\n    env_file: .env\n# path: .gitignore\n.env\n# path: .env.example\nDATABASE_PASSWORD=\n# path: orders/__main__.py\nprint("orders")\n',
    good: '# path: Dockerfile\nFROM python:3.12-slim\nWORKDIR /app\nCOPY . .\nCMD ["python", "-m", "orders"]\n# path: .dockerignore\n.env\n# path: compose.yml\nservices:\n  orders:\n    build: .\n    env_file: .env\n# path: .gitignore\n.env\n# path: .env.example\nDATABASE_PASSWORD=\n# path: orders/__main__.py\nprint("orders")\n',
  },
  check(project, ctx) {
    const secrets = secretsOf(project);
    if (secrets.length === 0) return;
    for (const file of project.artifacts.of('dockerfile')) {
      const contexts = contextsMeant(file, project);
      if (contexts === undefined) continue;
      const builds = project.builds.of(file.path);
      const related = builds.slice(0, 3).map(({ at }) => ({ ...at, message: 'built here' }));
      for (const { copy, stage } of copiesOf(file)) {
        const [first, ...others] = leakedBy(copy, contexts, secrets);
        const fate = fateInImage(copy, stage, file, project);
        if (first === undefined) continue;
        if (fate === 'left behind') {
          ctx.proven({ at: file.placeOf(copy.span), by: 'no image copies the folder from this stage' });
          continue;
        }
        ctx.report({
          at: file.placeOf(copy.span),
          message: `secret in image: this copies \`${first.path}\`, ${first.what},${othersIn(others)} into the image, as ${ignoredBy(first, contexts)}`,
          cause: file.path,
          key: `${file.path} ${first.path}`,
          related,
          doubt: first.doubt ?? (fate === 'unknown' ? 'uncertain-identity' : undefined),
          ...(!first.isTaken && { kind: 'secret, or likely secret, that some builds copy' }),
        });
      }
    }
  },
});
