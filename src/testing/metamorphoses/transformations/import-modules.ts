import { importsOf, isOwnModule } from '../imported-uses.ts';
import type { Transformation } from '../transformation.ts';

/** Modules that are taken from a package as a name is. */
const SUBMODULES: ReadonlySet<string> = new Set([
  ...['concurrent.futures', 'urllib.request', 'urllib.parse', 'urllib.error', 'os.path', 'xml.etree.ElementTree'],
  ...[
    'importlib.metadata',
    'importlib.resources',
    'google.cloud.storage',
    'google.cloud.logging',
    'google.cloud.pubsub_v1',
    'http.server',
  ],
  ...['torch.nn', 'sqlalchemy.orm', 'sqlalchemy.exc', 'django.db.models', 'redis.asyncio'],
]);

export const importModules: Transformation = {
  name: 'import-modules',
  what: '`from a.b import c` becomes `import a.b`, and `c` becomes `a.b.c`',
  sameness: 'imports',
  apply({ python }, rewriting) {
    for (const file of python) {
      for (const { statement, names } of importsOf(file)) {
        if (statement.kind !== 'ImportFrom' || statement.level > 0 || statement.module === undefined) continue;
        const { module } = statement;
        const root = module.split('.')[0] ?? module;
        if (isHidden(file.model.names.moduleScope, root)) continue;
        const modules = names.map(({ alias }) => {
          const whole = `${module}.${alias.name}`;
          return SUBMODULES.has(whole) || isOwnModule(python, whole) ? whole : module;
        });
        const lines = [...new Set(modules)].map((name) => `import ${name}`);
        rewriting.replace(file.path, statement.start, statement.end, lines.join('\n'));
        for (const { alias, uses } of names) {
          for (const use of uses) rewriting.replace(file.path, use.start, use.end, `${module}.${alias.name}`);
        }
      }
    }
  },
};

/** Whether a name of the program already means something else somewhere. */
function isHidden(
  scope: { bindings: ReadonlyMap<string, { definitions: readonly { kind: string }[] }>; children: readonly unknown[] },
  name: string,
): boolean {
  const definitions = scope.bindings.get(name)?.definitions ?? [];
  if (definitions.some(({ kind }) => kind !== 'import')) return true;
  // Scopes hold scopes of the same shape.
  return (scope.children as (typeof scope)[]).some((child) => isHidden(child, name));
}
