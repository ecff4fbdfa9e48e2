import { type ClassDef, type Expression, lastName, type Node, nodesOf } from '#ast';
import { defineProjectRule, type FactsContext, NOT_PRODUCTION, type PackedPlace, packPlace, unpackPlace } from '#kit';
import { contextsMeant, instructionsOf } from '#kit/artifacts';
import type { ProjectModel, ServiceCode } from '#project';
import { type ComposeLayer, layersOf } from '#project/compose-layers';
import { codeOfService } from '#project/service-code';
import { listedCode } from '#text/wording';

const FAILS = 'variable without which the code fails';

interface Need {
  readonly name: string;
  readonly fails: boolean;
  readonly place: PackedPlace;
}

export default defineProjectRule<Need>({
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
  facts: (file) => [
    ...variablesRead(file),
    ...nodesOf(file.module, 'ClassDef').flatMap((each) => fieldsOf(each, file)),
  ],
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
        const failing = needs.filter(({ fact }) => fact.fails);
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

/** `os.environ["QUEUE_URL"]`; `os.getenv("QUEUE_URL")`, where nothing asks whether it is there. */
function variablesRead(file: FactsContext): readonly Need[] {
  return [...nodesOf(file.module, 'Call'), ...nodesOf(file.module, 'Subscript')].flatMap((node) => {
    const read = file.values.environmentRead(node);
    if (read?.key === undefined || !/^[A-Z][A-Z0-9_]+$/.test(read.key) || read.fallback !== undefined) return [];
    if (file.context.isUnderMain(node) || isTested(node, file)) return [];
    return [{ name: read.key, fails: read.required, place: packPlace(file, node) }];
  });
}

function isTested(read: Expression, file: FactsContext): boolean {
  let kept: Expression | undefined;
  for (let node: Node = read; node.parent !== undefined; node = node.parent) {
    const { parent }: Node = node;
    if (TESTING.has(parent.kind)) return true;
    if (parent.kind === 'Assign') kept ??= parent.targets[0];
    if (parent.kind === 'AnnAssign') kept ??= parent.target;
    const isHanded = parent.kind === 'Call' && parent.func !== node;
    if (isHanded && /^(?:bool|add_argument|setdefault)$/.test(lastName(parent.func) ?? '')) return true;
  }
  // A field of an object may be asked for anywhere.
  if (kept?.kind !== 'Name') return kept?.kind === 'Attribute';
  const uses = file.names.resolve(kept)?.references ?? [];
  return uses.some(({ parent }) => parent !== undefined && TESTING.has(parent.kind));
}

const TESTING: ReadonlySet<string> = new Set([
  'If',
  'IfExp',
  'BoolOp',
  'Compare',
  'UnaryOp',
  'Try',
  'While',
  'Assert',
  'Dict',
]);

/** Fields of settings that have no default. */
function fieldsOf({ bases, body }: ClassDef, file: FactsContext): readonly Need[] {
  if (!bases.some((base) => lastName(base) === 'BaseSettings') || file.text.content.includes('env_prefix')) return [];
  return body.flatMap((member) => {
    if (member.kind !== 'AnnAssign' || member.target.kind !== 'Name' || member.target.id === 'model_config') return [];
    const { value, annotation } = member;
    if (/Optional|None|ClassVar|computed/.test(file.text.slice(annotation))) return [];
    const [first] = value?.kind === 'Call' ? value.args : [];
    const isRequired =
      value === undefined || (value.kind === 'Call' && first !== undefined && file.text.slice(first) === '...');
    const hasOtherName = value?.kind === 'Call' && value.keywords.some(({ arg }) => /alias|env/.test(arg ?? ''));
    return isRequired && !hasOtherName
      ? [{ name: member.target.id.toUpperCase(), fails: true, place: packPlace(file, member.target) }]
      : [];
  });
}
