/** Whether production code may come to call a function. */
import { describe, expect, it } from 'vitest';
import { isCalled } from '../../../../rules/resources/_shared/called.ts';
import { modelOf } from '../../../project/read-project.ts';

const project = modelOf(
  new Map(
    Object.entries({
      'shop/__init__.py': '',
      'shop/store.py': [
        'class Store:',
        '    def clear(self): ...',
        '    def drop(self): ...',
        '    def hook(self): ...',
        'def reset(): ...',
        'def purge(): ...',
        'def sweep(): ...',
        'def started(): ...',
        'def tested(): ...',
        'def main(): purge()',
      ].join('\n'),
      'shop/api.py': [
        'import threading',
        'from shop import store',
        'from shop.store import sweep, Store',
        'threading.Thread(target=store.started).start()',
        'def end(thing): thing.clear()',
        'def other(thing): getattr(thing, "hook")()',
      ].join('\n'),
      'tests/test_store.py': 'from shop.store import tested, reset\ndef test_it(store): store.drop(); tested()\n',
    }),
  ),
);

describe('what is called', () => {
  it.each([
    ['shop.store.Store.clear', 'yes'],
    ['shop.store.Store.drop', 'no'],
    ['shop.store.Store.hook', 'yes'],
    ['shop.store.reset', 'no'],
    ['shop.store.purge', 'yes'],
    ['shop.store.sweep', 'yes'],
    ['shop.store.started', 'yes'],
    ['shop.store.tested', 'no'],
    ['shop.store.missing', 'unknown'],
  ])('%s: %s', (name, verdict) => {
    expect(isCalled.answer({ function: name }, project).verdict).toBe(verdict);
  });
});
