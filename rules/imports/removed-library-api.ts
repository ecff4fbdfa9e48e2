import { defineSourceRule, heldBackBy, type Problem, type SourceContext } from '#kit';
import type { Alias, Attribute, Call, ExceptHandler, ImportFrom, Node } from '#kit/code';
import { swallowedFailure } from '#kit/errors';
import { NEEDED_ARGUMENTS, REMOVED_KEYWORDS, REMOVED_NAMES, type Removal } from '#kit/names';

/** Boundary to its neighbours: `unresolvable-import`, `missing-member` and `call-signature-mismatch` ask the project's own code. */
export default defineSourceRule({
  docs: {
    summary: 'use of what the library no longer has',
    why: 'The requirements let in a version without it, and that is what a fresh installation takes: there the import or the call fails every time.',
    remedy: 'Use what replaced it, or shut the newer version out until that is done.',
    harm: 'breaks',
    ceiling: 'P1',
    precision: 'low',
    profile: 'strict',
    since: '0.1.0',
    cwe: [477],
    origin: [
      {
        document: 'Audits of thirteen repositories in November 2026',
        finding: 'the requirement has only a lower bound, and the code imports what the newest version has taken out',
      },
    ],
    bad: '# path: requirements.txt\nopenai\n\n# path: ask.py\nimport openai\n\nprint(openai.ChatCompletion.create(model="gpt-4", messages=[]))\n',
    good: '# path: requirements.txt\nopenai>=1.0\n\n# path: ask.py\nimport openai\n\nprint(openai.OpenAI().chat.completions.create(model="gpt-4", messages=[]))\n',
  },
  skips: ['vendored', 'stub', 'generated', 'documentation'],
  visit: {
    Import({ names }, ctx) {
      for (const each of names) checkName(each, each.name, ctx);
    },
    ImportFrom(statement, ctx) {
      if (statement.level === 0) for (const each of statement.names) checkName(each, fullName(each, statement), ctx);
    },
    Attribute(node, ctx) {
      if (node.ctx !== 'Load' || !isNamed(node)) return;
      const name = ctx.types.calleeName(node);
      // What stands below a module that is gone was told of where that was imported.
      const gone = name === undefined ? undefined : REMOVED_NAMES.get(name);
      if (name !== undefined && gone !== undefined) report(node, `\`${name}\` is gone from`, gone, ctx);
    },
    Call: checkCall,
  },
});

const ATTRIBUTES: ReadonlySet<string> = new Set([...REMOVED_NAMES.keys()].map((name) => name.split('.').at(-1) ?? ''));

/** Most attributes of a program are called as nothing that is gone is. */
const isNamed = ({ attr }: Attribute): boolean => ATTRIBUTES.has(attr);

const fullName = ({ name }: Alias, { module }: ImportFrom): string => `${module ?? ''}.${name}`;

/** The name, or a module on the way to it. */
function checkName(at: Alias, name: string, ctx: SourceContext): void {
  const parts = name.split('.');
  const known = parts.map((_, index) => parts.slice(0, index + 1).join('.')).find((each) => REMOVED_NAMES.has(each));
  const gone = known === undefined ? undefined : REMOVED_NAMES.get(known);
  if (gone === undefined || ctx.context.isTypeCheckingOnly(at)) return;
  const handler = handlerAround(at) ?? ctx.context.triesAround(at).flatMap(({ handlers }) => handlers)[0];
  if (handler !== undefined)
    ctx.proven({ at, by: 'one of two imports is taken, and the handler says when', where: handler });
  else report(at, `\`${known}\` is gone from`, gone, ctx);
}

/** What is imported where another import has failed. */
function handlerAround(node: Node): ExceptHandler | undefined {
  let at: Node | undefined = node;
  while (at !== undefined && at.kind !== 'ExceptHandler') at = at.parent;
  return at;
}

function checkCall(call: Call, ctx: SourceContext): void {
  const callee = ctx.types.calleeName(call.func);
  if (callee === undefined) return;
  for (const keyword of call.keywords) {
    const gone = REMOVED_KEYWORDS.get(`${callee}:${keyword.arg}`);
    if (gone !== undefined) report(keyword, `\`${callee}\` takes no \`${keyword.arg}\` in`, gone, ctx);
  }
  const needed = NEEDED_ARGUMENTS.get(callee);
  if (needed === undefined || ctx.values.argument(call, needed.keyword, needed.position).kind !== 'absent') return;
  // Whoever turns the check of the signature off need not say by which algorithm.
  if (call.keywords.some(({ arg }) => arg === 'options')) return;
  report(call.func, `\`${callee}\` is called without \`${needed.keyword}\`, which it needs in`, needed, ctx);
}

function report(at: Node, says: string, { distribution, version, instead }: Removal, ctx: SourceContext): void {
  const swallowed = swallowedFailure(at, 'failure', ctx);
  const [test] = ctx.context.testsAround(at);
  const problem: Problem = {
    at,
    message: `${says} \`${distribution}\` ${version}, which the requirements let in`,
    ...(instead !== undefined && { remedy: `Use ${instead}, or require \`${distribution}<${version}\`.` }),
    cause: `${distribution} ${version}`,
    ...(swallowed !== undefined && { harm: 'lies' as const }),
    ...heldBackBy(test === undefined ? undefined : 'a condition stands before it, which may ask for the version'),
    when: {
      question: { kind: 'allows-version-from', distribution, version, from: ctx.path, asLocked: true },
      yes: 'keep',
      no: 'drop',
      unknown: { heldBack: 'no list of requirements says which version is installed' },
    },
  };
  ctx.report(problem);
}
