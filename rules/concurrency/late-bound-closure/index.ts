import { nodesOf } from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import { type Closure, endsAfterOne, keptBy, variablesRead } from './kept-functions.ts';

export default defineSourceRule({
  docs: {
    summary: 'late-binding closure over a loop variable',
    why: 'Python looks the variable up when the function runs. All functions created by the loop use its last value.',
    remedy: 'Bind the value when the function is created: `lambda item=item: …`, or `functools.partial`',
    harm: 'loses',
    severity: 'P1',
    precision: 'medium',
    since: '0.1.0',
    cwe: [758],
    origin: [{ document: 'Field report 1', finding: 'F' }],
    bad: 'def buttons(names, show):\n    made = []\n    for name in names:\n        made.append(lambda: show(name))\n    return made\n',
    good: 'def buttons(names, show):\n    made = []\n    for name in names:\n        made.append(lambda name=name: show(name))\n    return made\n',
  },
  skips: NOT_PRODUCTION,
  visit: {
    Module(module, ctx) {
      const closures = [
        ...nodesOf(module, 'Lambda'),
        ...nodesOf(module, 'FunctionDef'),
        ...nodesOf(module, 'AsyncFunctionDef'),
      ];
      for (const closure of closures) checkClosure(closure, ctx);
    },
  },
});

function checkClosure(closure: Closure, ctx: SourceContext): void {
  const loop = ctx.context.loopAround(closure);
  if (loop === undefined || loop.kind === 'GeneratorExp') return;
  const read = variablesRead(closure, loop, ctx);
  const [first] = read;
  const kept = first === undefined || endsAfterOne(loop, ctx) ? undefined : keptBy(closure, loop, ctx);
  if (first === undefined || kept === undefined) return;
  ctx.report({
    at: first,
    message: `late-binding closure: ${closure.kind === 'Lambda' ? 'the lambda' : `\`${closure.name}\``} is ${kept.how} and reads \`${first.id}\` after the loop has reassigned it`,
    related: kept.at === closure ? [] : [{ at: kept.at, message: 'it outlives the iteration here' }],
    doubt: kept.doubt,
  });
}
