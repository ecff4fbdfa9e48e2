import type { ComposeService } from '#artifacts';
import { defineProjectRule } from '#kit';
import { datastoreImage } from '#knowledge/datastore-images';
import { firstOf, layersOf } from '#project/compose-layers';
import { isDevelopmentCompose } from '#project/reach/for-development';

export default defineProjectRule({
  docs: {
    summary: 'compose service without a restart policy',
    why: 'Docker restarts nothing by default. After a crash, an out-of-memory kill or a reboot of the host the service stays down until someone notices.',
    remedy: 'Set `restart: unless-stopped` on every service that keeps running',
    harm: 'breaks',
    severity: 'P2',
    precision: 'low',
    since: '0.1.0',
    cwe: [],
    origin: [{ document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '8.4' }],
    bad: '# path: compose.yml\nservices:\n  web:\n    build: .\n    ports: ["8000:8000"]\n',
    good: '# path: compose.yml\nservices:\n  web:\n    build: .\n    restart: unless-stopped\n    ports: ["8000:8000"]\n',
  },
  check(project, ctx) {
    for (const file of project.artifacts.of('compose')) {
      const { services, isOverride } = file.model;
      // Where only datastores stand in it, the program runs elsewhere: on the machine of whoever works on it.
      const runsProgram = services.some(({ build, command }) => build !== undefined || command !== undefined);
      if (isOverride || isDevelopmentCompose(file.path, file.model) || !runsProgram) continue;
      for (const service of services) {
        const layers = layersOf(project.artifacts, { file, service });
        const image = firstOf(layers, (each) => each.image?.value);
        const isStore = image !== undefined && datastoreImage(image) !== undefined;
        const build = firstOf(layers, (each) => each.build);
        if ((build === undefined && !isStore) || endsByItself(service, services)) continue;
        const restarted = firstOf(layers, ({ restart, replicas }) => restart?.value ?? replicas?.value.toString());
        if (restarted !== undefined && restarted !== 'no' && restarted !== 'none') continue;
        ctx.report({
          at: file.placeOf(service.name.span),
          key: `${file.path} ${service.name.value}`,
          // One that is laid over another says the same again.
          cause: file.folder,
          message: `no restart policy: \`${service.name.value}\` stays down after a crash or a reboot`,
        });
      }
    }
  },
});

/** It does one thing and ends, or somebody starts it when it is wanted. */
function endsByItself(
  { name, profiles, command, entrypoint }: ComposeService,
  all: readonly ComposeService[],
): boolean {
  const words = [entrypoint, command].flatMap((each) => each?.script.commands ?? []).flatMap((each) => each.words);
  return (
    profiles.length > 0 ||
    ONCE.test(name.value) ||
    words.some(({ text }) => ONCE_COMMAND.test(text)) ||
    all.some(({ dependsOn }) =>
      dependsOn.some(
        ({ service, condition }) =>
          service.value === name.value && condition?.value === 'service_completed_successfully',
      ),
    )
  );
}

const ONCE =
  /(?:^|[-_])(?:init|migrat\w*|setup|seed\w*|tests?|create\w*|bootstrap|job|build\w*|cli|shell|train\w*|preprocess\w*|download\w*|ingest\w*|base|import\w*|load\w*|permissions)(?:[-_]|$)/i;
const ONCE_COMMAND = /^(?:migrate|upgrade|collectstatic|pytest|true|loaddata)$/;
