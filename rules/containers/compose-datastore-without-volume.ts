import { defineProjectRule } from '#kit';
import { datastoreImage } from '#knowledge/datastore-images';
import { firstOf, layersOf } from '#project/compose-layers';
import { isDevelopmentCompose } from '#project/reach/for-development';

export default defineProjectRule({
  docs: {
    summary: 'data loss: datastore of a compose file without a volume',
    why: 'The data is in the container, or in a volume without a name. `docker compose down`, a new image or a move to another machine leaves an empty datastore.',
    remedy: 'Mount a named volume at the data directory of the image, and back it up',
    harm: 'loses',
    severity: 'P1',
    precision: 'low',
    since: '0.1.0',
    cwe: [],
    origin: [{ document: 'Field report 2', finding: '3: state without a volume' }],
    bad: '# path: compose.yml\nservices:\n  web:\n    build: .\n  db:\n    image: postgres:17\n',
    good: '# path: compose.yml\nservices:\n  web:\n    build: .\n  db:\n    image: postgres:17\n    volumes: ["data:/var/lib/postgresql/data"]\nvolumes:\n  data:\n',
  },
  check(project, ctx) {
    for (const file of project.artifacts.of('compose')) {
      const { services, isOverride } = file.model;
      if (
        isOverride ||
        isDevelopmentCompose(file.path, file.model) ||
        !services.some(({ build }) => build !== undefined)
      )
        continue;
      for (const service of services) {
        const layers = layersOf(project.artifacts, { file, service });
        if (layers.some((each) => each.service.mounts.length > 0 || each.service.extends !== undefined)) continue;
        const image = firstOf(layers, (each) => each.image?.value);
        const isStore = image !== undefined && datastoreImage(image) !== undefined && !PASSING.test(image);
        const sqlite = service.environment.find(({ value }) => FILE.test(value?.value ?? ''));
        if (!isStore && sqlite === undefined) continue;
        ctx.report({
          at: file.placeOf(isStore ? service.name.span : (sqlite?.name.span ?? service.name.span)),
          key: `${file.path} ${service.name.value}`,
          message: isStore
            ? `data loss: \`${service.name.value}\` (\`${image}\`) has no volume, so its data ends with the container`
            : `data loss: the SQLite file of \`${service.name.value}\` is not on a volume, so its data ends with the container`,
        });
      }
    }
  },
});

/** They hold what can be made anew, or what is on its way. */
const PASSING =
  /(?:^|\/)(?:redis|valkey|keydb|dragonfly|redis-stack\S*|rejson|redismod|memcached|rabbitmq|kafka|cp-kafka|redpanda|zookeeper|cp-zookeeper|nats|ollama|etcd|mlflow)(?::|@|$)/;
const FILE = /^sqlite(?:\+\w+)?:\/\/\/(?!:memory:|$)./;
