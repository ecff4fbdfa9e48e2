import {
  defineProjectRule,
  factsOfKind,
  functionKey,
  NOT_PRODUCTION,
  type ProjectContext,
  targetKey,
  unpackPlace,
} from '#kit';
import type { Target } from '#project';
import { decoratedIn, doubtOf, type Fact, handedIn, loopsIn, retriersIn, swallowersIn, takenBy } from './facts.ts';
import { takesAwaited } from './handed-to-retry.ts';

export default defineProjectRule<Fact>({
  docs: {
    summary: 'retry around a function that swallows its exceptions',
    why: 'No exception leaves the function, so the first failure looks like a success and the retry never happens.',
    remedy: 'Let the function raise, and handle the failure after the last attempt',
    harm: 'misleads',
    severity: 'P2',
    precision: 'low',
    since: '0.1.0',
    cwe: [755, 390],
    origin: [{ document: 'Field report 1', finding: 'F' }],
    bad: 'import requests\nfrom tenacity import retry, stop_after_attempt\n\n@retry(stop=stop_after_attempt(3))\ndef rates(url):\n    try:\n        return requests.get(url, timeout=5).json()\n    except Exception as error:\n        print(error)\n        return None\n',
    good: 'import requests\nfrom tenacity import retry, stop_after_attempt\n\n@retry(stop=stop_after_attempt(3))\ndef rates(url):\n    return requests.get(url, timeout=5).json()\n',
  },
  skips: NOT_PRODUCTION,
  facts: (file) => [
    ...swallowersIn(file),
    ...decoratedIn(file),
    ...loopsIn(file),
    ...handedIn(file),
    ...retriersIn(file),
  ],
  check(project, ctx) {
    const retriers = new Set(factsOfKind(ctx.facts, 'retrier').map(({ path, fact }) => functionKey(path, fact.fn)));
    const callsAgain = (accessPath: string | undefined, path: string): boolean => {
      const from = project.moduleByPath(path);
      const decorator = accessPath === undefined || from === undefined ? undefined : project.follow(accessPath, from);
      return retriers.has(targetKey(decorator) ?? '');
    };
    reportDecorated(callsAgain, ctx);
    const swallowers = new Map(
      factsOfKind(ctx.facts, 'swallower').map(({ path, fact }) => [functionKey(path, fact.fn), fact] as const),
    );
    const takes = (other: Target): boolean => swallowers.has(targetKey(other) ?? '');
    const reported = new Set<string>();
    for (const { path, fact } of factsOfKind(ctx.facts, 'hands-on')) {
      const from = project.moduleByPath(path);
      const target = from === undefined ? undefined : project.follow(fact.path, from);
      const swallower = swallowers.get(targetKey(target) ?? '');
      if (target?.kind !== 'function' || swallower === undefined || !project.holdsForOverrides(target, takes)) continue;
      const taken = swallower.takes ?? (swallower.only === undefined ? undefined : [swallower.only]);
      if (fact.awaits !== undefined && !takesAwaited(taken, fact.awaits)) continue;
      const place = JSON.stringify([path, fact.place]);
      if (reported.has(place)) continue;
      reported.add(place);
      const { qualifiedName } = target.function;
      const name = qualifiedName.slice(qualifiedName.lastIndexOf('.') + 1);
      // What it waits for is known to be taken.
      const perhaps = fact.awaits === undefined ? doubtOf(swallower) : undefined;
      ctx.report({
        at: { path, ...unpackPlace(fact.place) },
        message: `the retry by ${fact.by} never happens: \`${name}\` swallows ${takenBy(swallower)} itself`,
        doubt: (callsAgain(fact.decorator, path) ? undefined : fact.doubt) ?? perhaps,
        related: [{ path: target.module.path, ...unpackPlace(swallower.handler), message: 'it is swallowed here' }],
        key: `${fact.within} ${name}`,
      });
    }
  },
});

function reportDecorated(
  callsAgain: (accessPath: string | undefined, path: string) => boolean,
  ctx: Pick<ProjectContext<Fact>, 'facts' | 'report'>,
): void {
  for (const { path, fact } of factsOfKind(ctx.facts, 'decorated')) {
    const isSeen = fact.known === 'certain' || callsAgain(fact.path, path);
    if (!isSeen && fact.known === undefined) continue;
    ctx.report({
      at: { path, ...unpackPlace(fact.place) },
      // Anyone who wrote one method so wrote its neighbours so.
      cause: `${path} @${fact.decorator}`,
      message: `the retry by \`@${fact.decorator}\` never happens: \`${fact.name}\` swallows ${takenBy(fact)} itself`,
      doubt: isSeen ? doubtOf(fact) : 'role-from-name',
      related: [
        { path, ...unpackPlace(fact.handler), message: 'it is swallowed here' },
        { path, ...unpackPlace(fact.retry), message: 'the retry expects an exception' },
      ],
      key: `${fact.decorator} ${fact.name}`,
    });
  }
}
