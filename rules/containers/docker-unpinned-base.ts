import type { Dockerfile } from '#artifacts';
import { defineProjectRule } from '#kit';
import { getsNoPatches } from '#knowledge/base-images';
import type { Located } from '#text';
import { basesTaken, type ImageBase } from './_shared/bases-taken.ts';

export default defineProjectRule({
  docs: {
    summary: 'base image uses a mutable tag',
    why: 'The same Dockerfile builds a different image whenever the tag is moved. The image that was tested may not be the one that is deployed, and a broken build may be impossible to reproduce.',
    remedy: 'Name a version and pin it: `image:1.2.3@sha256:…`',
    harm: 'not-reproducible',
    severity: {
      'tag without a version': 'P2',
      'tag without a digest': 'P3',
    },
    precision: 'low',
    measured: { read: 40, right: 40, on: '12 of 95 repositories with Dockerfiles' },
    since: '0.1.0',
    cwe: [1357],
    origin: [
      { document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '6.1' },
      { document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '8.4' },
    ],
    bad: '# path: Dockerfile\nFROM python\nCMD ["python", "-m", "orders"]\n',
    good: '# path: Dockerfile\nFROM python:3.12.7-slim@sha256:0000000000000000000000000000000000000000000000000000000000000000\nCMD ["python", "-m", "orders"]\n',
  },
  check(project, ctx) {
    for (const { path, model, placeOf } of project.artifacts.of('dockerfile')) {
      for (const from of copiedFrom(model)) {
        if (project.builds.isOwn(from.value.split(':')[0] ?? '')) continue;
        ctx.report({ at: placeOf(from.span), key: `${path} ${from.value}`, ...copying(from.value) });
      }
    }
    for (const { file, base, image, others } of basesTaken(project)) {
      const { path, placeOf } = file;
      // `docker-end-of-life-base` reports lines that have ended.
      if (base.digest !== undefined || getsNoPatches(base.name, base.tag ?? '')) continue;
      ctx.report({
        at: placeOf(base.span),
        key: `${path} ${image}`,
        // Anyone who takes no digest takes none anywhere.
        cause: isFloating(base) ? image : 'tags of versions',
        ...problemWith(base, image),
        related: others.map(({ span }) => ({ ...placeOf(span), message: 'this stage uses it too' })),
      });
    }
  },
});

const copying = (image: string) =>
  ({
    cause: image,
    message: `unpinned image: files are copied from \`${image}\`, which uses the mutable tag \`latest\``,
  }) as const;

function problemWith(base: ImageBase, image: string) {
  if (!isFloating(base)) {
    const message = `unpinned base image: \`${image}\` has no digest, and its tag can be moved`;
    return { message, kind: 'tag without a digest' };
  }
  const what = base.tag === undefined ? 'has no tag, so it means `latest`' : `uses the mutable tag \`${base.tag}\``;
  return { message: `unpinned base image: \`${image}\` ${what}` };
}

/** Images without a version of which files are copied: `COPY --from=example/tool:latest`; stages are none. */
const copiedFrom = ({ stages }: Dockerfile): readonly Located<string>[] =>
  stages.flatMap(({ instructions }) =>
    instructions.flatMap((each) =>
      each.kind === 'copy' && each.from !== undefined && /^[\w.-]+\/[\w./-]+(?::latest)?$/.test(each.from.value)
        ? [each.from]
        : [],
    ),
  );

/** No tag, or one that names no version at all, whatever variant it names: `lts-alpine`, `slim`. */
function isFloating({ tag }: ImageBase): boolean {
  if (tag === undefined || /^(?:slim|alpine)$/.test(tag)) return true;
  return /^(?:latest|edge|nightly|main|master|stable|lts|current|dev)(?:-(?!\d)[a-z]+)*$/.test(tag);
}
