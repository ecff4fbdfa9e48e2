import { defineProjectRule } from '#kit';
import { getsNoPatches } from '#knowledge/base-images';
import { basesTaken } from './_shared/bases-taken.ts';

/** Boundary to its neighbour: `docker-unpinned-base` takes tags that are moved; one whose line has ended moves no more. */
export default defineProjectRule({
  docs: {
    summary: 'end-of-life base image',
    why: 'Vulnerabilities found in this version of the language or system are never fixed in the images built on it. New package releases may no longer support it.',
    remedy: 'Use a version that is maintained',
    harm: 'not-reproducible',
    severity: {
      'image that is shipped': 'P2',
      'build stage': 'P3',
    },
    precision: 'medium',
    since: '0.1.0',
    cwe: [1104],
    origin: [{ document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '6.1' }],
    bad: '# path: Dockerfile\nFROM python:3.8-slim\nCMD ["python", "-m", "orders"]\n',
    good: '# path: Dockerfile\nFROM python:3.13-slim\nCMD ["python", "-m", "orders"]\n',
  },
  check(project, ctx) {
    for (const { file, base, image, others, isShipped } of basesTaken(project)) {
      if (!getsNoPatches(base.name, base.tag ?? '')) continue;
      ctx.report({
        at: file.placeOf(base.span),
        key: `${file.path} ${image}`,
        cause: image,
        message: `end-of-life base image: \`${image}\` no longer gets security patches`,
        ...(!isShipped && { kind: 'build stage' }),
        related: others.map(({ span }) => ({ ...file.placeOf(span), message: 'this stage uses it too' })),
      });
    }
  },
});
