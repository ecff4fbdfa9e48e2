import { memoize } from '#collections';
import { defineProjectRule } from '#kit';
import { READING_KINDS, SETTING, textsIn } from '#kit/artifacts';
import type { ProjectModel } from '#project';
import { isComposeForDevelopment } from '#project/reach/for-development';
import { codeOfService } from '#project/service-code';

export default defineProjectRule({
  docs: {
    summary: 'unused volume: nothing in the service reads or writes the path where it is mounted',
    why: 'The file says that the data at this path is kept. It is stored elsewhere, and is lost with the container, or nothing is stored at all.',
    remedy: 'Remove the volume, or mount it at the path where the service stores its data',
    harm: 'misleads',
    severity: 'P3',
    precision: 'low',
    since: '0.1.0',
    cwe: [],
    origin: [{ document: 'Field report 2', finding: 'volumes that nothing uses' }],
    bad: '# path: Dockerfile\nFROM python:3.12\nCOPY app.py ./\nCMD ["python", "app.py"]\n# path: compose.yml\nservices:\n  app:\n    build: .\n    volumes: ["sessions:/app/sessions"]\nvolumes:\n  sessions:\n# path: app.py\nopen("/app/data/orders.txt", "a").close()\n',
    good: '# path: Dockerfile\nFROM python:3.12\nCOPY app.py ./\nCMD ["python", "app.py"]\n# path: compose.yml\nservices:\n  app:\n    build: .\n    volumes: ["data:/app/data"]\nvolumes:\n  data:\n# path: app.py\nopen("/app/data/orders.txt", "a").close()\n',
  },
  check(project, ctx) {
    for (const file of project.artifacts.of('compose')) {
      if (isComposeForDevelopment(file.path)) continue;
      for (const { name } of file.model.volumes) {
        const users = file.model.services.filter(({ mounts }) =>
          mounts.some(({ source }) => source?.value === name.value),
        );
        const isOurs = users.every((service) => (codeOfService(project, { file, service })?.started.length ?? 0) > 0);
        const mounts = users.flatMap((each) => each.mounts.filter(({ source }) => source?.value === name.value));
        const [first, ...others] = mounts;
        const path = first?.target?.value;
        if (!isOurs || path === undefined || !mounts.every(({ target }) => isUnused(target?.value, project))) continue;
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

/** Of the application itself; libraries and tools write to folders of the system without being told. */
function isUnused(target: string | undefined, project: ProjectModel): boolean {
  if (target === undefined || !/^\/[\w./-]+$/.test(target) || OF_SYSTEM.test(target)) return false;
  const name = target.replace(/\/$/, '').split('/').at(-1) ?? '';
  return name.length > 2 && !namesWritten(project).has(name);
}

const OF_SYSTEM =
  /^\/(?:root|home|var|usr|tmp|etc|run|lib|mnt)(?:\/|$)|\/\.|\/(?:node_modules|venv|site-packages|static\w*|media|cache|models?|hub|checkpoints?|nltk_data)(?:\/|$)/;

/** Parts of all paths and words that code and configuration write, but for where volumes are mounted. */
const namesWritten = memoize((project: ProjectModel): ReadonlySet<string> => {
  const { artifacts, modules } = project;
  const services = artifacts
    .of('compose')
    .flatMap(({ model }) => model.services.map(({ mounts: _, ...service }) => service));
  const configured = [...READING_KINDS, ...SETTING, 'dockerfile' as const, 'shell-script' as const, 'env-file' as const]
    .filter((kind) => kind !== 'compose')
    .flatMap((kind) => artifacts.of(kind).map(({ model }) => model));
  const texts = [...modules.flatMap((module) => module.texts.words), ...textsIn(services), ...textsIn(configured)];
  return new Set(texts.flatMap((text) => text.split(/[^\w.-]+/)));
});
