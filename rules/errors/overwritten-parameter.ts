import { type Def, type Parameter, parametersOf } from '#ast';
import { defineSourceRule, type SourceContext } from '#kit';
import { hasDemandedSignature } from '#semantics/context/idle-function';

export default defineSourceRule({
  docs: {
    summary: 'parameter overwritten before it is read',
    why: 'The argument has no effect, but callers have no way to notice that it is ignored.',
    remedy: 'Use the argument (`if value is None:` before a default of your own), or remove the parameter',
    harm: 'misleads',
    severity: 'P3',
    precision: 'low',
    since: '0.1.0',
    cwe: [563],
    origin: [
      {
        document: 'Audits of six systems before a scan',
        finding: 'python-slack-bot 376: an argument that is overwritten',
      },
    ],
    bad: 'def prompt(text, negative):\n    negative = ""\n    return {"text": text, "negative": negative}\n',
    good: 'def prompt(text, negative=""):\n    return {"text": text, "negative": negative}\n',
  },
  skips: ['generated', 'vendored', 'test', 'stub'],
  visit: {
    FunctionDef: reportOverwritten,
    AsyncFunctionDef: reportOverwritten,
  },
});

function reportOverwritten(fn: Def, ctx: SourceContext): void {
  for (const parameter of parametersOf(fn)) {
    const at = overwriting(parameter, fn, ctx);
    if (at === undefined) continue;
    ctx.report({
      at,
      message: `\`${parameter.name}\` is overwritten before it is read, so the argument passed to \`${fn.name}\` has no effect`,
      related: [{ at: parameter.node, message: 'the parameter' }],
      doubt: hasDemandedSignature(fn, ctx) ? 'override-hook' : undefined,
    });
  }
}

/** Where a parameter gets another value while nothing has read the one that was given. */
function overwriting({ name, node }: Parameter, fn: Def, { names, flow, context }: SourceContext) {
  const binding = names.scopeOf(fn)?.bindings.get(name);
  const given = binding?.definitions.find((definition) => definition.node === node);
  if (binding === undefined || given === undefined || binding.references.length === 0) return undefined;
  const first = binding.definitions.find((definition) => definition !== given);
  if (first?.kind !== 'assignment' || flow.usesOf(given).length > 0) return undefined;
  // `x += 1` reads what was given, unless it is behind what certainly replaces it.
  if (first.statement.parent !== fn && binding.definitions.some(({ kind }) => kind === 'augmented')) return undefined;
  // `locals()` reads everything.
  const calls = context.nodesOfFunction(fn, 'Call');
  if (calls.some(({ func }) => names.qualifiedName(func) === 'builtins.locals')) return undefined;
  return first.statement;
}
