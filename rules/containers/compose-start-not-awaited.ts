import { memoize } from '#collections';
import { defineProjectRule } from '#kit';
import { datastoreImage } from '#knowledge/datastore-images';
import type { ProjectModel } from '#project';
import { firstOf, layersOf } from '#project/compose-layers';
import { isDevelopmentCompose } from '#project/reach/for-development';

const RESTARTED = 'service that is restarted';

export default defineProjectRule({
  docs: {
    summary: 'race condition: `depends_on` does not wait until the datastore is ready',
    why: '`depends_on` alone waits until the container exists. The datastore takes seconds until it accepts connections, and a service that connects or migrates at its start fails in the meantime.',
    remedy: 'Give the datastore a `healthcheck` and wait for it: `depends_on: {db: {condition: service_healthy}}`',
    harm: 'breaks',
    severity: { 'service that is not restarted': 'P2', [RESTARTED]: 'P3' },
    precision: 'low',
    since: '0.1.0',
    cwe: [362],
    origin: [{ document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '8.4' }],
    bad: '# path: compose.yml\nservices:\n  web:\n    build: .\n    depends_on: [db]\n  db:\n    image: postgres:17\n',
    good: '# path: compose.yml\nservices:\n  web:\n    build: .\n    depends_on:\n      db:\n        condition: service_healthy\n  db:\n    image: postgres:17\n    healthcheck:\n      test: ["CMD-SHELL", "pg_isready -U postgres"]\n',
  },
  check(project, ctx) {
    if (waitsSomewhere(project)) return;
    for (const file of project.artifacts.of('compose')) {
      if (isDevelopmentCompose(file.path, file.model)) continue;
      for (const service of file.model.services) {
        const layers = layersOf(project.artifacts, { file, service });
        if (firstOf(layers, ({ build }) => build) === undefined) continue;
        const early = service.dependsOn.filter(({ service: on, condition }) => {
          const store = file.model.services.find(({ name }) => name.value === on.value);
          const isStore = store?.image !== undefined && datastoreImage(store.image.value) !== undefined;
          const isAwaited = layers.some((layer) =>
            layer.service.dependsOn.some((each) => each.service.value === on.value && isHealth(each.condition?.value)),
          );
          return isStore && !isAwaited && !isHealth(condition?.value);
        });
        const [first] = early;
        if (first === undefined) continue;
        const names = early.map((each) => `\`${each.service.value}\``).join(' and ');
        const restart = firstOf(layers, (each) => each.restart?.value);
        ctx.report({
          at: file.placeOf(first.service.span),
          key: `${file.path} ${service.name.value}`,
          cause: file.path,
          kind: restart === undefined || restart === 'no' ? 'service that is not restarted' : RESTARTED,
          message: `startup race: \`${service.name.value}\` starts before ${names} accepts connections`,
        });
      }
    }
  },
});

const isHealth = (condition: string | undefined): boolean => /^service_(?:healthy|completed)/.test(condition ?? '');

/** A script or command asks the datastore until it answers. */
const waitsSomewhere = memoize(
  ({ commands, files }: ProjectModel): boolean =>
    [...files].some((path) => WAITING.test(path.slice(path.lastIndexOf('/') + 1))) ||
    commands.some(
      ({ command: { words }, kind }) =>
        /^(?:compose|dockerfile|kubernetes|shell-script|platform)$/.test(kind) &&
        (/^(?:nc|ncat|netcat|pg_isready|dockerize|wait-on)$/.test(words[0]?.text ?? '') ||
          words.some(({ text }) => WAITING.test(text))),
    ),
);

const WAITING = /wait[-_]?(?:for|until)|await[-_]?(?:db|database|postgres)|check_?db/i;
