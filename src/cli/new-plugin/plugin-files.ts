/** The files of a new plug-in. They work as they stand; a test packs auditlint, installs it, and runs them. */
import { TOOL } from '../../audit/version.ts';
import { KIT_VERSION } from '../../kit/plugin/define-plugin.ts';

export interface NewPlugin {
  readonly packageName: string;
  /** By which its rules go together. */
  readonly name: string;
}

/** Texts by path in the folder of the plug-in. */
export function pluginFiles(plugin: NewPlugin): readonly (readonly [path: string, text: string])[] {
  return [
    ['package.json', manifest(plugin)],
    ['index.js', index(plugin)],
    ['rules/print-as-log.js', RULE],
    ['fixtures/print-as-log/flagged.py', FLAGGED],
    ['fixtures/print-as-log/clean-remedy.py', REMEDY],
    ['fixtures/print-as-log/clean-look-alikes.py', LOOK_ALIKES],
    ['test/rules.test.js', TEST],
    ['jsconfig.json', CHECKS],
    ['README.md', readme(plugin)],
  ];
}

function manifest({ packageName }: NewPlugin): string {
  const content = {
    name: packageName,
    version: '0.1.0',
    description: 'Rules of our own for auditlint',
    keywords: ['auditlint-plugin'],
    type: 'module',
    exports: './index.js',
    files: ['index.js', 'rules'],
    scripts: { test: 'node --test' },
    peerDependencies: { auditlint: `^${TOOL.version}` },
  };
  return `${JSON.stringify(content, undefined, 2)}\n`;
}

function index({ name }: NewPlugin): string {
  return `import { definePlugin } from 'auditlint/kit';
import printAsLog from './rules/print-as-log.js';

export default definePlugin({
  kitVersion: ${KIT_VERSION},
  name: '${name}',
  rules: {
    'print-as-log': printAsLog,
  },
});
`;
}

const RULE = `import { defineSourceRule, NOT_PRODUCTION } from 'auditlint/kit';

export default defineSourceRule({
  docs: {
    summary: '\`print\` in place of a logger',
    why: 'What is printed has no level, no time and no origin, and is gone where nobody reads the standard output.',
    remedy: 'Tell it to \`logging.getLogger(__name__)\`',
    harm: 'hides-failures',
    severity: 'P2',
    precision: 'medium',
    since: '0.1.0',
    cwe: [],
    origin: [],
    bad: 'def pay(order):\\n    print("paid", order)\\n',
    good: 'import logging\\n\\nlog = logging.getLogger(__name__)\\n\\n\\ndef pay(order):\\n    log.info("paid %s", order)\\n',
  },
  options: {
    allowed: { default: ['main'], description: 'Functions that may print, by name' },
  },
  skips: [...NOT_PRODUCTION, 'script', 'notebook'],
  mentions: ['print'],
  visit: {
    Call(call, ctx) {
      if (ctx.types.calleeName(call.func) !== 'builtins.print') return;
      const around = ctx.context.defAround(call);
      if (around === undefined || ctx.options.allowed.includes(around.name)) return;
      ctx.report({ at: call, message: \`\\\`\${around.name}\\\` prints what a logger should be told\` });
    },
  },
});
`;

const FLAGGED = `def pay(order):
    print("paid", order)  # expect: print-as-log "\`pay\` prints"
    return order


class Till:
    async def close(self, sum):
        print(sum)  # expect: print-as-log "\`close\` prints"
`;

const REMEDY = `import logging

log = logging.getLogger(__name__)


def pay(order):
    log.info("paid %s", order)
    return order
`;

const LOOK_ALIKES = `from till import print as receipt


class Paper:
    def print(self, line):
        return line


def pay(order, paper: Paper):
    receipt(order)  # ok: another function
    paper.print(order)  # ok: a method
    return order


def main():
    print("usage: pay ORDER")  # ok: the options allow it
`;

const TEST = `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fixtureCases, metamorphose } from 'auditlint/testing';
import plugin from '../index.js';

const fixtures = new URL('../fixtures/', import.meta.url);

for (const { name, run } of fixtureCases(plugin, fixtures)) test(name, run);

test('what a clean fixture says otherwise is no finding', async () => {
  const changed = await metamorphose(plugin, fixtures);
  const alarms = changed.filter(({ fixture, extra }) => fixture.startsWith('clean') && extra.length > 0);
  assert.deepEqual(alarms, []);
});

test('findings survive other names, other imports and comments', async () => {
  const spelling = ['neutral-names', 'no-comments', 'aliased-imports', 'wrapped-in-if', 'through-local'];
  const changed = await metamorphose(plugin, fixtures);
  const lost = changed.filter((each) => spelling.includes(each.transformation) && each.lost.length > 0);
  assert.deepEqual(lost, []);
});
`;

const CHECKS = `{
  "compilerOptions": {
    "checkJs": true,
    "strict": true,
    "module": "nodenext",
    "target": "es2023",
    "noEmit": true
  },
  "include": ["index.js", "rules"]
}
`;

function readme({ packageName, name }: NewPlugin): string {
  return `# ${packageName}

Rules of our own for [auditlint](https://www.npmjs.com/package/auditlint).

\`\`\`sh
npm install
npm test
npx auditlint --plugin ${packageName} --select ${name}
\`\`\`

The plug-in has to be installed where auditlint is, or be named by its path: \`--plugin ./${packageName.slice(packageName.indexOf('/') + 1)}\`. In a configuration that is passed
with \`--config\` it is \`plugins = ["${packageName}"]\`.

A rule is one file in \`rules/\`, listed in \`index.js\`, with fixtures in \`fixtures/<rule>/\`: Python in which a comment says what is
found (\`# expect: rule-name "part of the message"\`) in files that begin with \`flagged\`, and what looks the same and is right in files
that begin with \`clean\`. \`docs/writing-rules.md\` of auditlint builds one from nothing.
`;
}
