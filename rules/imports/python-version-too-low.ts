import { lineOfStage } from '#artifacts';
import { defsOf, identifiersOf, lastName, type Node, nodesOf, shortText } from '#ast';
import {
  defineProjectRule,
  type FactsContext,
  lastNames,
  NOT_PRODUCTION,
  type PackedPlace,
  packPlace,
  unpackPlace,
} from '#kit';
import { contextSources, contextsMeant, instructionsOf, shippedStages } from '#kit/artifacts';
import { NAMES_SINCE, pythonNeededBy } from '#knowledge/python-needed';
import type { ArtifactPlace, ProjectModel } from '#project';
import { pythonOfImage } from '#project/python-versions';
import { allowsBelow, clausesOf, isAtLeast } from '#project/specifier';
import { isNeverEvaluated } from '#semantics/names/unbound-by-design';
import { type Located, pathAndFolders } from '#text';

const IMAGE = 'image that cannot run the code';

interface Needed {
  readonly version: string;
  readonly what: string;
  readonly place: PackedPlace;
}

interface Stated {
  readonly version: string;
  /** `the document requires only`: what comes before the version. */
  readonly says: string;
  readonly at: ArtifactPlace;
  readonly kind?: string;
  /** Whether it is said of a file. */
  readonly isOf: (path: string) => boolean;
}

