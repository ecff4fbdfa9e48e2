import { defineProjectRule } from '#kit';
import { datastoreImage } from '#knowledge/datastore-images';
import type { ComposeLayer, ProjectModel } from '#project';
import { layersOf } from '#project/compose-layers';

export default defineProjectRule({
  docs: {
    summary: 'unpinned image of a compose service',
    why: 'Each pull may fetch a different release. Two machines can run different versions, and a new major version of a database may not be able to read the old data.',
    remedy: 'Name the version: `image:1.2.3`, or pin the image by digest',
    harm: 'not-reproducible',
    severity: {
      datastore: 'P2',
      'other image': 'P3',
    },
    precision: 'low',
    measured: { read: 35, right: 34, on: 'feast, langfuse, onyx, paperless-ngx, lookyloo, saleor-platform and others' },
    since: '0.1.0',
    cwe: [1357],
    origin: [{ document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '8.4' }],
    bad: '# path: compose.yml\nservices:\n  store:\n    image: postgres:alpine\n',
    good: '# path: compose.yml\nservices:\n  store:\n    image: postgres:17.2-alpine\n',
  },
  check(project, ctx) {
    for (const file of project.artifacts.of('compose')) {
      const reported = new Set<string>();
      for (const service of file.model.services) {
        const { image } = service;
        const loose = image && looseImage(image.value);
        if (image === undefined || loose === undefined || reported.has(image.value)) continue;
        if (isBuilt(loose.name, { file, service }, project)) continue;
        reported.add(image.value);
        const kind = isStore(loose) ? 'datastore' : 'other image';
        ctx.report({
          at: file.placeOf(image.span),
          key: `${file.path} ${image.value}`,
          // Anyone who names no version names none anywhere.
          cause: kind,
          kind,
          message: `unpinned image: the service \`${service.name.value}\` runs \`${image.value}\`, which ${loose.what}`,
        });
      }
    }
  },
});

/** A release may refuse to start on the files that an earlier one wrote. */
const isStore = ({ name }: Loose): boolean => datastoreImage(name) !== undefined && !/(?:^|\/)memcached$/.test(name);

interface Loose {
  readonly name: string;
  readonly what: string;
}

/** Undefined for what names a version, and for what variables and anyone who fills in a template decide. */
function looseImage(written: string): Loose | undefined {
  const [, name, tag] = /^([\w./-]+(?::\d+\/[\w./-]+)?)(?::([\w.-]+))?$/.exec(written) ?? [];
  if (name === undefined) return undefined;
  if (tag === undefined) return { name, what: 'has no tag, so it means `latest`' };
  if (/^latest-/.test(tag)) return { name, what: `uses the mutable tag \`${tag}\`` };
  if (/\d|^[A-Z][A-Z_]+$|^[a-z]{12,}$/.test(tag) || RELEASE_NAMES.test(tag)) return undefined;
  const isMoving = /^(?:latest|edge|nightly|main|master|stable|lts|current|dev|develop)$/.test(tag);
  return { name, what: isMoving ? `uses the mutable tag \`${tag}\`` : 'names a variant but no version' };
}

/** Distributions give their releases names. */
const RELEASE_NAMES =
  /^(?:slim-)?(?:buster|bullseye|bookworm|trixie|forky|sid|bionic|focal|jammy|noble|oracular|plucky|questing)(?:-\w+)*$/;

/** Its own `build:`, that of another layer, a build of that name anywhere in the repository, or what the project publishes. */
function isBuilt(name: string, layer: ComposeLayer, project: ProjectModel): boolean {
  if (/^(?:local|localhost(?::\d+)?)\//.test(name) || project.builds.isOwn(name)) return true;
  return layersOf(project.artifacts, layer).some(({ service }) => service.build !== undefined);
}
