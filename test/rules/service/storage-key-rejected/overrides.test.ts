import { expect, it } from 'vitest';
import { overridesOf } from '../../../../rules/service/storage-key-rejected/overrides.ts';
import { modelOf } from '../../../project/read-project.ts';

const files = new Map([
  ['depot/__init__.py', ''],
  ['depot/base.py', 'class Store:\n    def put(self, key): ...\n    def get(self, key): ...\n\ndef check(key): ...\n'],
  [
    'depot/folder.py',
    'from depot.base import Store\n\nclass Folder(Store):\n    def put(self, key): ...\n\nclass Dated(Folder):\n    def put(self, key): ...\n',
  ],
  ['depot/use.py', 'from depot.base import Store, check\n'],
]);

it.each([
  ['depot.base.Store().put', ['depot.base.Store.put', 'depot.folder.Folder.put', 'depot.folder.Dated.put']],
  ['depot.base.Store().get', ['depot.base.Store.get']],
  ['depot.base.check', ['depot.base.check']],
])('overridesOf %s', (path, expected) => {
  const project = modelOf(files);
  const importer = project.moduleByPath('depot/use.py');
  const target = importer === undefined ? undefined : project.follow(path, importer);
  const found = target?.kind === 'function' ? overridesOf(target, project) : [];
  expect(found.map((each) => each.function.qualifiedName).sort()).toEqual([...expected].sort());
});
