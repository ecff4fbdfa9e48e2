import { memoize } from '#collections';
import { defineProjectRule } from '#kit';
import { instructionsOf, READING_KINDS, SETTING, textsIn } from '#kit/artifacts';
import type { ComposeLayer, ProjectModel, ServiceCode } from '#project';
import { layersOf } from '#project/compose-layers';
import { isComposeForDevelopment } from '#project/reach/for-development';
import { codeOfService } from '#project/service-code';
import { isWithin } from '#text';

export default defineProjectRule({
  docs: {
    summary: 'unused volume: mounted at a path that the code of the service does not use',
    why: 'The file says that the data at this path is kept. It is stored elsewhere, and is lost with the container, or nothing is stored at all.',
    remedy: 'Remove the volume, or mount it at the path where the service stores its data',
    harm: 'misleads',
    severity: 'P3',
    precision: 'low',
    since: '0.1.0',
    cwe: [],
    origin: [{ document: 'Field report 2', finding: 'volumes that nothing uses' }],
    bad: '# path: Dockerfile\nFROM python:3.12\nWORKDIR /app\nCOPY app.py ./\nCMD ["python", "app.py"]\n# path: compose.yml\nservices:\n  app:\n    build: .\n    volumes: ["sessions:/app/sessions"]\nvolumes:\n  sessions:\n# path: app.py\nopen("/app/data/orders.txt", "a").close()\n',
    good: '# path: Dockerfile\nFROM python:3.12\nWORKDIR /app\nCOPY app.py ./\nCMD ["python", "app.py"]\n# path: compose.yml\nservices:\n  app:\n    build: .\n    volumes: ["data:/app/data"]\nvolumes:\n  data:\n# path: app.py\nopen("/app/data/orders.txt", "a").close()\n',
  },
  check(project, ctx) {
    for (const file of project.artifacts.of('compose')) {
      if (isComposeForDevelopment(file.path)) continue;
      for (const { name } of file.model.volumes) {
        const uses = file.model.services.flatMap((service) =>
          service.mounts.flatMap((mount) => (mount.source?.value === name.value ? { service, mount } : [])),
        );
        const [first, ...others] = uses.map(({ mount }) => mount);
        const path = first?.target?.value;
        const isUnused = uses.every(
          ({ service, mount }) =>
            isOfCode(mount.target?.value) && !mayUse({ file, service }, mount.target?.value, project),
        );
        if (path === undefined || !isUnused) continue;
        ctx.report({
          at: file.placeOf(first?.span ?? name.span),
          key: `${file.path} ${name.value}`,
          message: `unused volume: \`${name.value}\` is mounted at \`${path}\`, and nothing in the code or its configuration names that path`,
          related: others.slice(0, 8).map(({ span }) => ({ ...file.placeOf(span), message: 'mounted here too' })),
        });
      }
    }
  },
});

/** A path of the application itself; libraries and tools write to folders of the system, and to hidden ones, without being told. */
const isOfCode = (target: string | undefined): target is string =>
  target !== undefined && /^\/[\w./-]+$/.test(target) && !OF_SYSTEM.test(target);

const OF_SYSTEM =
  /^\/(?:root|home|var|usr|tmp|etc|run|lib|mnt)(?:\/|$)|\/\.|\/(?:node_modules|venv|site-packages)(?:\/|$)/;

/** Some text of the service names the path, a folder around it or a file in it; in the folder that it works in, a part of the path will do. */
function mayUse(layer: ComposeLayer, target: string, project: ProjectModel): boolean {
  const code = codeOfService(project, layer);
  if (code === undefined || code.started.length === 0) return true;
  const path = target.replace(/\/$/, '');
  const own = instructionsOf(code.image.dockerfile.model, code.image.stage).at(-1)?.workdir ?? '';
  const parts = isWithin(path, own) ? path.slice(own.length + 1).split('/') : [];
  const texts = [...textsOf(code, layer, project), ...configured(project)];
  return texts.some(
    (text) =>
      [...text.matchAll(ABSOLUTE)].some(([, written = '']) => {
        const named = written.replace(/\/{2,}/g, '/');
        return isWithin(named, path) || (named !== own && isWithin(path, named));
      }) || text.split('/').some((part) => parts.includes(part)),
  );
}

const ABSOLUTE = /(?:^|[^\w./-])(\/[\w./-]*\w)/g;

/** What its modules, its image and its variables and commands write. */
function textsOf(
  { image, modules, commands, mayRunMore }: ServiceCode,
  layer: ComposeLayer,
  project: ProjectModel,
): readonly string[] {
  const services = layersOf(project.artifacts, layer).map(({ service }) => [
    service.environment,
    service.configs,
    service.secrets,
  ]);
  const variables = instructionsOf(image.dockerfile.model, image.stage).flatMap((each) =>
    each.kind === 'env' ? each.variables : [],
  );
  const own = mayRunMore ? project.modules : [...modules];
  return [...own.flatMap(({ texts }) => texts.words), ...textsIn([services, variables, commands])];
}

const configured = memoize(({ artifacts }: ProjectModel): ReadonlySet<string> => {
  const kinds = [...READING_KINDS, ...SETTING].filter((kind) => !OF_CONTAINERS.has(kind));
  return textsIn(kinds.flatMap((kind) => artifacts.of(kind).map(({ model }) => model)));
});

/** Of these the service has its own. */
const OF_CONTAINERS: ReadonlySet<string> = new Set(['compose', 'dockerfile', 'shell-script']);
