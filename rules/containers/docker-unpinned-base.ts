import { type DockerBase, type Dockerfile, defineArtifactRule, isForDevelopment } from '#kit';

export default defineArtifactRule({
  docs: {
    summary: 'base image that is another one tomorrow',
    why: 'The same Dockerfile builds a different image whenever the tag is moved: what is tested is not what is deployed, and what broke cannot be built again.',
    remedy: 'Name a version and pin it: `image:1.2.3@sha256:…`.',
    severity: 'P2',
    precision: 'high',
    since: '0.1.0',
    cwe: [1357],
    origin: [
      { document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '6.1' },
      { document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '8.4' },
    ],
    bad: '# path: Dockerfile\nFROM python\nCMD ["python", "-m", "orders"]\n',
    good: '# path: Dockerfile\nFROM python:3.12.7-slim@sha256:0000000000000000000000000000000000000000000000000000000000000000\nCMD ["python", "-m", "orders"]\n',
  },
  artifact: 'dockerfile',
  check(ctx) {
    const { stages } = ctx.artifact;
    for (const [index, stage] of stages.entries()) {
      const { base } = stage;
      if (base.kind !== 'image' || base.digest !== undefined || isNamedAgain(ctx.artifact, index)) continue;
      const image = base.tag === undefined ? base.name : `${base.name}:${base.tag}`;
      if (isFloating(base)) {
        const what = base.tag === undefined ? 'has no tag, which is `latest`' : `is whatever \`${base.tag}\` is today`;
        const isLoose = isForDevelopment(ctx.path, stage);
        ctx.report({ at: base.span, message: `\`${image}\` ${what}`, severity: isLoose ? 'P3' : 'P1' });
      } else {
        const message = `\`${image}\` has no digest, and its tag can be moved`;
        ctx.report({ at: base.span, message, severity: 'P3', profile: 'strict' });
      }
    }
  },
});

/** No tag, or one that names no version at all. */
function isFloating({ tag }: Extract<DockerBase, { readonly kind: 'image' }>): boolean {
  return tag === undefined || /^(?:latest|edge|nightly|main|master|stable|lts|current|dev)$/.test(tag);
}

/** One image that several stages name is one finding. */
function isNamedAgain({ stages }: Dockerfile, index: number): boolean {
  return stages
    .slice(0, index)
    .some(({ base }) => base.kind === 'image' && base.written === stages[index]?.base.written);
}
