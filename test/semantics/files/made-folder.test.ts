import { expect, it } from 'vitest';
import { nodesOf } from '../../../src/ast/index.ts';
import { folderMadeBy } from '../../../src/semantics/files/made-folder.ts';
import { fixtureOf } from '../expectations.ts';

const CODE = 'import os\nfrom pathlib import Path\n\nOUT = Path("exports")\n\n\ndef make(name, folder):\n    ';

it.each([
  ['os.makedirs("./reports//daily/")', 'reports/daily'],
  ['os.mkdir(path="reports")', 'reports'],
  ['OUT.mkdir()', 'exports'],
  ['(OUT / "csv" / name).mkdir(parents=True)', 'exports/csv/*'],
  ['OUT.joinpath("a", "b.txt").parent.mkdir()', 'exports/a'],
  ['os.makedirs(os.path.dirname(os.path.join("a", "b", name)))', 'a/b'],
  ['os.makedirs(f"reports/{name}-x")', 'reports/*-x'],
  ['os.makedirs(os.path.join("a", "/srv"))', '/srv'],
  ['folder.mkdir()', undefined],
  ['(folder / "a").mkdir()', undefined],
])('%s', async (call, path) => {
  const { model } = await fixtureOf('app/folders.py', `${CODE}${call}\n`);
  const made = nodesOf(model.source.module, 'Call').flatMap((each) => folderMadeBy(each, model) ?? []);
  expect(made).toEqual([{ path }]);
});
