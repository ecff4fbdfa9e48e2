import type { ModuleSummary } from '../semantics/index.ts';

/** A name as an import writes it, from the top: `..a` in a module `pkg.sub.b` is `pkg.a`; undefined above the top. */
export function absoluteName(
  written: string,
  { module, isPackage }: Pick<ModuleSummary, 'module' | 'isPackage'>,
): string | undefined {
  const level = written.search(/[^.]|$/);
  if (level === 0) return written;
  const around = module === '' ? [] : module.split('.');
  const up = level - (isPackage ? 1 : 0);
  if (up > around.length) return undefined;
  return [...around.slice(0, around.length - up), written.slice(level)].filter((each) => each !== '').join('.');
}
