import { describe, expect, it } from 'vitest';
import { pathKeys } from '../../../src/semantics/files/path-key.ts';
import { fixtureOf } from '../expectations.ts';

const PRELUDE = 'import os\nfrom pathlib import Path\nfrom app.places import STATE\nROOT = Path("data")\n';

/** The key of what the only method returns. */
async function keyOf(path: string): Promise<string | undefined> {
  const { model } = await fixtureOf(
    'app/store.py',
    `${PRELUDE}class Store:\n    def place(self, folder, key):\n        return ${path}\n`,
  );
  const owner = model.source.module.body.at(-1);
  const [method] = owner?.kind === 'ClassDef' ? owner.body : [];
  const [statement] = method?.kind === 'FunctionDef' ? method.body : [];
  if (statement?.kind !== 'Return' || statement.value === undefined) throw new Error('nothing is returned');
  // What only its function knows is called by that.
  return pathKeys(statement.value, model).find((key) => !/^\d+:/.test(key));
}

describe('pathKeys', () => {
  it.each([
    ['ROOT / "state.json"', 'ROOT/state.json'],
    ['os.path.join(self.folder, "state.json")', 'self.folder/state.json'],
    ['self.folder / "state.json"', 'self.folder/state.json'],
    ['Path(self.folder).expanduser() / f"{key}.json"', 'self.folder/*.json'],
    ['f"{self.folder}/state.json"', 'self.folder/state.json'],
    ['self.place_of(key)', 'self.place_of(*)'],
    ['self.place_of("state.json")', 'self.place_of(state.json)'],
    ['"state.json"', 'state.json'],
    ['self.settings["state"]', 'self.settings#state'],
    ['STATE', 'STATE'],
    ['STATE / "orders.json"', 'STATE/orders.json'],
  ])('of %s', async (path, key) => {
    expect(await keyOf(path)).toBe(key);
  });

  it.each([
    'folder',
    'self.settings[key]',
    'folder / "state.json"',
    'f"{folder}/state.json"',
    'os.path.join(folder, key)',
    'Path(key)',
  ])('is undefined for %s, which callers bring', async (path) => {
    expect(await keyOf(path)).toBeUndefined();
  });
});
