import type { ShellWord } from '#artifacts';
import { groupBy } from '#collections';
import { defineProjectRule } from '#kit';
import { isNamedInCode } from '#kit/artifacts';
import type { PlacedCommand, ProjectModel } from '#project';
import { listedCode, verbFor } from '#text/wording';

export default defineProjectRule({
  docs: {
    summary: 'documented command runs a script that does not exist',
    why: 'A reader who follows the README to install, start or back up the system stops at this line.',
    remedy: 'Add the script, correct its path, or remove the command',
    harm: 'misleads',
    severity: 'P3',
    precision: 'low',
    since: '0.1.0',
    cwe: [],
    origin: [{ document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '1.7' }],
    bad: '<!-- path: README.md -->\n# Orders\n\n```bash\n./scripts/start.sh\n```\n# path: orders.py\nprint("orders")\n',
    good: '<!-- path: README.md -->\n# Orders\n\n```bash\n./scripts/start.sh\n```\n# path: scripts/start.sh\n#!/bin/sh\npython orders.py\n# path: orders.py\nprint("orders")\n',
  },
  check(project, ctx) {
    const readmes = new Set(project.artifacts.readmes.map(({ path }) => path));
    const commands = project.commands.filter(({ kind, path }) => kind === 'markdown' && readmes.has(path));
    for (const [path, ofFile] of groupBy(commands, (each) => each.path)) {
      const made = new Set(
        ofFile.flatMap(({ command }) => command.redirections.map(({ target }) => lastOf(target?.text ?? ''))),
      );
      const missing = ofFile.flatMap((placed) => {
        const script = scriptIn(placed);
        return script === undefined || made.has(lastOf(script.text)) || !isGone(script.text, project)
          ? []
          : [{ name: script.text, at: placed.placeOf(script.span) }];
      });
      const [first, ...others] = missing;
      if (first === undefined) continue;
      const names = [...new Set(missing.map(({ name }) => name))];
      ctx.report({
        at: first.at,
        key: path,
        message: `missing script: the document says to run ${listedCode(names, 4)}, and the repository does not have ${verbFor(names.length, 'it', 'them')}`,
        related: others.slice(0, 12).map(({ name, at }) => ({ ...at, message: `\`${name}\`` })),
      });
    }
  },
});

const lastOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** `./start.sh`, `bash scripts/start.sh`, `python3 tools/load.py`; names that stand for one of the reader's are none. */
function scriptIn({ command: { words } }: PlacedCommand): ShellWord | undefined {
  const [program, ...args] = words;
  if (program === undefined) return undefined;
  const isRunner = /^(?:bash|sh|zsh|source|\.|python[\d.]*|uv|poetry|pipenv)$/.test(program.text);
  const script = isRunner ? args.find(({ text }) => !/^(?:-\w*|run|python[\d.]*)$/.test(text)) : program;
  const isScript = script !== undefined && /^(?:\.\/)?(?:[\w-]+\/)*[\w-]+\.(?:sh|py)$/.test(script.text);
  return isScript && !script.isDynamic && !READERS.test(script.text) ? script : undefined;
}

const READERS = /(?:^|[/_-])(?:your|my|example|path|file|script|foo|bar|test)(?=[_.-])/i;

/** No file of the repository is called so, and nothing says that one is fetched or written. */
const isGone = (path: string, project: ProjectModel): boolean =>
  project.tree.filesNamed(lastOf(path)).length === 0 &&
  !project.files.has(lastOf(path)) &&
  !project.made.has(path.replace(/^\.\//, ''), 'checkout') &&
  !isNamedInCode(lastOf(path), project);
