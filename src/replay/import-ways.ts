import { type Module, nodesOf } from '../ast/index.ts';
import { memoize } from '../collections/index.ts';
import type { RepositoryCode } from './repository-code.ts';

/** More files than these are not followed: the answer is then unknown. */
const MOST_FILES = 1500;

/**
 * Whether importing one file may come to another, by any import anywhere in the files between, taken too widely on purpose: a name may mean
 * every file whose path ends with it, and importing a module imports the packages above it. So `no` is certain.
 */
export function reaches(from: string, to: string, code: RepositoryCode): 'no' | 'maybe' {
  const seen = new Set<string>([from]);
  const pending = [from];
  for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
    for (const next of importsOf(code)(path)) {
      if (next === to) return 'maybe';
      if (seen.has(next)) continue;
      seen.add(next);
      pending.push(next);
    }
    if (seen.size > MOST_FILES) return 'maybe';
  }
  return 'no';
}

const importsOf = memoize((code: RepositoryCode) => {
  const known = new Map<string, ReadonlySet<string>>();
  const modules = modulesByEnd(code);
  return (path: string): ReadonlySet<string> => {
    let found = known.get(path);
    if (found === undefined) {
      found = new Set(targetsOf(path, code, modules));
      known.set(path, found);
    }
    return found;
  };
});

/** Files by the last part of their module's name. */
function modulesByEnd({ paths }: RepositoryCode): ReadonlyMap<string, readonly string[]> {
  const modules = new Map<string, string[]>();
  for (const path of paths) {
    const dotted = moduleName(path);
    if (dotted === undefined) continue;
    const end = dotted.slice(dotted.lastIndexOf('.') + 1);
    const alike = modules.get(end);
    if (alike === undefined) modules.set(end, [path]);
    else alike.push(path);
  }
  return modules;
}

function moduleName(path: string): string | undefined {
  return path.endsWith('.py') ? path.replace(/(?:\/__init__)?\.py$/, '').replaceAll('/', '.') : undefined;
}

function targetsOf(path: string, code: RepositoryCode, modules: ReadonlyMap<string, readonly string[]>): string[] {
  const file = code.file(path);
  if (file === undefined) return [];
  // What is imported under a name that is made at run time could be anything.
  if (/\b(?:import_module|__import__)\b/.test(file.text.content))
    return [...code.paths].filter((each) => each.endsWith('.py'));
  return namesIn(file.module, path).flatMap((name) => filesOf(name, modules));
}

function namesIn(module: Module, path: string): string[] {
  const plain = nodesOf(module, 'Import').flatMap(({ names }) => names.map(({ name }) => name));
  const from = nodesOf(module, 'ImportFrom').flatMap(({ module: base = '', names, level = 0 }) => {
    const above = (level ?? 0) === 0 ? [] : folderAbove(path, level ?? 0);
    const start = [...above, ...(base === '' ? [] : [base])].join('.');
    return [start, ...names.map(({ name }) => (start === '' ? name : `${start}.${name}`))];
  });
  return [...plain, ...from].filter((name) => name !== '');
}

const folderAbove = (path: string, level: number): string[] => path.split('/').slice(0, -level);

/** A module and the packages above it. */
function filesOf(name: string, modules: ReadonlyMap<string, readonly string[]>): string[] {
  const parts = name.split('.');
  return parts.flatMap((end, i) => {
    const whole = parts.slice(0, i + 1).join('.');
    return (modules.get(end) ?? []).filter((path) => {
      const dotted = moduleName(path);
      return dotted === whole || dotted?.endsWith(`.${whole}`) === true;
    });
  });
}
