/**
 * Rules of plug-ins, so that whatever they do ends in a failure of that rule: what they report is checked before the engine
 * takes it, and what they gather is made plain JSON here, as it is wherever threads, caches and shards carry it.
 */

import type { ArtifactKind } from '../artifacts/index.ts';
import type { Node } from '../ast/index.ts';
import { memoize } from '../collections/index.ts';
import type { RuleDocs } from '../findings/index.ts';
import {
  type ArtifactContext,
  type ArtifactRule,
  defineArtifactRule,
  defineProjectRule,
  defineSourceRule,
  type FactsContext,
  type OptionsSchema,
  type ProjectContext,
  type ProjectRule,
  type SourceContext,
  type SourceRule,
} from '../kit/index.ts';
import type { ProjectModel } from '../project/index.ts';
import type { FileRole } from '../semantics/index.ts';
import { checkProblem, checkProjectProblem } from './check-problem.ts';

/** A function that somebody else wrote: what it takes is known, what it gives is not. */
type Foreign = (...given: never[]) => unknown;

/** Options, as the rule's schema has read them. */
type Given = Readonly<Record<string, unknown>>;

interface Common {
  readonly docs: RuleDocs;
  readonly options: OptionsSchema | undefined;
}

export function guardedSourceRule(
  rule: Common & {
    readonly skips?: readonly FileRole[] | undefined;
    readonly mentions?: readonly string[] | undefined;
    readonly visit: Readonly<Partial<Record<Node['kind'], Foreign>>>;
  },
): SourceRule {
  const contextOf = memoize((ctx: SourceContext<Given>): SourceContext<Given> => {
    const length = ctx.text.content.length;
    return Object.create(ctx, {
      report: { value: (problem: unknown) => ctx.report(checkProblem(problem, length, rule.docs)) },
    });
  });
  const guard = (visit: Foreign) => (node: Node, ctx: SourceContext<Given>) => called(visit, node, contextOf(ctx));
  const visit = Object.fromEntries(Object.entries(rule.visit).map(([kind, each]) => [kind, guard(each)]));
  return defineSourceRule<OptionsSchema>({ ...common(rule), ...(rule.mentions && { mentions: rule.mentions }), visit });
}

export function guardedProjectRule(
  rule: Common & {
    readonly skips?: readonly FileRole[] | undefined;
    readonly facts?: Foreign | undefined;
    readonly check: Foreign;
  },
): ProjectRule {
  const { facts, check } = rule;
  return defineProjectRule<unknown, OptionsSchema>({
    ...common(rule),
    // What declares requirements is read where somebody asks for artifacts.
    needs: ['artifacts'],
    ...(facts !== undefined && { facts: (file: FactsContext) => plainFacts(called(facts, file)) }),
    check: (project: ProjectModel, ctx: ProjectContext<unknown, Given>) =>
      void called(check, project, {
        ...ctx,
        report: (problem: unknown) => ctx.report(checkProjectProblem(problem, project.files, rule.docs)),
      }),
  });
}

export function guardedArtifactRule(
  rule: Common & { readonly artifact: ArtifactKind; readonly check: Foreign },
): ArtifactRule {
  const { artifact, check } = rule;
  return defineArtifactRule<ArtifactKind, OptionsSchema>({
    ...common(rule),
    artifact,
    check: (ctx: ArtifactContext<unknown, Given>) =>
      void called(check, {
        ...ctx,
        report: (problem: unknown) => ctx.report(checkProblem(problem, ctx.text.content.length, rule.docs)),
      }),
  });
}

function common({ docs, options, skips }: Common & { readonly skips?: readonly FileRole[] | undefined }) {
  return { docs, ...(options && { options }), ...(skips && { skips }) };
}

/** Nobody waits for a promise: what it reports would be lost, and its failure would end the process. */
function called(work: Foreign, ...given: readonly unknown[]): unknown {
  // The engine gives each function what its place in the definition asks for.
  const result = (work as (...given: readonly unknown[]) => unknown)(...given);
  if (!(result instanceof Promise)) return result;
  result.catch(() => undefined);
  throw new Error('it is asynchronous, and rules are not');
}

function plainFacts(facts: unknown): readonly unknown[] {
  if (!Array.isArray(facts)) throw new Error('its `facts` gives no list');
  return JSON.parse(JSON.stringify(facts)) as unknown[];
}
