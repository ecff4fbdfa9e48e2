import type { ComposeMount } from '#artifacts';
import { groupBy } from '#collections';
import { defineProjectRule } from '#kit';
import type { ArtifactFile } from '#project';
import { isDevelopmentCompose } from '#project/reach/for-development';
import { codeOfService } from '#project/service-code';
import { joinPath } from '#text';
import { listedCode } from '#text/wording';

export default defineProjectRule({
  docs: {
    summary: 'deployed compose service runs code of the host instead of its image',
    why: 'The mount hides the code that was built and tested into the image. What runs is whatever lies in the folder of the host, and a rollback of the image changes nothing.',
    remedy: 'Remove the mount, or move it to a compose file for development (`compose.override.yml`)',
    harm: 'breaks',
    severity: 'P2',
    precision: 'medium',
    since: '0.1.0',
    cwe: [],
    origin: [{ document: 'Field report 2', finding: '3: source mounted over the image' }],
    bad: '# path: compose.yml\nservices:\n  web:\n    build: .\n    restart: always\n    volumes: [".:/app"]\n# path: Dockerfile\nFROM python:3.12\nWORKDIR /app\nCOPY . .\nCMD ["python", "orders.py"]\n# path: orders.py\nprint("orders")\n',
    good: '# path: compose.yml\nservices:\n  web:\n    build: .\n    restart: always\n    volumes: ["./data:/app/data"]\n# path: Dockerfile\nFROM python:3.12\nWORKDIR /app\nCOPY . .\nCMD ["python", "orders.py"]\n# path: orders.py\nprint("orders")\n',
  },
  check(project, ctx) {
    for (const file of project.artifacts.of('compose')) {
      if (file.model.isOverride || isDevelopmentCompose(file.path, file.model)) continue;
      const uses = file.model.services.flatMap((service) => {
        const modules = [...(codeOfService(project, { file, service })?.modules ?? [])];
        return service.mounts.flatMap((mount) => {
          const hidden = modules.find(({ path }) => isBelow(path, folderOf(mount, file)));
          return hidden === undefined ? [] : [{ service: service.name.value, mount, hidden }];
        });
      });
      // Services that share a mount have it by an anchor, or each its own.
      for (const [key, [first, ...others]] of groupBy(
        uses,
        ({ mount }) => `${mount.source?.value} ${mount.target?.value}`,
      )) {
        if (first === undefined) continue;
        const { mount, hidden } = first;
        const services = [first, ...others].map(({ service }) => service);
        const place = `\`${mount.source?.value}\` over \`${mount.target?.value}\``;
        ctx.report({
          at: file.placeOf(mount.span),
          key: `${file.path} ${key}`,
          message: `code of the host runs: ${listedCode(services)} ${others.length === 0 ? 'mounts' : 'mount'} ${place}, where the image has \`${hidden.path}\``,
        });
      }
    }
  },
});

const folderOf = ({ kind, source }: ComposeMount, { folder }: ArtifactFile<'compose'>): string | undefined =>
  kind === 'bind' && source !== undefined ? joinPath(folder, source.value) : undefined;

const isBelow = (path: string, folder: string | undefined): boolean =>
  folder === '' || (folder !== undefined && path.startsWith(`${folder}/`));
