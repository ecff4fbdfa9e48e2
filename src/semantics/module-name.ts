/** Dotted module name of a Python file by its place: `pkg/sub/a.py` → `pkg.sub.a`, `pkg/__init__.py` → `pkg`. */
export function moduleNameOf(path: string): string {
  const withoutSuffix = path.replace(/\.(py[iw]?|ipynb)$/i, '');
  return withoutSuffix
    .replace(/(^|\/)__init__$/, '')
    .split('/')
    .filter((part) => part !== '')
    .join('.');
}
