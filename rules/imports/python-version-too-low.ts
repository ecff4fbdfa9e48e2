import { identifiersOf, type Node, nodesOf } from '#ast';
import { defineProjectRule, type FactsContext, NOT_PRODUCTION, type PackedPlace, packPlace, unpackPlace } from '#kit';
import { NAMES_SINCE, pythonNeededBy } from '#knowledge/python-needed';
import type { ArtifactPlace, ProjectModel } from '#project';
import { allowsBelow, clausesOf, isAtLeast } from '#project/specifier';
import type { Located } from '#text';

const IMAGE = 'image that cannot run the code';

interface Needed {
  readonly version: string;
  readonly what: string;
  readonly place: PackedPlace;
}

interface Stated {
  readonly version: string;
  readonly by: string;
  readonly folder: string;
  readonly at: ArtifactPlace;
  readonly kind?: string;
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
  facts: (file) => neededBy(file) ?? [],
  check(project, ctx) {
    for (const stated of statedVersions(project)) {
      const inCode = ctx.facts
        .filter(({ path }) => isBelow(path, stated.folder))
        .map(({ path, fact }) => ({ ...fact, at: { path, ...unpackPlace(fact.place) } }));
      const needed = [...inCode, ...neededByPins(stated.folder, project)].filter(
        ({ version }) => !isAtLeast(stated.version, version),
      );
      const highest = needed.find(({ version }) => needed.every((each) => isAtLeast(version, each.version)));
      if (highest === undefined) continue;
      const others = needed.filter((each) => each !== highest && each.version === highest.version);
      ctx.report({
        at: stated.at,
        key: `${stated.at.path} ${stated.version}`,
        cause: stated.kind ?? highest.version,
        ...(stated.kind !== undefined && { kind: stated.kind }),
        message: `Python ${stated.version} is too old: ${stated.by}, and ${highest.what} needs ${highest.version}`,
        related: [highest, ...others].slice(0, 6).map(({ at, what }) => ({ ...at, message: `${what} is here` })),
      });
    }
  },
});

const isBelow = (path: string, folder: string): boolean => folder === '' || path.startsWith(`${folder}/`);

function statedVersions({ artifacts }: ProjectModel): readonly Stated[] {
  const documents = artifacts.readmes.flatMap((file) =>
    file.model.minimumPythons.map(({ value, span }) => ({
      version: value,
      by: 'the document states it',
      folder: file.folder,
      at: file.placeOf(span),
    })),
  );
  const packages = artifacts.of('pyproject').flatMap((file) => {
    const required = file.model.project?.requiresPython;
    const version = required && lowestOf(required);
    return required === undefined || version === undefined
      ? []
      : [{ version, by: '`requires-python` allows it', folder: file.folder, at: file.placeOf(required.span) }];
  });
  const images = artifacts.of('dockerfile').flatMap((file) => {
    const bases = file.model.stages.map(({ base }) => base);
    const [base, ...more] = bases.filter((each) => each.kind === 'image' && /(?:^|\/)python$/.test(each.name));
    const [version] = /^3\.\d+/.exec((base?.kind === 'image' ? base.tag : undefined) ?? '') ?? [];
    return base === undefined || version === undefined || more.length > 0
      ? []
      : [{ version, by: 'the image has it', folder: file.folder, at: file.placeOf(base.span), kind: IMAGE }];
  });
  return [...documents, ...packages, ...images];
}

const lowestOf = ({ value }: Located<string>): string | undefined =>
  clausesOf(value).find(({ operator, version }) => /^(?:>=|~=|==)$/.test(operator) && !allowsBelow(value, version))
    ?.version;

/** Exact versions that pip refuses to install on an older Python. */
const neededByPins = (folder: string, { requirements }: ProjectModel) =>
  requirements.flatMap(({ distribution, specifier, marker, path, place }) => {
    const [clause, ...others] = clausesOf(specifier);
    if (
      clause?.operator !== '==' ||
      others.length > 0 ||
      marker !== undefined ||
      !isBelow(path, folder) ||
      /\b(?:dev|test)/.test(path)
    )
      return [];
    const version = pythonNeededBy(distribution, (release) => isAtLeast(clause.version, release));
    return version === undefined ? [] : [{ version, what: `\`${distribution}==${clause.version}\``, at: place }];
  });

/** The newest version that something of a file needs; undefined where it asks which one runs. */
function neededBy(file: FactsContext): readonly Needed[] | undefined {
  if (identifiersOf(file.module).has('version_info')) return undefined;
  const found = [...syntaxOf(file), ...importsOf(file)];
  const highest = found.find(({ version }) => found.every((each) => isAtLeast(version, each.version)));
  return highest === undefined
    ? undefined
    : [{ version: highest.version, what: highest.what, place: packPlace(file, highest.node) }];
}

interface Found {
  readonly version: string;
  readonly what: string;
  readonly node: Node;
}

function syntaxOf(file: FactsContext): readonly Found[] {
  const { module } = file;
  const isLazy = file.names.imports.some(({ module: from, name }) => from === '__future__' && name === 'annotations');
  const unions = isLazy
    ? []
    : nodesOf(module, 'BinOp').filter((node) => node.op === 'BitOr' && isUnion(node) && isEvaluated(node));
  return [
    ...nodesOf(module, 'TypeAlias').map((node) => ({ version: '3.12', what: 'a `type` statement', node })),
    ...nodesOf(module, 'TryStar').map((node) => ({ version: '3.11', what: '`except*`', node })),
    ...nodesOf(module, 'Match').map((node) => ({ version: '3.10', what: '`match`', node })),
    ...unions.map((node) => ({
      version: '3.10',
      what: `the annotation \`${file.text.slice(node).slice(0, 40)}\``,
      node,
    })),
  ];
}

const isUnion = ({ left, right }: { readonly left: Node; readonly right: Node }): boolean =>
  [left, right].some((each) => each.kind === 'Constant' && each.value.kind === 'none');

/** Of a parameter, a result, or a field of a class: annotations of local variables are never run. */
function isEvaluated(union: Node): boolean {
  for (let node = union; node.parent !== undefined; node = node.parent) {
    const { parent } = node;
    if (parent.kind === 'arg') return parent.annotation === node;
    if (parent.kind === 'FunctionDef' || parent.kind === 'AsyncFunctionDef') return parent.returns === node;
    if (parent.kind === 'AnnAssign')
      return parent.annotation === node && /^(?:ClassDef|Module)$/.test(parent.parent?.kind ?? '');
    if (!/^(?:BinOp|Subscript|Tuple|Index)$/.test(parent.kind)) return false;
  }
  return false;
}

/** Imports that fail on an older Python, unless something catches that. */
function importsOf(file: FactsContext): readonly Found[] {
  return file.names.imports.flatMap(({ module, name, alias }) => {
    const full = name === undefined ? module : `${module}.${name}`;
    const version = NAMES_SINCE.get(full) ?? NAMES_SINCE.get(module);
    return version === undefined || isGuarded(alias) ? [] : [{ version, what: `\`${full}\``, node: alias }];
  });
}

const isGuarded = (node: Node): boolean =>
  node.parent !== undefined && (/^(?:Try|If)$/.test(node.parent.kind) || isGuarded(node.parent));
