import { defineProjectRule } from '#kit';
import { datastoreImage } from '#knowledge/datastore-images';
import { firstOf, layersOf } from '#project/compose-layers';
import { isDevelopmentCompose } from '#project/reach/for-development';
import { listedCode } from '#text/wording';

export default defineProjectRule({
  docs: {
    summary: 'compose services without a memory limit on one host',
    why: 'Containers share the memory of the host. A leak or one large request in any of them makes the kernel kill whatever is largest, which is often the database.',
    remedy: 'Set `deploy.resources.limits.memory` (or `mem_limit`) on each service',
    harm: 'breaks',
    severity: 'P3',
    precision: 'medium',
    since: '0.1.0',
    cwe: [770],
    origin: [{ document: 'Field report 2', finding: '3: services without limits' }],
    bad: '# path: compose.yml\nservices:\n  web:\n    build: .\n    restart: always\n  db:\n    image: postgres:17\n',
    good: '# path: compose.yml\nservices:\n  web:\n    build: .\n    restart: always\n    mem_limit: 512m\n  db:\n    image: postgres:17\n    mem_limit: 1g\n',
  },
  check(project, ctx) {
    for (const file of project.artifacts.of('compose')) {
      const { services, isOverride } = file.model;
      if (isOverride || isDevelopmentCompose(file.path, file.model)) continue;
      const running = services.map((service) => {
        const layers = layersOf(project.artifacts, { file, service });
        const image = firstOf(layers, (each) => each.image?.value);
        const build = firstOf(layers, (each) => each.build);
        return {
          service,
          isBuilt: build !== undefined,
          isStore: image !== undefined && datastoreImage(image) !== undefined,
          isLimited: firstOf(layers, (each) => each.memoryLimit) !== undefined,
        };
      });
      const open = running.filter(({ isBuilt, isStore, isLimited }) => (isBuilt || isStore) && !isLimited);
      // One alone takes no memory from others; where nothing is built here the stack runs programs of others.
      if (open.length < 2 || !open.some(({ isBuilt }) => isBuilt)) continue;
      const [first] = open;
      if (first === undefined) continue;
      ctx.report({
        at: file.placeOf(first.service.name.span),
        key: file.path,
        cause: file.folder,
        message: `no memory limit: ${listedCode(open.map(({ service }) => service.name.value))} share the memory of the host`,
      });
    }
  },
});
