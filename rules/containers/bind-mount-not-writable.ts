import { invocationOf } from '#artifacts';
import { defineProjectRule } from '#kit';
import { instructionsOf } from '#kit/artifacts';
import { USER_SWITCHING } from '#knowledge/user-switching-programs';
import type { ProjectModel } from '#project';
import { type ComposeLayer, firstOf, layersOf } from '#project/compose-layers';
import { isDevelopmentCompose } from '#project/reach/for-development';
import { codeOfService, type ServiceCode } from '#project/service-code';
import { joinPath } from '#text';

export default defineProjectRule({
  docs: {
    summary: 'bind mount that the user of the container cannot write',
    why: 'Docker creates a missing directory of the host as root. The process of the container runs as another user, and its first write fails with `PermissionError`, although the image gives it the directory.',
    remedy: 'Use a named volume, or create the directory with the right owner before the first start',
    harm: 'breaks',
    severity: 'P2',
    precision: 'low',
    since: '0.1.0',
    cwe: [],
    origin: [{ document: 'Field report 2', finding: 'bind mounts that the user of the container cannot write' }],
    bad: '# path: Dockerfile\nFROM python:3.12\nCOPY app.py ./\nRUN useradd app && mkdir /data && chown app /data\nUSER app\nCMD ["python", "app.py"]\n# path: compose.yml\nservices:\n  app:\n    build: .\n    volumes: ["./data:/data"]\n# path: app.py\nopen("/data/orders.txt", "a").close()\n',
    good: '# path: Dockerfile\nFROM python:3.12\nCOPY app.py ./\nRUN useradd app && mkdir /data && chown app /data\nUSER app\nCMD ["python", "app.py"]\n# path: compose.yml\nservices:\n  app:\n    build: .\n    volumes: ["data:/data"]\nvolumes:\n  data:\n# path: app.py\nopen("/data/orders.txt", "a").close()\n',
  },
  check(project, ctx) {
    for (const file of project.artifacts.of('compose')) {
      if (isDevelopmentCompose(file.path, file.model)) continue;
      for (const service of file.model.services) {
        const layers = layersOf(project.artifacts, { file, service });
        const code = codeOfService(project, { file, service });
        const user = code === undefined ? undefined : userOf(code, layers);
        if (user === undefined) continue;
        const [first, ...others] = service.mounts.flatMap(({ kind, source, isReadOnly, mustExist, span }) =>
          kind === 'bind' &&
          !isReadOnly &&
          !mustExist &&
          source &&
          isCreatedByDocker(source.value, file.folder, project)
            ? [{ source: source.value, span }]
            : [],
        );
        if (first === undefined) continue;
        ctx.report({
          at: file.placeOf(first.span),
          key: `${file.path} ${service.name.value}`,
          cause: file.path,
          message: `bind mount is not writable: Docker creates \`${first.source}\` as root, and \`${service.name.value}\` runs as \`${user}\``,
          related: others.map(({ source, span }) => ({ ...file.placeOf(span), message: `\`${source}\` too` })),
        });
      }
    }
  },
});

/** Who runs the process, where that is certainly not root and nothing changes owners or users before it. */
function userOf({ image, commands }: ServiceCode, layers: readonly ComposeLayer[]): string | undefined {
  const last = instructionsOf(image.dockerfile.model, image.stage).findLast(({ kind }) => kind === 'user');
  const ofImage = last?.kind === 'user' ? last.value.value : undefined;
  const user = firstOf(layers, (service) => service.user)?.value ?? ofImage;
  const changes = commands.some(({ words }) =>
    words.some(({ text }) => CHANGING.test(text) || USER_SWITCHING.test(text.replace(/^.*\//, ''))),
  );
  return user === undefined || changes || /^(?:root|0)(?::|$)|\$/.test(user) ? undefined : user;
}

const CHANGING = /^(?:chown|chmod|sudo)$/;

/** A folder beside the file that Docker makes as root: it is not in the repository, and nothing of it makes the folder or sees to its owner. */
function isCreatedByDocker(source: string, folder: string, { tree, made, commands }: ProjectModel): boolean {
  if (!/^\.{1,2}\/[\w./-]+$/.test(source) || /\.\w{1,6}$/.test(source)) return false;
  const path = joinPath(folder, source);
  if (path === undefined || tree.isFolder(path) || tree.isFile(path)) return false;
  if (made.has(path, 'checkout') || made.makesFolder(path, 'checkout')) return false;
  const name = path.slice(path.lastIndexOf('/') + 1);
  return !commands.some(({ command, isInImage }) => {
    const { program, args = [] } = invocationOf(command) ?? {};
    const mayMake = !isInImage && (program === 'mkdir' || program === 'install' || program === 'chown');
    return (
      mayMake &&
      args.some(({ text, isDynamic }) => isDynamic || (program === 'chown' && text.split('/').includes(name)))
    );
  });
}
