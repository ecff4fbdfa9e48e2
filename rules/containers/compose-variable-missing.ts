import {
  defineProjectRule,
  type FactsContext,
  groupBy,
  heldBackBy,
  NOT_PRODUCTION,
  type PackedPlace,
  packPlace,
  unpackPlace,
} from '#kit';
import { codeOfService, layersOf, variablesSet } from '#kit/artifacts';
import { importClosure } from '#kit/calls';
import { nodesOf } from '#kit/code';
import type { ModuleSummary, ProjectModel } from '#kit/project';

interface Required {
  readonly name: string;
  readonly place: PackedPlace;
}

export default defineProjectRule<Required>({
  docs: {
    summary: 'environment variable that the code of a service requires and its list leaves out',
    why: 'The program ends with a KeyError while it is imported, each time the container starts, whatever the `.env` beside the compose file says: that fills the file, not the container.',
    remedy: 'Hand the variable on in `environment:`, or name the file in `env_file:`.',
    harm: 'breaks',
    ceiling: 'P2',
    precision: 'low',
    profile: 'strict',
    since: '0.1.0',
    cwe: [1188],
    origin: [
      { document: 'Defects of eight services before a scan', finding: 'a variable that the set-up does not hand in' },
    ],
    bad: '# path: Dockerfile\nFROM python:3.12\nCOPY . .\nCMD ["python", "worker.py"]\n# path: compose.yaml\nservices:\n  worker:\n    build: .\n    environment:\n      BATCH_SIZE: "16"\n# path: worker.py\nimport os\n\nBATCH = int(os.environ["BATCH_SIZE"])\nQUEUE = os.environ["QUEUE_URL"]\n',
    good: '# path: Dockerfile\nFROM python:3.12\nCOPY . .\nCMD ["python", "worker.py"]\n# path: compose.yaml\nservices:\n  worker:\n    build: .\n    environment:\n      BATCH_SIZE: "16"\n      QUEUE_URL: redis://queue\n# path: worker.py\nimport os\n\nBATCH = int(os.environ["BATCH_SIZE"])\nQUEUE = os.environ["QUEUE_URL"]\n',
  },
  skips: NOT_PRODUCTION,
  needs: ['artifacts', 'texts'],
  facts: requiredAtImport,
  check(project, ctx) {
    const required = groupBy(ctx.facts, ({ path }) => path);
    if (required.size === 0) return;
    const services = project.artifacts.of('compose').flatMap((file) =>
      file.model.services.map((service) => {
        const layers = layersOf(project.artifacts, { file, service }).map((each) => each.service);
        const started = codeOfService(project, { file, service })?.started ?? [];
        const modules = new Set(started.flatMap(({ module }) => importClosure(module, project, 'import-time')));
        return { file, service, layers, modules: [...modules] };
      }),
    );
    for (const { file, service, modules } of services) {
      if (service.build === undefined) continue;
      const layers = services
        .filter((each) => each.modules.some((module) => modules.includes(module)))
        .flatMap((each) => each.layers);
      const given = layers.flatMap(({ environment }) => environment.map(({ name }) => name.value));
      // Who names no variable, or a file of them, is given them in another way.
      if (given.length === 0 || layers.some(({ envFiles }) => envFiles.length > 0)) continue;
      const missing = modules
        .flatMap(({ path }) => required.get(path) ?? [])
        .filter(({ fact: { name } }) => !given.includes(name) && !isSetInside(name, project));
      if (missing.length === 0) continue;
      const names = [...new Set(missing.map(({ fact }) => `\`${fact.name}\``))];
      ctx.report({
        at: file.placeOf(service.name.span),
        message: `\`${service.name.value}\` lists its environment without ${names.join(', ')}, which its code requires when it is imported`,
        related: missing.map(({ path, fact }) => ({
          path,
          ...unpackPlace(fact.place),
          message: 'it is required here',
        })),
        ...heldBackBy(modules.some(readsFile) ? 'a file in the image may set it' : undefined),
        key: `${file.path} ${service.name.value}`,
      });
    }
  },
});

const readsFile = ({ imports }: ModuleSummary): boolean =>
  imports.some(({ module }) => /^(?:dotenv|environs?|decouple)$/.test(module));

/** By the image, or by a command before the program. */
const isSetInside = (name: string, project: ProjectModel): boolean =>
  variablesSet(project).some((each) => each.by === 'image' && each.name === name) ||
  project.commands.some(
    ({ kind, command }) =>
      kind !== 'markdown' &&
      (command.environment.some((each) => each.name === name) ||
        command.words.some(({ text }) => text.startsWith(`${name}=`))),
  );

/** `os.environ["QUEUE_URL"]` of a module, under no condition. */
function requiredAtImport(file: FactsContext): readonly Required[] {
  const { context, values } = file;
  return nodesOf(file.module, 'Subscript').flatMap((node) => {
    const { key: name, required } = values.environmentRead(node) ?? {};
    if (name === undefined || required !== true || node.ctx !== 'Load' || !context.runsAtImport(node)) return [];
    if (context.testsAround(node).length > 0 || context.triesAround(node).length > 0) return [];
    return [{ name, place: packPlace(file, node) }];
  });
}
