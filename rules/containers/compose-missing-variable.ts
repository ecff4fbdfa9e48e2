import { defineProjectRule, NOT_PRODUCTION, unpackPlace } from '#kit';
import { contextsMeant, instructionsOf } from '#kit/artifacts';
import { type NeededVariable, neededVariables } from '#kit/settings';
import type { ProjectModel, ServiceCode } from '#project';
import { type ComposeLayer, layersOf } from '#project/compose-layers';
import { codeOfService } from '#project/service-code';
import { listedCode } from '#text/wording';

const FAILS = 'variable without which the code fails';

export default defineProjectRule<NeededVariable>({
  docs: {
    summary: 'missing environment variable: the code requires it and the compose service does not set it',
    why: 'The container fails at its start, or works with `None` until the first request that needs the value.',
    remedy: 'Set the variable in `environment`, or name the file that holds it in `env_file`',
    harm: 'breaks',
    severity: { [FAILS]: 'P1', 'variable that is `None` then': 'P2' },
    precision: 'low',
    since: '0.1.0',
    cwe: [1188],
    origin: [{ document: 'Field report 2', finding: '3: variables that the code requires and compose omits' }],
    bad: '# path: Dockerfile\nFROM python:3.12\nCOPY *.py ./\nCMD ["python", "worker.py"]\n# path: compose.yml\nservices:\n  worker:\n    build: .\n    environment:\n      LEVEL: info\n# path: worker.py\nimport os\n\nQUEUE = os.environ["QUEUE_URL"]\n',
    good: '# path: Dockerfile\nFROM python:3.12\nCOPY *.py ./\nCMD ["python", "worker.py"]\n# path: compose.yml\nservices:\n  worker:\n    build: .\n    environment:\n      QUEUE_URL: amqp://queue\n# path: worker.py\nimport os\n\nQUEUE = os.environ["QUEUE_URL"]\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  facts: (file) => neededVariables(file).filter(({ without }) => without === 'failure' || without === 'none'),
  check(project, ctx) {
    for (const file of project.artifacts.of('compose')) {
      for (const service of file.model.services) {
        const layers = layersOf(project.artifacts, { file, service });
        const code = layers.some((layer) => isFilledOtherwise(layer))
          ? undefined
          : codeOfService(project, { file, service });
        if (code === undefined || code.started.length === 0) continue;
        const set = variablesOf(code, layers);
        const paths = new Set([...code.modules].map(({ path }) => path));
        const needs = ctx.facts.filter(
          ({ path, fact }) => paths.has(path) && !set.has(fact.name) && !ALWAYS.test(fact.name),
        );
        const failing = needs.filter(({ fact }) => fact.without === 'failure');
        const [first] = failing.length > 0 ? failing : needs;
        if (first === undefined) continue;
        const all = failing.length > 0 ? failing : needs;
        ctx.report({
          at: file.placeOf((service.environment[0]?.name ?? service.name).span),
          key: `${file.path} ${service.name.value}`,
          cause: file.path,
          ...(failing.length === 0 && { kind: 'variable that is `None` then' }),
          message: `missing environment variable: \`${service.name.value}\` does not set ${listedCode([...new Set(all.map(({ fact }) => fact.name))], 4)}, which its code requires`,
          related: all
            .slice(0, 12)
            .map(({ path, fact }) => ({ path, ...unpackPlace(fact.place), message: `\`${fact.name}\` is read here` })),
          ...(mayHoldFile(code, project) && { doubt: 'overridden-at-deployment' }),
        });
      }
    }
  },
});

/** What is set in every container, or by the platform that starts it. */
const ALWAYS =
  /^(?:HOME|PATH|PWD|USER|HOSTNAME|LANG|LC_ALL|TERM|TZ|TMPDIR|SHELL|PYTHON\w*|KUBERNETES_\w+|GITHUB_\w+|CI)$/;

/** Compose fills it from a file, or the folder of whoever starts it lies over the image with its `.env`. */
const isFilledOtherwise = ({ service }: ComposeLayer): boolean =>
  service.envFiles.length > 0 ||
  service.mounts.some(
    ({ kind, source, target }) => kind === 'bind' && /^\.{0,2}\/?$|\.env\b/.test(source?.value ?? target?.value ?? ''),
  );

function variablesOf({ image, commands }: ServiceCode, layers: readonly ComposeLayer[]): ReadonlySet<string> {
  const written = instructionsOf(image.dockerfile.model, image.stage).flatMap((each) =>
    each.kind === 'env' || each.kind === 'arg' ? each.variables.map(({ name }) => name) : [],
  );
  return new Set([
    ...written,
    ...layers.flatMap(({ service }) => service.environment.map(({ name }) => name.value)),
    ...commands.flatMap(({ environment, words }) => [
      ...environment.map(({ name }) => name),
      ...(words[0]?.text === 'export' ? words.slice(1).map(({ text }) => text.split('=')[0] ?? '') : []),
    ]),
  ]);
}

/** The image takes the `.env` of whoever builds it along. */
const mayHoldFile = ({ image: { dockerfile } }: ServiceCode, project: ProjectModel): boolean =>
  dockerfile.model.stages
    .flatMap(({ instructions }) => instructions)
    .some(
      (each) =>
        (each.kind === 'copy' || each.kind === 'add') &&
        each.from === undefined &&
        contextsMeant(dockerfile, project)?.some((context) =>
          each.sources.some(({ value }) =>
            context.takesAlong(value, dockerfile.folder === '' ? '.env' : `${dockerfile.folder}/.env`),
          ),
        ) === true,
    );
