import { defineProjectRule, NOT_PRODUCTION, type Problem, type ProjectProblem, unpackPlace } from '#kit';
import type { ProjectModel } from '#project';
import { doubtAbout, doubtOf, FACTS, type Fact } from './facts.ts';
import { NoneGivers } from './none-givers.ts';
import { knownAttributes, lostAttribute } from './optional-attributes.ts';

export default defineProjectRule<Fact>({
  docs: {
    summary: 'dereference of a possible `None` (null dereference)',
    why: 'When there is nothing to return, the next line raises an `AttributeError` or `TypeError` that does not say what was missing.',
    remedy: 'Check for `None` first, and report what is missing',
    harm: 'breaks',
    severity: {
      'unexpected failure': 'P2',
      'fails either way': 'P3',
    },
    precision: 'low',
    since: '0.1.0',
    cwe: [476],
    origin: [
      {
        document: 'Audits of six systems before a scan',
        finding: 'six rows in four systems: a result that can be None',
      },
    ],
    bad: 'def owner(cursor, number):\n    cursor.execute("SELECT owner FROM boxes WHERE number = ?", (number,))\n    return cursor.fetchone()[0]\n',
    good: 'def owner(cursor, number):\n    cursor.execute("SELECT owner FROM boxes WHERE number = ?", (number,))\n    row = cursor.fetchone()\n    return None if row is None else row[0]\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  facts: (file) => (file.context.isPython2 ? [] : FACTS.flatMap((factsOf): readonly Fact[] => factsOf(file))),
  check(project, ctx) {
    const givers = new NoneGivers(ctx.facts, project);
    const attributes = knownAttributes(ctx.facts);
    for (const { path, fact } of ctx.facts) {
      if (!('says' in fact)) continue;
      const at = { path, ...unpackPlace(fact.place) };
      const problem = { at, doubt: fact.doubt, key: `${fact.within} ${fact.callee}` };
      const from = project.moduleByPath(path);
      if (fact.kind !== 'project') {
        const found =
          fact.kind === 'attribute-use'
            ? from && lostAttribute(fact, from, attributes, project)
            : factOf(fact, path, project);
        if (found !== undefined) ctx.report({ ...problem, ...found });
        continue;
      }
      const target = from === undefined ? undefined : project.follow(fact.path, from);
      if (target?.kind !== 'function' || (fact.isAwaited ?? target.function.isAsync) !== target.function.isAsync)
        continue;
      const giver = givers.of(target);
      if (giver === undefined || !givers.holds(target)) continue;
      const when = giver.when ?? (giver.isAfterFailure ? 'after a failure' : 'on some path');
      ctx.report({
        ...problem,
        doubt: fact.doubt ?? doubtAbout(fact, giver),
        message: `None dereference: \`${fact.callee}\` returns \`None\` ${when}, and ${fact.says}`,
        cause: `${path} ${target.function.qualifiedName}`,
        related: [{ path: giver.path, ...unpackPlace(giver.place), message: 'it returns `None` here' }],
      });
    }
  },
});

/** What the file tells by itself. */
function factOf(
  fact: Extract<Fact, { readonly kind: 'library' | 'late' | 'parameter' }>,
  path: string,
  project: ProjectModel,
): (Pick<Problem, 'message' | 'cause' | 'kind' | 'doubt'> & Pick<ProjectProblem, 'related'>) | undefined {
  if (fact.kind === 'late') {
    const related = [{ path, ...unpackPlace(fact.check), message: 'it is checked here' }];
    return { message: `None dereference: \`${fact.callee}\` is checked for \`None\` only after ${fact.says}`, related };
  }
  if (fact.kind === 'parameter')
    return { message: `None dereference: \`${fact.callee}\` is \`None\` when it is omitted, and ${fact.says}` };
  const from = fact.unless === undefined ? undefined : project.moduleByPath(path);
  if (from !== undefined && project.follow(fact.unless ?? '', from).kind === 'function') return undefined;
  return {
    doubt: fact.doubt ?? doubtOf(fact, project),
    kind: fact.failsAnyway ? 'fails either way' : undefined,
    message: `None dereference: \`${fact.callee}\` ${fact.isKept ? 'is' : 'returns'} \`None\` ${fact.when}, and ${fact.says}`,
    // Whoever takes one element of a page, or one variable, for granted takes all of them so.
    cause: fact.table === undefined ? `${path} ${fact.source}` : `table ${fact.table}`,
  };
}
