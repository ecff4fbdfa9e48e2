import { lineOfStage } from '#artifacts';
import { defineProjectRule } from '#kit';
import { instructionsOf, shippedStages, startOfStage } from '#kit/artifacts';
import type { ArtifactFile, PlacedCommand, ProjectModel } from '#project';
import { layersOf } from '#project/compose-layers';
import { platformBeside } from '#project/reach/compose-purpose';
import { isComposeForDevelopment, isDevelopmentCompose, isForDevelopment } from '#project/reach/for-development';

export default defineProjectRule({
  docs: {
    summary: 'missing health check: a container that serves requests has none',
    why: 'Docker reports the container as running as long as its process exists. A server that hangs or has lost its database is neither noticed nor restarted, and other services cannot wait for it.',
    remedy: 'Add `HEALTHCHECK` to the Dockerfile, or `healthcheck` to the compose service, that calls a health route',
    harm: 'hides-failures',
    severity: 'P3',
    precision: 'low',
    since: '0.1.0',
    cwe: [],
    origin: [{ document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '1.6' }],
    bad: '# path: Dockerfile\nFROM python:3.12-slim\nCOPY . .\nEXPOSE 8000\nCMD ["uvicorn", "orders:app"]\n',
    good: '# path: Dockerfile\nFROM python:3.12-slim\nCOPY . .\nEXPOSE 8000\nHEALTHCHECK CMD python -c "import urllib.request; urllib.request.urlopen(\'http://localhost:8000/health\')"\nCMD ["uvicorn", "orders:app"]\n',
  },
  check(project, ctx) {
    // Clusters and platforms have probes of their own.
    const isProbed = project.artifacts.of('kubernetes').length > 0 || project.commands.some(deploysToPlatform);
    if (isProbed || platformBeside('compose.yml', project.files) !== undefined) return;
    for (const file of project.artifacts.of('dockerfile')) {
      for (const stage of shippedStages(file, project)) {
        if (isForDevelopment(file.path, stage) || isComposeForDevelopment(file.path)) continue;
        const start = startOfStage(file.model, stage);
        const instructions = lineOfStage(file.model, stage).flatMap((each) => instructionsOf(file.model, each));
        const services = servicesOf(file, project);
        const isServing = instructions.some(({ kind }) => kind === 'expose') || services.some(isPublished);
        if (start === undefined || !isServing || instructions.some(({ kind }) => /healthcheck/.test(kind))) continue;
        const layers = services.flatMap((each) => layersOf(project.artifacts, each));
        if (layers.some(({ service }) => service.healthcheck !== undefined)) continue;
        const [service] = services.filter(isPublished);
        const at = service?.file.placeOf(service.service.name.span) ?? file.placeOf(start.span);
        const what = service === undefined ? 'the container' : `\`${service.service.name.value}\``;
        ctx.report({
          at,
          key: `${file.path} ${stage.name?.value ?? ''}`,
          cause: at.path,
          message: `missing health check: neither \`${file.path}\` nor a compose service has one, so ${what} counts as up while its process exists`,
          ...(service && { related: [{ ...file.placeOf(start.span), message: 'started here' }] }),
        });
      }
    }
  },
});

const servicesOf = ({ path }: ArtifactFile, { artifacts, builds }: ProjectModel) =>
  artifacts
    .of('compose')
    .filter(({ path, model }) => !isDevelopmentCompose(path, model))
    .flatMap((file) => file.model.services.map((service) => ({ file, service })))
    .filter(({ service }) => builds.servicesOf(path).includes(service));

const isPublished = ({ service }: ReturnType<typeof servicesOf>[number]): boolean =>
  service.ports.length > 0 && service.profiles.length === 0;

/** `gcloud run deploy`, `az containerapp up`, `aws ecs update-service`: a hosting platform runs the image, and probes it itself. */
const deploysToPlatform = ({ command: { words } }: PlacedCommand): boolean =>
  /^(?:gcloud|az|aws|flyctl|fly|railway|heroku)$/.test(words[0]?.text ?? '') &&
  words.some(({ text }) => /^(?:run|deploy|up|ecs|apprunner|containerapp|webapp|app|ai|lightsail)$/.test(text));
