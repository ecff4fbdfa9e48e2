/** What of the program is loaded with what. */
import { basename } from 'node:path';
import { expect, it } from 'vitest';
import { programMetafile } from './program.ts';

const metafile = programMetafile();
const chunks = Object.entries(metafile.outputs);

/** What is loaded with a file, before anything is asked for. */
function loadedWith(entryPoint: string): string[] {
  const { outputs } = metafile;
  const first = Object.keys(outputs).find((output) => outputs[output]?.entryPoint === entryPoint);
  const loaded = new Set([first ?? '']);
  for (const output of loaded) {
    const imports = outputs[output]?.imports ?? [];
    for (const { path, kind } of imports) if (kind === 'import-statement') loaded.add(path);
  }
  return [...loaded].flatMap((output) => [output, ...Object.keys(outputs[output]?.inputs ?? {})]);
}

it('the protocol of editors is loaded by the command that speaks it, and by no scan', () => {
  const protocolChunks = chunks.filter(([, { inputs }]) =>
    Object.keys(inputs).some((path) => /node_modules\/vscode-(?:languageserver|jsonrpc)\//.test(path)),
  );
  expect(protocolChunks.map(([path]) => basename(path))).toEqual([expect.stringMatching(/^lsp-\w+\.js$/)]);
  const importers = chunks.flatMap(([path, { imports }]) =>
    imports.filter((each) => each.path === protocolChunks[0]?.[0]).map(({ kind }) => ({ path: basename(path), kind })),
  );
  expect(importers).toEqual([{ path: expect.stringMatching(/^program-/), kind: 'dynamic-import' }]);
});

it('the fleet is loaded for its commands only, and its packages for what they are', () => {
  const isFleet = (path: string) => /^src\/fleet\/|^(?:bullmq|ioredis|pg|node-sqlite3-wasm)$/.test(path);
  for (const entry of ['src/cli/main.ts', 'src/cli/program.ts', 'src/cli/commands/check.ts']) {
    const loaded = loadedWith(entry);
    expect(loaded.length).toBeGreaterThan(1);
    expect(loaded.filter(isFleet)).toEqual([]);
  }
  expect(loadedWith('src/cli/commands/fleet.ts').filter(isFleet)).toContain('src/fleet/run-fleet.ts');
  const inputs = Object.keys(metafile.inputs).filter((path) =>
    /node_modules\/(?:bullmq|ioredis|pg|msgpackr|node-sqlite3-wasm)\//.test(path),
  );
  expect(inputs).toEqual([]);
});
