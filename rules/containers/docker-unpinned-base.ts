import { defineProjectRule, type Located } from '#kit';
import {
  basesTaken,
  type Dockerfile,
  type DockerStage,
  getsNoPatches,
  type ImageBase,
  isOfficialImage,
} from '#kit/artifacts';

export default defineProjectRule({
  docs: {
    summary: 'base image that is another one tomorrow',
    why: 'The same Dockerfile builds a different image whenever the tag is moved: what is tested is not what is deployed, and what broke cannot be built again.',
    remedy: 'Name a version and pin it: `image:1.2.3@sha256:…`.',
    harm: 'drifts',
    ceiling: 'P2',
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
  needs: ['artifacts', 'texts'],
  check(project, ctx) {
    const pinsDigests = project.artifacts.of('dockerfile').some(({ model }) => model.stages.some(isPinned));
    for (const { path, model, placeOf } of project.artifacts.of('dockerfile')) {
      for (const from of copiedFrom(model)) {
        if (project.builds.isOwn(from.value.split(':')[0] ?? '')) continue;
        ctx.report({ at: placeOf(from.span), key: `${path} ${from.value}`, ...copying(from.value) });
      }
    }
    for (const { file, base, image, others } of basesTaken(project)) {
      const { path, placeOf } = file;
      // `docker-end-of-life-base` tells of lines that have ended.
      if (base.digest !== undefined || getsNoPatches(base.name, base.tag ?? '')) continue;
      const steady =
        isFloating(base) || pinsDigests ? undefined : whySteady(base, project.standingAt(path, 1).reach === 'aside');
      if (steady !== undefined) {
        ctx.proven({ at: placeOf(base.span), by: steady });
        continue;
      }
      ctx.report({
        at: placeOf(base.span),
        key: `${path} ${image}`,
        // Whoever takes no digest takes none anywhere.
        cause: isFloating(base) ? image : 'tags of versions',
        ...problemWith(base, image),
        related: others.map(({ span }) => ({ ...placeOf(span), message: 'this stage starts from it too' })),
      });
    }
  },
});

const copying = (image: string) =>
  ({
    cause: image,
    ceiling: 'P3',
    message: `files are copied from \`${image}\`, which is whatever \`latest\` is today`,
  }) as const;

function problemWith(base: ImageBase, image: string) {
  if (!isFloating(base)) {
    const message = `\`${image}\` has no digest, and its tag can be moved`;
    const guess = namesVersion(base) ? 'a tag that names a version is seldom moved' : 'what the tag names is not known';
    return { message, ceiling: 'P3', heldBack: guess } as const;
  }
  const what = base.tag === undefined ? 'has no tag, which is `latest`' : `is whatever \`${base.tag}\` is today`;
  return { message: `\`${image}\` ${what}` };
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

const isPinned = ({ base }: DockerStage): boolean => base.kind === 'image' && base.digest !== undefined;

/**
 * Why a tag that names a version may stand in a project that pins no digest: it is moved for patches and new builds of the same;
 * and what is built for those who work on the code is not deployed.
 */
function whySteady(base: ImageBase, isAside: boolean): string | undefined {
  if (isAside) return 'the image is not deployed';
  if (isOfficialImage(base.name)) return 'the tag of an official image names a version, whose patches alone move it';
  return namesVersion(base)
    ? 'the tag names a version, and no other image of the project is held to a digest'
    : undefined;
}

const namesVersion = ({ tag = '' }: ImageBase): boolean => /\d/.test(tag);

/** No tag, or one that names no version at all, whatever variant it names: `lts-alpine`, `slim`. */
function isFloating({ tag }: ImageBase): boolean {
  if (tag === undefined || /^(?:slim|alpine)$/.test(tag)) return true;
  return /^(?:latest|edge|nightly|main|master|stable|lts|current|dev)(?:-(?!\d)[a-z]+)*$/.test(tag);
}
