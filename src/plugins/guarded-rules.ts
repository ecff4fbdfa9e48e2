/**
 * Rules of plug-ins, so that whatever they do ends in a failure of that rule: it may last only so long, what they report is checked before the engine
 * takes it, and what they gather is made plain JSON here, as it is wherever threads, caches and shards carry it.
 */

import type { ArtifactKind } from '../artifacts/index.ts';
import { type Node, type NodeKind, nodesOf } from '../ast/index.ts';
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
import { type BoundedCall, FILE_MILLISECONDS, PROJECT_MILLISECONDS } from './bounded-call.ts';
import { checkProblem, checkProjectProblem } from './check-problem.ts';

/** A function that someone else wrote: what it takes is known, what it gives is not. */
type Foreign = (...given: never[]) => unknown;

/** Options, as the rule's schema has read them. */
type Given = Readonly<Record<string, unknown>>;

interface Common {
  readonly docs: RuleDocs;
  readonly options: OptionsSchema | undefined;
  readonly bounded: BoundedCall;
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
  // All nodes of a kind at the first of them: a call that has an end costs a tenth of a millisecond.
  const guard = (kind: NodeKind, visit: Foreign) => {
    const visitAll = memoize((ctx: SourceContext<Given>): number => {
      const nodes = nodesOf(ctx.module, kind);
      rule.bounded(() => {
        for (const node of nodes) called(visit, node, contextOf(ctx));
      }, FILE_MILLISECONDS);
      return nodes.length;
    });
    return (_: Node, ctx: SourceContext<Given>): void => void visitAll(ctx);
  };
  // The schema has looked at the names.
  const visitors = Object.entries(rule.visit) as [NodeKind, Foreign][];
  const visit = Object.fromEntries(visitors.map(([kind, each]) => [kind, guard(kind, each)]));
  return defineSourceRule<OptionsSchema>({ ...common(rule), ...(rule.mentions && { mentions: rule.mentions }), visit });
}

export function guardedProjectRule(
  rule: Common & {
    readonly skips?: readonly FileRole[] | undefined;
    readonly facts?: Foreign | undefined;
    readonly check: Foreign;
  },
): ProjectRule {
  const { facts, check, bounded } = rule;
  return defineProjectRule<unknown, OptionsSchema>({
    ...common(rule),
    ...(facts !== undefined && {
      facts: (file: FactsContext) => bounded(() => plainFacts(called(facts, file)), FILE_MILLISECONDS),
    }),
    check: (project: ProjectModel, ctx: ProjectContext<unknown, Given>) =>
      bounded(() => {
        called(check, project, {
          ...ctx,
          report: (problem: unknown) => ctx.report(checkProjectProblem(problem, project.files, rule.docs)),
        });
      }, PROJECT_MILLISECONDS),
  });
}

export function guardedArtifactRule(
  rule: Common & { readonly artifact: ArtifactKind; readonly check: Foreign },
): ArtifactRule {
  const { artifact, check, bounded } = rule;
  return defineArtifactRule<ArtifactKind, OptionsSchema>({
    ...common(rule),
    artifact,
    check: (ctx: ArtifactContext<unknown, Given>) =>
      bounded(() => {
        called(check, {
          ...ctx,
          report: (problem: unknown) => ctx.report(checkProblem(problem, ctx.text.content.length, rule.docs)),
        });
      }, FILE_MILLISECONDS),
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
  throw new Error('it is asynchronous, but rules must be synchronous');
}

function plainFacts(facts: unknown): readonly unknown[] {
  if (!Array.isArray(facts)) throw new Error('its `facts` does not return a list');
  return JSON.parse(JSON.stringify(facts)) as unknown[];
}
