import type { Alias, Attribute, Call, ExceptHandler, ImportFrom, Node } from '#ast';
import { type DoubtId, defineSourceRule, type SourceContext } from '#kit';
import { NEEDED_ARGUMENTS, REMOVED_KEYWORDS, REMOVED_NAMES, type Removal } from '#knowledge/removed-library-names';
import { walkOwnCode } from '#semantics/effects/calls-within';
import { swallowedFailure } from '#semantics/handlers/swallowed-failure';

/** Anyone who uses something of them names the package. */
const PACKAGES: ReadonlySet<string> = new Set(
  [...REMOVED_NAMES.keys(), ...REMOVED_KEYWORDS.keys(), ...NEEDED_ARGUMENTS.keys()].map(
    (name) => name.split('.', 1)[0] ?? '',
  ),
);

/** Boundary to its neighbours: `unresolvable-import`, `missing-member` and `call-signature-mismatch` ask the project's own code. */
export default defineSourceRule({
  docs: {
    summary: 'removed API of a library',
    why: 'The requirements allow a version that no longer has this API, and a fresh install may choose that version. The import or call then fails every time.',
    remedy: 'Use the replacement, or exclude the newer version until the code is migrated',
    harm: 'breaks',
    severity: 'P1',
    precision: 'low',
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
  mentions: [...PACKAGES],
  visit: {
    Import({ names }, ctx) {
      for (const each of names) checkName(each, each.name, ctx);
    },
    ImportFrom(statement, ctx) {
      if (statement.level === 0) for (const each of statement.names) checkName(each, fullName(each, statement), ctx);
    },
    Attribute(node, ctx) {
      if (node.ctx !== 'Load' || !isNamed(node)) return;
      // What is below a module that is gone was told of where that was imported.
      const name = [ctx.names.qualifiedName(node), ctx.types.calleeName(node)].find((each) => isGone(each));
      const gone = name === undefined ? undefined : REMOVED_NAMES.get(name);
      if (gone !== undefined) report(node, `removed API: \`${name}\` no longer exists in`, gone, ctx);
    },
    Call: checkCall,
  },
});

const isGone = (name: string | undefined): boolean => name !== undefined && REMOVED_NAMES.has(name);

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
  const inside = ctx.context.handlerAround(at);
  const around = ctx.context.triesAround(at).flatMap(({ handlers }) => handlers);
  const taking = [inside ?? [], ...around].flat().find((each) => takesImportErrors(each, ctx));
  if (taking !== undefined && (taking === inside || holdsImport(taking)))
    ctx.proven({ at, by: 'the `except` imports the replacement', where: taking });
  else report(at, `removed API: \`${known}\` no longer exists in`, gone, ctx, taking && 'failure-handled-elsewhere');
}

const takesImportErrors = (handler: ExceptHandler, { handlers }: SourceContext): boolean => {
  const { isBroad, catches } = handlers.describe(handler);
  return isBroad || catches.some((each) => /^builtins\.(?:Import|ModuleNotFound)Error$/.test(each));
};

function holdsImport({ body }: ExceptHandler): boolean {
  let isFound = false;
  walkOwnCode(body, ({ kind }) => {
    isFound ||= kind === 'Import' || kind === 'ImportFrom';
    return undefined;
  });
  return isFound;
}

function checkCall(call: Call, ctx: SourceContext): void {
  const callee = ctx.types.calleeName(call.func);
  if (callee === undefined) return;
  const keyword = call.keywords.find(({ arg }) => REMOVED_KEYWORDS.has(`${callee}:${arg}`));
  const gone = REMOVED_KEYWORDS.get(`${callee}:${keyword?.arg}`);
  if (keyword !== undefined && gone !== undefined) {
    report(keyword, `removed API: \`${callee}\` no longer accepts \`${keyword.arg}\` in`, gone, ctx);
    return;
  }
  const needed = NEEDED_ARGUMENTS.get(callee);
  if (needed === undefined || ctx.values.argument(call, needed.keyword, needed.position).kind !== 'absent') return;
  // Anyone who turns the check of the signature off need not say by which algorithm.
  if (call.keywords.some(({ arg }) => arg === 'options')) return;
  report(call.func, `\`${callee}\` is called without \`${needed.keyword}\`, which is required from`, needed, ctx);
}

function report(
  at: Node,
  says: string,
  { distribution, version, instead }: Removal,
  ctx: SourceContext,
  doubt?: DoubtId,
): void {
  const swallowed = swallowedFailure(at, 'failure', ctx);
  const [test] = ctx.context.testsAround(at);
  ctx.report({
    at,
    message: `${says} \`${distribution}\` ${version}, a version that the requirements allow`,
    ...(instead !== undefined && { remedy: `Use ${instead}, or require \`${distribution}<${version}\`` }),
    cause: `${distribution} ${version}`,
    ...(swallowed !== undefined && { harm: 'misleads' as const }),
    doubt: doubt ?? (test && 'unknown-version'),
    when: {
      question: { kind: 'allows-version-from', distribution, version, from: ctx.path, asLocked: true },
      yes: 'keep',
      no: 'drop',
      unknown: { doubt: 'unknown-version' },
    },
  });
}
