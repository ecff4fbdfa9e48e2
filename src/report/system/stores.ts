import type { Components } from '../components.ts';
import type { CodeSignals } from './code-signals.ts';
import { STORE_LIBRARIES, storeOfImage } from './libraries.ts';
import type { Service, Store } from './system-model.ts';

/** Where data lies: datastores that run beside the code, and what the code reaches by a library for it. */
export function storesOf(services: readonly Service[], signals: CodeSignals, components: Components): Store[] {
  const beside = services
    .filter(({ isStore }) => isStore)
    .map(({ name, image, path, line }) => ({
      name,
      seenAs: 'image' as const,
      of: image ?? '',
      components: [],
      path,
      line,
    }));
  const byName = new Map<string, Store>();
  for (const [library, name] of STORE_LIBRARIES) {
    const imports = signals.importsOf(library);
    const [first] = imports;
    if (first === undefined) continue;
    const known = byName.get(name);
    const reaching = new Set([
      ...(known?.components ?? []),
      ...imports.map(({ module }) => components.of(module.path)),
    ]);
    byName.set(name, {
      ...(known ?? { name, seenAs: 'library' as const, of: library, ...first.at }),
      components: [...reaching],
    });
  }
  const reachedBy = (image: string) => byName.get(storeOfImage(image) ?? '')?.components ?? [];
  const run = new Set(beside.map(({ of }) => storeOfImage(of)));
  // One that runs beside the code is not reported again for the library that reaches it.
  return [
    ...beside.map((store) => ({ ...store, components: reachedBy(store.of) })),
    ...[...byName.values()].filter(({ name }) => !run.has(name)),
  ];
}
