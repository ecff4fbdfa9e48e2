import { type Call, type Expression, nodesOf } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';
import type { SetupEntryPoint, SetupPackages, SetupRequirement, SummarySetup } from '../summary.ts';
import { placeOf } from './place.ts';
import { writtenElements, writtenEntries, writtenTexts } from './written-texts.ts';

/** What the `setup(…)` call of a setup.py says of the distribution; nothing for other files. */
export function summarizeSetup(model: SemanticModel): { readonly setup?: SummarySetup } {
  if (!/(^|\/)setup\.py$/.test(model.path)) return {};
  const call = nodesOf(model.source.module, 'Call').find(({ func }) =>
    SETUP.has(model.names.qualifiedName(func) ?? ''),
  );
  if (call === undefined) return {};
  const given = (keyword: string) => model.values.givenArgument(call, keyword, undefined);
  const name = given('name');
  const text = name && model.values.string(name);
  const packaging = packagingOf(call, model);
  const files = filesOf(given('data_files'), given('scripts'), model);
  return {
    setup: {
      place: placeOf(call.func, model),
      ...(text !== undefined && { name: text }),
      ...requirementsOf(call, model),
      entryPoints: entryPointsOf(given('entry_points'), model),
      ...(packaging !== undefined && { packaging }),
      ...(files.length > 0 && { files }),
    },
  };
}

const SETUP: ReadonlySet<string> = new Set([
  'setuptools.setup',
  'distutils.core.setup',
  'numpy.distutils.core.setup',
  'skbuild.setup',
]);

function requirementsOf(
  call: Call,
  model: SemanticModel,
): Pick<SummarySetup, 'requirements' | 'hasComputedRequirements' | 'hasRuntimeList'> {
  const lists: { readonly group: SetupRequirement['group']; readonly list: Expression }[] = [];
  let isComplete = call.keywords.every(({ arg }) => arg !== undefined);
  for (const [keyword, group] of LISTS) {
    const list = model.values.givenArgument(call, keyword, undefined);
    if (list !== undefined) lists.push({ group, list });
  }
  const extras = model.values.givenArgument(call, 'extras_require', undefined);
  const entries = extras === undefined ? [] : writtenEntries(extras, model);
  isComplete &&= entries !== undefined;
  for (const [name, list] of entries ?? []) lists.push({ group: { kind: 'extra', name }, list });
  const requirements = lists.flatMap(({ group, list }) => {
    const written = writtenTexts(list, model);
    isComplete &&= written.isComplete;
    return written.texts.flatMap(({ value, node }) =>
      linesOf(value).map((text) => ({ text, place: placeOf(node, model), group })),
    );
  });
  const hasRuntimeList = lists.some(({ group }) => group.kind === 'runtime');
  return { requirements, hasComputedRequirements: !isComplete, hasRuntimeList };
}

const LISTS: readonly (readonly [string, SetupRequirement['group']])[] = [
  ['install_requires', { kind: 'runtime' }],
  ['requires', { kind: 'runtime' }],
  ['setup_requires', { kind: 'build' }],
  ['tests_require', { kind: 'group', name: 'tests' }],
];

/** setuptools takes a text for as many requirements as it has lines. */
const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.replace(/(?:^|\s)#[\s\S]*$/, '').trim())
    .filter((line) => line !== '');

function entryPointsOf(given: Expression | undefined, model: SemanticModel): SetupEntryPoint[] {
  const entries = given === undefined ? undefined : writtenEntries(given, model);
  return (entries ?? []).flatMap(([group, list]) =>
    writtenTexts(list, model).texts.flatMap(({ value, node }) =>
      linesOf(value).flatMap((line) => {
        const [, name, reference] = /^([^=]*[^=\s])\s*=\s*([\w.]+(?::[\w.]+)?)/.exec(line) ?? [];
        if (name === undefined || reference === undefined) return [];
        return [{ group, name, reference, place: placeOf(node, model) }];
      }),
    ),
  );
}

/** `data_files=[("share/doc", ["NEWS"]), "LICENSE"]`, `scripts=["bin/start"]`. */
function filesOf(
  data: Expression | undefined,
  scripts: Expression | undefined,
  model: SemanticModel,
): NonNullable<SummarySetup['files']> {
  const placed = data === undefined ? [] : writtenElements(data, model).elements;
  const lists = placed.map((each) =>
    (each.kind === 'Tuple' || each.kind === 'List') && each.elts[1] !== undefined ? each.elts[1] : each,
  );
  return [...lists, ...(scripts === undefined ? [] : [scripts])].flatMap((list) =>
    writtenTexts(list, model).texts.map(({ value, node }) => ({ path: value, place: placeOf(node, model) })),
  );
}

function packagingOf(call: Call, model: SemanticModel): SummarySetup['packaging'] {
  const [packages, modules] = ['packages', 'py_modules'].map((keyword) =>
    model.values.givenArgument(call, keyword, undefined),
  );
  const at = packages ?? modules;
  return at === undefined
    ? undefined
    : { place: placeOf(at, model), contents: contentsOf(packages, modules, call, model) };
}

function contentsOf(
  packages: Expression | undefined,
  modules: Expression | undefined,
  call: Call,
  model: SemanticModel,
): SetupPackages {
  const written = modules === undefined ? NONE : listed(modules, model);
  if (written === undefined) return { kind: 'unknown' };
  const found = packages === undefined ? undefined : findingOf(packages, written, model);
  if (found !== undefined) return found;
  const names = packages === undefined ? NONE : listed(packages, model);
  const folders = model.values.givenArgument(call, 'package_dir', undefined);
  const entries = folders === undefined ? [] : writtenEntries(folders, model);
  const pairs = entries?.map(([name, folder]) => [name, model.values.string(folder)] as const);
  if (names === undefined || pairs === undefined) return { kind: 'unknown' };
  const known = pairs.flatMap(([name, folder]) => (folder === undefined ? [] : [[name, folder] as const]));
  if (known.length < pairs.length) return { kind: 'unknown' };
  return { kind: 'names', packages: names, modules: written, packageFolders: Object.fromEntries(known) };
}

const NONE: readonly string[] = [];

function listed(list: Expression, model: SemanticModel): readonly string[] | undefined {
  const { texts, isComplete } = writtenTexts(list, model);
  return isComplete ? texts.map(({ value }) => value) : undefined;
}

const FINDERS: ReadonlyMap<string, boolean> = new Map([
  ['setuptools.find_packages', false],
  ['setuptools.find_namespace_packages', true],
  ['setuptools.PEP420PackageFinder.find', true],
]);

function findingOf(packages: Expression, modules: readonly string[], model: SemanticModel): SetupPackages | undefined {
  if (packages.kind !== 'Call') return undefined;
  const namespaces = FINDERS.get(model.names.qualifiedName(packages.func) ?? '');
  if (namespaces === undefined) return undefined;
  const [where, exclude, include] = ['where', 'exclude', 'include'].map((keyword, position) => {
    const given = model.values.givenArgument(packages, keyword, position);
    return given === undefined ? NONE : listed(given, model);
  });
  if (where === undefined || exclude === undefined || include === undefined) return { kind: 'unknown' };
  return { kind: 'find', where, include, exclude, namespaces, modules };
}
