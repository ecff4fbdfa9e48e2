import type { NamedValue } from '#artifacts';
import { ancestors, type Expression, lastName, type Node, nodesOf } from '#ast';
import { defineProjectRule, type FactsContext, NOT_PRODUCTION, type PackedPlace, packPlace, unpackPlace } from '#kit';
import type { ArtifactPlace, ProjectModel } from '#project';
import { settingFieldsOf } from '#semantics/types/setting-fields';

/** Versions of what is built here. Those of interfaces and tools are settings. */
const OWN_VERSION = /^(?:\w+_)?(?:MODEL|APP|APPLICATION|SERVICE|RELEASE|BUILD|IMAGE|CODE)_VERSION$/;
/** What a version selects there is what runs, whatever it is called. */
const SELECTING = /load|path|join|open|download|pull|fetch|from_|get_model|artifact|registry|glob|exists|uri|url/i;

interface Fact {
  readonly variable: string;
  readonly place: PackedPlace;
}

export default defineProjectRule<Fact>({
  docs: {
    summary: 'hard-coded version of a model or application in its deployment',
    why: 'The number has to be updated by hand. If somebody forgets, the service, its logs and its metrics report a different version from the one that is running.',
    remedy:
      "Set it when the image is built (a build argument with the commit or the model's digest), or read it from the loaded artifact",
    harm: 'misleads',
    severity: 'P2',
    precision: 'medium',
    measured: { read: 1, right: 1, on: 'EasyMLOps, of 275 public repositories' },
    since: '0.1.0',
    cwe: [],
    origin: [{ document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '8.3' }],
    bad: '# path: compose.yaml\nservices:\n  api:\n    build: .\n    environment:\n      MODEL_VERSION: "1.4.0"\n# path: shop/api.py\nimport os\n\ndef health():\n    return {"status": "ok", "model": os.environ["MODEL_VERSION"]}\n',
    good: '# path: compose.yaml\nservices:\n  api:\n    build: .\n    environment:\n      MODEL_VERSION: "${MODEL_VERSION:?}"\n# path: shop/api.py\nimport os\n\ndef health():\n    return {"status": "ok", "model": os.environ["MODEL_VERSION"]}\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  facts: (file) => [...environmentReads(file), ...settings(file)],
  check(project, ctx) {
    for (const { name, value, place, owner } of [...ofCompose(project), ...ofKubernetes(project)]) {
      const read = ctx.facts.find(({ fact }) => fact.variable === name);
      if (read === undefined) continue;
      ctx.report({
        at: place,
        message: `hard-coded version: \`${name}\` is always \`${value}\`, whatever \`${owner}\` is built from`,
        related: [{ path: read.path, ...unpackPlace(read.fact.place), message: 'the code reads it here' }],
        cause: place.path,
        key: `${place.path} ${owner} ${name}`,
      });
    }
  },
});

interface WrittenVersion {
  readonly name: string;
  readonly value: string;
  readonly place: ArtifactPlace;
  readonly owner: string;
}

/** Literal versions of services that are built from here. */
function ofCompose({ artifacts }: ProjectModel): WrittenVersion[] {
  return artifacts.of('compose').flatMap((file) => {
    const built = file.model.services.filter(({ build }) => build !== undefined);
    return built.flatMap(({ name: owner, environment }) =>
      environment.flatMap((each) => literalVersion(each, file.placeOf, owner.value)),
    );
  });
}

/** Of containers whose image has a tag of its own, which would have told. */
function ofKubernetes({ artifacts }: ProjectModel): WrittenVersion[] {
  return artifacts
    .of('kubernetes')
    .flatMap((file) =>
      file.model.objects.flatMap(({ name: owner, workload }) =>
        (workload?.containers ?? []).flatMap(({ environment }) =>
          environment.flatMap((each) => literalVersion(each, file.placeOf, owner?.value ?? 'the image')),
        ),
      ),
    );
}

function literalVersion(
  { name, value }: Pick<NamedValue, 'name' | 'value'>,
  placeOf: (span: NamedValue['span']) => ArtifactPlace,
  owner: string,
): WrittenVersion[] {
  if (value === undefined || !OWN_VERSION.test(name.value) || !/^v?\d+(?:[.-]\w+)*$/.test(value.value)) return [];
  return [{ name: name.value, value: value.value, place: placeOf(value.span), owner }];
}

function environmentReads(file: FactsContext): Fact[] {
  if (!file.text.content.includes('_VERSION')) return [];
  return [...nodesOf(file.module, 'Call'), ...nodesOf(file.module, 'Subscript')].flatMap((read): Fact[] => {
    const variable = file.values.environmentRead(read)?.key;
    if (variable === undefined || !OWN_VERSION.test(variable) || selects(read, file)) return [];
    return [{ variable, place: packPlace(file, read) }];
  });
}

/** The version goes into a path, or to something that loads by it. */
function selects(read: Expression, { flow, names }: FactsContext): boolean {
  const uses = flow.destinations(read).map(({ node }) => node);
  const target = read.parent?.kind === 'Assign' ? read.parent.targets[0] : undefined;
  const named = target?.kind === 'Name' ? (names.resolve(target)?.references ?? []) : [];
  return [...uses, ...named].some((node) => [node, ...ancestors(node)].some(isSelection));
}

function isSelection(node: Node): boolean {
  if (node.kind === 'Call') return SELECTING.test(lastName(node.func) ?? '');
  return (
    node.kind === 'JoinedStr' &&
    node.values.some((part) => part.kind === 'Constant' && part.value.kind === 'str' && part.value.value.includes('/'))
  );
}

/** Fields of settings that variables of their names fill. */
function settings(file: FactsContext): Fact[] {
  return settingFieldsOf(file).flatMap(({ field, variable = '' }) =>
    OWN_VERSION.test(variable) ? [{ variable, place: packPlace(file, field) }] : [],
  );
}
