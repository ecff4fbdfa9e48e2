import { invocationOf } from '#artifacts';
import { type Call, callKeyword, type Expression, lastName, type Node, nodesOf } from '#ast';
import { defineProjectRule, type FactsContext, NOT_PRODUCTION, type PackedPlace, packPlace, unpackPlace } from '#kit';
import type { ProjectModel } from '#project';

const SERVED = 'directory that is served';

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
  /** Undefined where the path cannot be determined. */
  | { readonly kind: 'made'; readonly name?: string }
  | { readonly kind: 'setting'; readonly name: string; readonly value: string };

export default defineProjectRule<Fact>({
  docs: {
    summary: 'directory that is used and never created',
    why: 'On a clean checkout the directory does not exist. The start, or the first write, fails with `RuntimeError` or `FileNotFoundError`.',
    remedy: 'Create the directory before its first use, with `mkdir(parents=True, exist_ok=True)`',
    harm: 'breaks',
    severity: { 'directory that a file is written to': 'P2', [SERVED]: 'P2' },
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
    const made = facts.flatMap((fact) => (fact.kind === 'made' ? [fact.name] : []));
    // What is made by a name that nobody can read may be any of them.
    if (made.includes(undefined)) return;
    const reported = new Set<string>();
    for (const { path, fact } of ctx.facts) {
      if (fact.kind !== 'use') continue;
      const folder = fact.folder ?? settingNamed(fact.setting, facts);
      if (
        folder === undefined ||
        reported.has(folder) ||
        made.includes(nameOf(folder)) ||
        isThere(folder, fact.isServed, project)
      )
        continue;
      reported.add(folder);
      ctx.report({
        at: { path, ...unpackPlace(fact.place) },
        key: folder,
        ...(fact.isServed && { kind: SERVED }),
        message: `missing directory: \`${fact.what}\` needs \`${folder}\`, which is not in the repository and which nothing creates before`,
      });
    }
  },
});

const nameOf = (folder: string): string => folder.replace(/\/$/, '').split('/').at(-1) ?? '';

/** The value of the one setting of this name. */
function settingNamed(name: string | undefined, facts: readonly Fact[]): string | undefined {
  const [only, ...others] = facts.flatMap((fact) => (fact.kind === 'setting' && fact.name === name ? fact.value : []));
  return others.length === 0 && only !== undefined && isRelative(only) ? only : undefined;
}

const isRelative = (path: string): boolean => /^(?:\.\/)?[\w-][\w./-]*$/.test(path) && !path.includes('..');

/** It is in the repository, wherever the program is started, or something makes it. A volume makes it in its container alone. */
function isThere(folder: string, isServed: boolean, project: ProjectModel): boolean {
  const path = folder.replace(/^\.\//, '').replace(/\/$/, '');
  const name = nameOf(path);
  if (
    [...project.files].some((file) => file.startsWith(`${path}/`) || file.includes(`/${path}/`)) ||
    project.made.has(path)
  )
    return true;
  const mounts = project.artifacts.of('compose').flatMap(({ model }) => model.services.flatMap((each) => each.mounts));
  if (!isServed && mounts.some(({ target }) => nameOf(target?.value ?? '') === name)) return true;
  return project.commands.some(({ command }) => {
    const { program, args = [] } = invocationOf(command) ?? {};
    return program === 'mkdir' && args.some(({ text }) => text.split(/[/{},]/).includes(name));
  });
}

function usesIn(call: Call, file: FactsContext): readonly Fact[] {
  const what = file.names.qualifiedName(call.func) ?? lastName(call.func) ?? '';
  const isServed = /^(?:fastapi|starlette)\.staticfiles\.StaticFiles$/.test(what);
  const given = isServed ? servedBy(call, file) : isCaught(call) ? undefined : writtenBy(call, what, file);
  if (given === undefined) return [];
  const shown = what.slice(what.lastIndexOf('.') + 1);
  const use = { kind: 'use' as const, what: shown, isServed, place: packPlace(file, given) };
  const path = file.values.string(given);
  if (path === undefined) return isServed && given.kind === 'Attribute' ? [{ ...use, setting: given.attr }] : [];
  const folder = isServed ? path : path.slice(0, Math.max(0, path.lastIndexOf('/')));
  return isRelative(folder) ? [{ ...use, folder }] : [];
}

/** It looks for the directory as soon as it is made. */
function servedBy(call: Call, { values }: FactsContext): Expression | undefined {
  const check = callKeyword(call, 'check_dir')?.value;
  return check === undefined ? values.givenArgument(call, 'directory', 0) : undefined;
}

/** The path that a call writes to. */
function writtenBy(call: Call, what: string, { values }: FactsContext): Expression | undefined {
  if (what === 'builtins.open') {
    const mode = values.givenArgument(call, 'mode', 1);
    return mode !== undefined && /^[wax]/.test(values.string(mode) ?? '')
      ? values.givenArgument(call, 'file', 0)
      : undefined;
  }
  if (/^logging\.(?:handlers\.\w+)?FileHandler$|^logging\.handlers\.\w+FileHandler$/.test(what))
    return values.givenArgument(call, 'filename', 0);
  if (/^(?:joblib\.dump|torch\.save)$/.test(what)) return call.args[1];
  return undefined;
}

const isCaught = (node: Node): boolean =>
  node.parent !== undefined && (node.parent.kind === 'Try' || isCaught(node.parent));

/** Directories that are made, but for those that a route makes: it is called long after the start. */
function madeIn(call: Call, file: FactsContext): readonly Fact[] {
  const name = lastName(call.func) ?? '';
  if (!/^(?:mkdir|makedirs|mkdirs|ensure_dir\w*|mkdtemp)$/.test(name) || name === 'mkdtemp') return [];
  const { func } = call;
  const owner =
    func.kind === 'Attribute' && name === 'mkdir' && file.names.qualifiedName(func) !== 'os.mkdir'
      ? func.value
      : call.args[0];
  const path = owner === undefined ? undefined : textOf(owner, file);
  if (path !== undefined) return [{ kind: 'made', name: nameOf(path) }];
  const fn = file.context.functionAround(call);
  const isRoute =
    fn !== undefined &&
    (fn.kind === 'FunctionDef' || fn.kind === 'AsyncFunctionDef') &&
    file.context.routeOf(fn) !== undefined;
  return isRoute ? [] : [{ kind: 'made' }];
}

/** `Path("reports")`, `"reports"`. */
function textOf(path: Expression, { values }: FactsContext): string | undefined {
  const [first] = path.kind === 'Call' && lastName(path.func) === 'Path' ? path.args : [];
  return values.string(first ?? path);
}

/** Fields of settings with a text as their default. */
function settingsIn(file: FactsContext): readonly Fact[] {
  return nodesOf(file.module, 'ClassDef').flatMap(({ bases, body }) =>
    bases.some((base) => lastName(base) === 'BaseSettings')
      ? body.flatMap((member): Fact[] => {
          if (member.kind !== 'AnnAssign' || member.target.kind !== 'Name') return [];
          const { value } = member;
          const given = value?.kind === 'Call' ? (callKeyword(value, 'default')?.value ?? value.args[0]) : value;
          const text = given && file.values.string(given);
          return text === undefined ? [] : [{ kind: 'setting', name: member.target.id, value: text }];
        })
      : [],
  );
}
