import { type Call, type Expression, nodesOf } from '#ast';
import { memoize } from '#collections';
import { defineProjectRule, type FactsContext, NOT_PRODUCTION, type PackedPlace, packPlace, unpackPlace } from '#kit';
import type { ProjectModel } from '#project';
import { fileAccessOf } from '#semantics/files/file-access';
import { folderMadeBy } from '#semantics/files/made-folder';
import { openedPath } from '#semantics/files/opened-path';
import { writtenPath } from '#semantics/files/written-path';
import { settingFieldsOf } from '#semantics/types/setting-fields';
import { endsOf, folderOf, isWithin } from '#text';

type Fact =
  /** `folder` of a path, or the name of the setting that has it. */
  | {
      readonly kind: 'use';
      readonly what: string;
      readonly folder?: string;
      readonly setting?: string;
      readonly isServed: boolean;
      readonly place: PackedPlace;
    }
  /** With `*` for what is not known of the path. What a route makes is made long after the start. */
  | { readonly kind: 'made'; readonly folder: string; readonly isLate: boolean }
  | { readonly kind: 'setting'; readonly name: string; readonly value: string };

export default defineProjectRule<Fact>({
  docs: {
    summary: 'directory that is used and never created',
    why: 'On a clean checkout the directory does not exist. The start, or the first write, fails with `RuntimeError` or `FileNotFoundError`.',
    remedy: 'Create the directory before its first use, with `mkdir(parents=True, exist_ok=True)`',
    harm: 'breaks',
    severity: 'P2',
    precision: 'low',
    since: '0.1.0',
    cwe: [],
    origin: [{ document: 'Field report 2', finding: 'directories that are assumed to exist' }],
    bad: 'import json\n\n\ndef save(report):\n    with open("reports/latest.json", "w") as file:\n        json.dump(report, file)\n',
    good: 'import json\nfrom pathlib import Path\n\n\ndef save(report):\n    Path("reports").mkdir(exist_ok=True)\n    with open("reports/latest.json", "w") as file:\n        json.dump(report, file)\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  facts: (file) => [
    ...nodesOf(file.module, 'Call').flatMap((call) => [...usesIn(call, file), ...madeIn(call, file)]),
    ...settingsIn(file),
  ],
  check(project, ctx) {
    const facts = ctx.facts.map(({ fact }) => fact);
    const makers = ctx.facts.flatMap(({ path, fact }) => (fact.kind === 'made' ? { maker: path, made: fact } : []));
    const reported = new Set<string>();
    for (const { path, fact } of ctx.facts) {
      if (fact.kind !== 'use') continue;
      const folder = fact.folder ?? settingNamed(fact.setting, facts);
      if (folder === undefined || reported.has(folder)) continue;
      const isMade = makers.some(
        ({ maker, made }) =>
          !(made.isLate && fact.isServed) &&
          (made.folder === '*' ? maker === path || textsOf(project).has(folder) : makes(made.folder, folder)),
      );
      if (isMade || isThere(folder, fact.isServed, project)) continue;
      reported.add(folder);
      ctx.report({
        at: { path, ...unpackPlace(fact.place) },
        key: folder,
        message: `missing directory: \`${fact.what}\` needs \`${folder}\`, which is not in the repository, and nothing creates it`,
      });
    }
  },
});

/** The value of the one setting of this name. */
function settingNamed(name: string | undefined, facts: readonly Fact[]): string | undefined {
  const [only, ...others] = facts.flatMap((fact) => (fact.kind === 'setting' && fact.name === name ? fact.value : []));
  return others.length === 0 && only !== undefined && isRelative(only) ? only : undefined;
}

const isRelative = (path: string): boolean => /^[\w-][\w./-]*$/.test(path) && !path.includes('..');

/** Those around it are made with it, and what is not known of it may be any folder below. */
function makes(made: string, folder: string): boolean {
  const [known = ''] = made.split(/\/?\*/);
  return (
    isWithin(known, folder) ||
    (known !== made && isWithin(folder, known)) ||
    (known.startsWith('/') && `${known}/`.includes(`/${folder}/`))
  );
}

/** One that is handed to what makes folders is written somewhere by itself. */
const textsOf = memoize(
  ({ modules }: ProjectModel): ReadonlySet<string> => new Set(modules.flatMap(({ texts }) => texts.words)),
);

/** It is in the repository, wherever the program is started, or a command makes it. A volume makes it in its container alone. */
function isThere(folder: string, isServed: boolean, { tree, made, artifacts }: ProjectModel): boolean {
  if (foldersKept(tree).has(folder) || made.has(folder) || made.makesFolder(folder)) return true;
  const mounts = artifacts.of('compose').flatMap(({ model }) => model.services.flatMap((each) => each.mounts));
  return !isServed && mounts.some(({ target }) => `${target?.value}/`.includes(`/${folder}/`));
}

/** Folders of the repository by the ends of their paths; what is among the tests lies where no program starts. */
const foldersKept = memoize(
  (tree: ProjectModel['tree']): ReadonlySet<string> =>
    new Set([...tree.folders].flatMap((each) => (/(?:^|\/)tests?\//.test(each) ? each : endsOf(each)))),
);

function usesIn(call: Call, file: FactsContext): readonly Fact[] {
  const what = file.names.qualifiedName(call.func) ?? '';
  const isServed = /^(?:fastapi|starlette)\.staticfiles\.StaticFiles$/.test(what);
  const given = isServed ? servedBy(call, file) : writtenBy(call, what, file);
  if (given === undefined || file.handlers.takerOf(call, 'builtins.FileNotFoundError') !== undefined) return [];
  const shown = what === '' && call.func.kind === 'Attribute' ? call.func.attr : what.slice(what.lastIndexOf('.') + 1);
  const use = { kind: 'use' as const, what: shown, isServed, place: packPlace(file, given) };
  const path = writtenPath(given, file);
  if (path === undefined) return isServed && given.kind === 'Attribute' ? [{ ...use, setting: given.attr }] : [];
  const folder = isServed ? path : folderOf(path);
  return isRelative(folder) ? [{ ...use, folder }] : [];
}

/** It looks for the directory as soon as it is made. */
function servedBy(call: Call, { values }: FactsContext): Expression | undefined {
  const isLeft = values.givenArgument(call, 'check_dir', 3) !== undefined;
  return isLeft ? undefined : values.givenArgument(call, 'directory', 0);
}

/** The path that a call writes to. */
function writtenBy(call: Call, what: string, file: FactsContext): Expression | undefined {
  if (/^logging\.(?:handlers\.)?\w*FileHandler$/.test(what)) return file.values.givenArgument(call, 'filename', 0);
  const access = fileAccessOf(call, file);
  if (access !== undefined) return access.how === 'overwrite' ? access.path : undefined;
  return openedPath(call, file)?.path;
}

function madeIn(call: Call, file: FactsContext): readonly Fact[] {
  const made = folderMadeBy(call, file);
  if (made === undefined) return [];
  const fn = file.context.defAround(call);
  const isLate = fn !== undefined && file.context.routeOf(fn) !== undefined;
  return [{ kind: 'made', folder: made.path ?? '*', isLate }];
}

/** Fields of settings with a text as their default. */
function settingsIn(file: FactsContext): readonly Fact[] {
  return settingFieldsOf(file).flatMap(({ field, standard }) => {
    const value = standard && file.values.string(standard);
    return value === undefined ? [] : [{ kind: 'setting', name: field.id, value }];
  });
}
