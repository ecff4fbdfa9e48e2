import { invocationOf } from '#artifacts';
import { groupBy } from '#collections';
import { defineProjectRule } from '#kit';
import type { PlacedCommand } from '#project';

const REMOVED = 'installation that is removed before its replacement is there';

export default defineProjectRule({
  docs: {
    summary: 'destructive step of a deployment script',
    why: 'If the download fails after the old installation is removed, nothing is left to run. Commands that prune a whole Docker host also remove images and volumes of other projects.',
    remedy:
      'Fetch the new version beside the old one and exchange the two at the end; remove only what carries the label of this project',
    harm: 'loses',
    severity: { [REMOVED]: 'P2', 'what belongs to others on the host': 'P2' },
    precision: 'low',
    since: '0.1.0',
    cwe: [],
    origin: [{ document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '8.1' }],
    bad: '# path: update.sh\n#!/bin/sh\nset -e\nrm -rf /opt/orders\ngit clone https://git.example.com/orders /opt/orders\n',
    good: '# path: update.sh\n#!/bin/sh\nset -e\ngit clone https://git.example.com/orders /opt/orders.new\nrm -rf /opt/orders\nmv /opt/orders.new /opt/orders\n',
  },
  check(project, ctx) {
    const scripts = project.commands.filter(({ kind }) => /^(?:shell-script|makefile|workflow|gitlab-ci)$/.test(kind));
    for (const [path, commands] of groupBy(scripts, (each) => each.path)) {
      for (const [index, each] of commands.entries()) {
        const at = each.placeOf(each.command.span);
        const clone = commands.slice(index + 1, index + NEAR).find((later) => replaces(later, each));
        if (clone !== undefined)
          ctx.report({
            at,
            key: `${path} clone`,
            kind: REMOVED,
            message:
              'data loss: the checkout is removed before `git clone` has succeeded, so a failed download leaves nothing to run',
            related: [{ ...clone.placeOf(clone.command.span), message: 'the new version is fetched here' }],
          });
        const pruned = each.kind === 'shell-script' ? prunedBy(each) : undefined;
        if (pruned !== undefined)
          ctx.report({
            at,
            key: `${path} ${pruned}`,
            cause: path,
            kind: 'what belongs to others on the host',
            message: `data loss: \`${pruned}\` also removes what other projects on this host have`,
          });
      }
    }
  },
});

/** Commands between the two: logs, folders, a stop of the containers. */
const NEAR = 10;

const wordsOf = ({ command }: PlacedCommand): readonly string[] =>
  command.words.map(({ text }) => text.replace(/\/\*?$/, ''));

/** `git clone` to the folder that was removed, or to anywhere after all of the current folder was. */
function replaces(later: PlacedCommand, removal: PlacedCommand): boolean {
  const [program, verb, ...args] = wordsOf(later);
  if (program !== 'git' || verb !== 'clone') return false;
  const words = wordsOf(removal);
  const removed = words[0] === 'rm' && words.some((word) => /^-\w*r/.test(word)) ? words.slice(1) : [];
  const target = args.filter((word) => !word.startsWith('-')).at(-1);
  return removed.some((word) => !word.startsWith('-') && (word === target || (word === '' && target === '.')));
}

function prunedBy({ command }: PlacedCommand): string | undefined {
  const { program, args = [] } = invocationOf(command) ?? {};
  const words = args.map(({ text }) => text);
  const isOfAll =
    words.some((word) => /^(?:-\w*a\w*|--all|--volumes)$/.test(word)) &&
    !words.some((word) => word.startsWith('--filter'));
  const isPruning = /^(?:system|volume|image) prune\b/.test(words.join(' ')) && (isOfAll || words[0] === 'volume');
  return program === 'docker' && isPruning ? ['docker', ...words].join(' ') : undefined;
}
