import type { Alias } from '../../ast/index.ts';
import type { ImportedName } from '../names.ts';

/** Where a file stands, for the imports it makes. */
export interface ImportOrigin {
  readonly moduleName: string;
  readonly isPackage: boolean;
}

/** An import as it binds here; undefined for an alias outside an import statement, which only broken source has. */
export function importedNameOf(alias: Alias, origin: ImportOrigin): ImportedName | undefined {
  const statement = alias.parent;
  if (statement?.kind === 'Import') {
    const boundAs = alias.asname ?? firstSegment(alias.name);
    return { alias, module: alias.name, name: undefined, boundAs };
  }
  if (statement?.kind !== 'ImportFrom') return undefined;
  const module = absoluteModule(statement.module, statement.level, origin);
  return { alias, module, name: alias.name, boundAs: alias.asname ?? alias.name };
}

/** Dotted name that an import alias stands for; undefined where a relative import leaves the repository. */
export function importTarget(imported: ImportedName): string | undefined {
  if (imported.module.startsWith('.')) return undefined;
  if (imported.name === undefined) {
    return imported.alias.asname === undefined ? firstSegment(imported.module) : imported.module;
  }
  return imported.module === '' ? imported.name : `${imported.module}.${imported.name}`;
}

/**
 * `from ..a import b` seen from this file. One dot is the package that holds the file, which for `__init__` is the module
 * itself. Levels above the scanned root keep their dots: nobody here knows what they mean.
 */
function absoluteModule(module: string | undefined, level: number, origin: ImportOrigin): string {
  if (level === 0) return module ?? '';
  const own = origin.moduleName === '' ? [] : origin.moduleName.split('.');
  const up = origin.isPackage ? level - 1 : level;
  if (up > own.length) return '.'.repeat(up - own.length) + (module ?? '');
  const package_ = own.slice(0, own.length - up);
  return [...package_, ...(module === undefined ? [] : [module])].join('.');
}

function firstSegment(dotted: string): string {
  const dot = dotted.indexOf('.');
  return dot < 0 ? dotted : dotted.slice(0, dot);
}