export default defineProjectRule<Needed>({
  docs: {
    summary: 'stated Python version is too low for the code or for a pinned dependency',
    why: 'Anyone who takes the stated version gets a `SyntaxError`, an `ImportError`, or an installation that pip refuses.',
    remedy: 'State the version that the code and its dependencies need, in every place that states one',
    harm: 'breaks',
    severity: { 'document or package that states it': 'P2', [IMAGE]: 'P1' },
    precision: 'low',
    since: '0.1.0',
    cwe: [],
    origin: [
      { document: 'Field report 2', finding: '3: images whose Python is older than what a pinned dependency asks' },
    ],
    bad: '# path: README.md\n# Orders\n\nRequires Python 3.9+.\n# path: orders.py\ndef price(order):\n    match order:\n        case {"price": price}:\n            return price\n',
    good: '# path: README.md\n# Orders\n\nRequires Python 3.10+.\n# path: orders.py\ndef price(order):\n    match order:\n        case {"price": price}:\n            return price\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  facts: neededBy,
  check(project, ctx) {
    const needs = [
      ...ctx.facts.map(({ path, fact }) => ({ ...fact, path, at: { path, ...unpackPlace(fact.place) } })),
      ...neededByPins(project),
    ];
    for (const stated of [...statedInText(project), ...statedByImages(project)]) {
      const needed = needs.filter(({ version, path }) => !isAtLeast(stated.version, version) && stated.isOf(path));
      const highest = highestOf(needed);
      if (highest === undefined) continue;
      const all = needed.filter(({ version }) => version === highest.version);
      ctx.report({
        at: stated.at,
        key: `${stated.at.path} ${stated.version}`,
        cause: stated.kind ?? highest.version,
        ...(stated.kind !== undefined && { kind: stated.kind }),
        message: `Python version too low: ${highest.what} needs Python ${highest.version}, and ${stated.says} ${stated.version}`,
        related: all.slice(0, 6).map(({ at, what }) => ({ ...at, message: `${what} is here` })),
      });
    }
  },
});

const highestOf = <T extends { readonly version: string }>(all: readonly T[]): T | undefined => {
  let highest: T | undefined;
  for (const each of all) if (highest === undefined || !isAtLeast(highest.version, each.version)) highest = each;
  return highest;
};

/** Of documents and packages; what stands nearest above a file is said of it. */
function statedInText({ artifacts }: ProjectModel): readonly Stated[] {
  const documents = artifacts.readmes.flatMap((file) =>
    file.model.minimumPythons.map(({ value, span }) => ({
      version: value,
      says: 'the document requires only',
      folder: file.folder,
      at: file.placeOf(span),
    })),
  );
  const packages = artifacts.of('pyproject').flatMap((file) => {
    const required = file.model.project?.requiresPython;
    const version = required && lowestOf(required);
    return required === undefined || version === undefined
      ? []
      : [{ version, says: '`requires-python` allows', folder: file.folder, at: file.placeOf(required.span) }];
  });
  const folders = new Set([...documents, ...packages].map(({ folder }) => folder));
  return [...documents, ...packages].map((stated) => ({
    ...stated,
    isOf: (path) => foldersAbove(path).find((folder) => folders.has(folder)) === stated.folder,
  }));
}

/** From the nearest one to the root. */
const foldersAbove = (path: string): readonly string[] => ['', ...pathAndFolders(path).slice(0, -1)].toReversed();

/** Of images that are shipped, for the files that they are built with. */
const statedByImages = (project: ProjectModel): readonly Stated[] =>
  project.artifacts.of('dockerfile').flatMap((file) => {
    const contexts = contextsMeant(file, project) ?? [];
    return shippedStages(file, project).flatMap((stage): readonly Stated[] => {
      const base = lineOfStage(file.model, stage).at(-1)?.base;
      const version = base && pythonOfImage(base);
      const sources = instructionsOf(file.model, stage).flatMap(contextSources);
      if (base === undefined || version === undefined || contexts.length === 0) return [];
      return [
        {
          version,
          says: `\`${file.path}\` builds on Python`,
          at: file.placeOf(base.span),
          kind: IMAGE,
          isOf: (path) => sources.some(({ value }) => contexts.every((context) => context.takesAlong(value, path))),
        },
      ];
    });
  });

const lowestOf = ({ value }: Located<string>): string | undefined =>
  clausesOf(value).find(({ operator, version }) => /^(?:>=|~=|==)$/.test(operator) && !allowsBelow(value, version))
    ?.version;

/** Exact versions that pip refuses to install on an older Python. */
const neededByPins = ({ requirements }: ProjectModel) =>
  requirements.flatMap(({ distribution, specifier, marker, path, place }) => {
    const [clause, ...others] = clausesOf(specifier);
    const isPinned = clause?.operator === '==' && others.length === 0 && marker === undefined;
    if (!isPinned || /\b(?:dev|test)/.test(path)) return [];
    const version = pythonNeededBy(distribution, (release) => isAtLeast(clause.version, release));
    return version === undefined ? [] : [{ version, what: `\`${distribution}==${clause.version}\``, path, at: place }];
  });

/** The newest version that something of a file needs; nothing where it asks which one runs. */
function neededBy(file: FactsContext): readonly Needed[] {
  if (identifiersOf(file.module).has('version_info')) return [];
  const highest = highestOf([...syntaxOf(file), ...namesOf(file)]);
  return highest === undefined
    ? []
    : [{ version: highest.version, what: highest.what, place: packPlace(file, highest.node) }];
}

interface Found {
  readonly version: string;
  readonly what: string;
  readonly node: Node;
}

function syntaxOf(file: FactsContext): readonly Found[] {
  const { module } = file;
  const unions = nodesOf(module, 'BinOp').filter(
    (node) => node.op === 'BitOr' && isInAnnotation(node) && !isNeverEvaluated(node, file),
  );
  const generics = [...defsOf(module), ...nodesOf(module, 'ClassDef')].filter(
    ({ type_params: each }) => each.length > 0,
  );
  return [
    ...nodesOf(module, 'TypeAlias').map((node) => ({ version: '3.12', what: 'a `type` statement', node })),
    ...generics.map((node) => ({ version: '3.12', what: `the generic syntax of \`${node.name}\``, node })),
    ...nodesOf(module, 'TryStar').map((node) => ({ version: '3.11', what: '`except*`', node })),
    ...nodesOf(module, 'Match').map((node) => ({ version: '3.10', what: '`match`', node })),
    ...unions.map((node) => ({ version: '3.10', what: `the annotation \`${shortText(node, file.text)}\``, node })),
  ];
}

/** Of a parameter, a result or a variable: elsewhere `|` may be anything. */
function isInAnnotation(union: Node): boolean {
  for (let node = union; node.parent !== undefined; node = node.parent) {
    const { parent } = node;
    if (parent.kind === 'arg') return parent.annotation === node;
    if (parent.kind === 'FunctionDef' || parent.kind === 'AsyncFunctionDef') return parent.returns === node;
    if (parent.kind === 'AnnAssign') return parent.annotation === node;
    // What `Annotated` says of a type may be anything.
    const isNote = parent.kind === 'Tuple' && parent.elts[0] !== node && isAnnotated(parent.parent);
    if (isNote || !/^(?:BinOp|Subscript|Tuple)$/.test(parent.kind)) return false;
  }
  return false;
}

const isAnnotated = (node: Node | undefined): boolean =>
  node?.kind === 'Subscript' && lastName(node.value) === 'Annotated';

/** Imports and attributes of modules that fail on an older Python, unless something catches or asks that. */
function namesOf(file: FactsContext): readonly Found[] {
  const imported = file.names.imports.map(({ module, name, alias: node }) => ({
    names: name === undefined ? [module] : [`${module}.${name}`, module],
    node,
  }));
  const read = nodesOf(file.module, 'Attribute').flatMap((node) =>
    LAST_NAMES.has(node.attr) ? { names: [file.names.qualifiedName(node) ?? ''], node } : [],
  );
  return [...imported, ...read].flatMap(({ names, node }) => {
    const what = names.find((each) => NAMES_SINCE.has(each));
    const version = NAMES_SINCE.get(what ?? '');
    return version === undefined || isGuarded(node, file) ? [] : [{ version, what: `\`${names[0]}\``, node }];
  });
}

const LAST_NAMES: ReadonlySet<string> = new Set(lastNames(NAMES_SINCE.keys()));

function isGuarded(node: Node, file: FactsContext): boolean {
  const { context, text } = file;
  const catching = node.kind === 'alias' ? /Import|Module|Exception/ : /Attribute/;
  return (
    isNeverEvaluated(node, file) ||
    context.handlerAround(node) !== undefined ||
    context
      .triesAround(node)
      .some(({ handlers }) => handlers.some(({ type }) => !type || catching.test(text.slice(type)))) ||
    context.testsAround(node).some((test) => node.kind === 'alias' || /\bhasattr\(/.test(text.slice(test)))
  );
}
