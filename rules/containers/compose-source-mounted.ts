import { defineProjectRule } from '#kit';
import { firstOf, layersOf } from '#project/compose-layers';
import { isDevelopmentCompose } from '#project/reach/for-development';
import { joinPath } from '#text';

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
    const production = project.modules.filter(({ role }) => role !== 'test' && role !== 'stub');
    for (const file of project.artifacts.of('compose')) {
      if (file.model.isOverride || isDevelopmentCompose(file.path, file.model)) continue;
      for (const service of file.model.services) {
        const build = firstOf(layersOf(project.artifacts, { file, service }), (each) => each.build);
        if (build === undefined) continue;
        const context = joinPath(file.folder, build.context?.value ?? '.');
        for (const { kind, source, target, span } of service.mounts) {
          const folder = kind === 'bind' && source ? joinPath(file.folder, source.value) : undefined;
          if (folder === undefined || context === undefined || target === undefined) continue;
          const isBelow = (path: string, of: string): boolean => of === '' || path.startsWith(`${of}/`);
          // What the image does not hold is no copy of it.
          const hidden = production.find(({ path }) => isBelow(path, folder) && isBelow(path, context));
          if (hidden === undefined) continue;
          ctx.report({
            at: file.placeOf(span),
            key: `${file.path} ${service.name.value} ${target.value}`,
            message: `code of the host runs: \`${service.name.value}\` mounts \`${source?.value}\` over \`${target.value}\`, where its image has \`${hidden.path}\``,
          });
        }
      }
    }
  },
});
