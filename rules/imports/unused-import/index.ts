import type { Node } from '#ast';
import { defineSourceRule, providedThat } from '#kit';
import { offering, removedImports, safeFix, unsafeFix } from '#kit/fixes';
import { namesUsedAsText } from './names-in-text.ts';
import {
  asWhat,
  EFFECTIVE,
  isMeant,
  isOfStandardLibrary,
  isUnread,
  NO_LINTER,
  nameOf,
  neededBy,
  packageOf,
  statementOf,
  type WholeStatement,
} from './unread-names.ts';
import { unseenReaderOf } from './unseen-readers.ts';

export default defineSourceRule({
  docs: {
    summary: 'unused import',
    why: 'An unused import can slow down startup and requires its package to be installed. It suggests a dependency that does not exist.',
    remedy: 'Remove it, or mark it as a re-export: list it in `__all__`, or write `import x as x`',
    harm: 'dead-code',
    severity: 'P3',
    precision: 'high',
    measured: { read: 20, right: 20, on: 'fschat, gpt_researcher, vanna, khoj, networkx, mlflow' },
    since: '0.1.0',
    cwe: [1164],
    fixes: [
      safeFix('Remove the import', 'importing a module of the standard library has no other effect'),
      unsafeFix(
        'Remove the import',
        'the module may have an effect when it is imported, or another module imports the name from here',
      ),
    ],
    origin: [
      { document: 'TenSafe Issue Register', finding: 'LINT-01' },
      { document: 'TenSafe Phase 0 Baseline Assessment', finding: '2.5' },
    ],
    bad: 'import json\nimport os\n\nprint(os.getcwd())\n',
    good: 'import os\n\nprint(os.getcwd())\n',
  },
  skips: ['generated', 'vendored'],
  visit: {
    Module(module, ctx) {
      if (ctx.path.endsWith('__init__.py')) return;
      const unused = ctx.names.imports.flatMap(({ alias, boundAs }) =>
        isUnread(alias, boundAs, ctx) ? [{ alias, boundAs }] : [],
      );
      if (unused.length === 0) return;
      // One statement may import thousands of names.
      const whole = new Map<Node, WholeStatement>();
      const mentioned = namesUsedAsText(new Set(unused.map(({ boundAs }) => boundAs)), ctx);
      for (const { alias, boundAs } of unused) {
        if (mentioned.has(boundAs) || isMeant(alias, statementOf(alias, whole, ctx), ctx)) continue;
        if (EFFECTIVE.has(packageOf(alias))) {
          ctx.proven({ at: alias, by: 'the import itself has an effect' });
          continue;
        }
        const doubt = unseenReaderOf(boundAs, alias, ctx);
        ctx.report({
          at: alias,
          message: `unused import: \`${nameOf(alias)}\`${asWhat(alias)}`,
          cause: NO_LINTER,
          ...offering(removedImports([alias], ctx), doubt === undefined && isOfStandardLibrary(alias) ? 0 : 1),
          doubt,
          ...(ctx.names.scopeAt(alias).kind === 'module' && {
            when: providedThat({ kind: 'not', of: { kind: 'any', of: neededBy(alias, boundAs, ctx) } }, 'drop'),
          }),
        });
      }
    },
  },
});
