/** The answer that says it went well, though what a handler passed over is what it was asked for. */
import {
  type Call,
  type Def,
  type ExceptHandler,
  type Expression,
  holds,
  lastName,
  type Node,
  nameOfPlace,
  nodesOf,
  type Return,
  type Stmt,
  statementsBehind,
  stringConstant,
  withoutAwait,
} from '#ast';
import { callsElsewhere, outgoingRequestOf, providedTheyReach } from '#kit/calls';
import type { Condition } from '#project';
import type { HandlerModel, SemanticModel } from '#semantics';
import { walkOwnCode } from '#semantics/effects/calls-within';
import { definitionCalled } from '#semantics/effects/definition-called';
import { onlyTidies } from '#semantics/handlers/outcome';
import { isRootOfLibrary } from './failure-as-nothing.ts';
import { isOnlyLogged } from './status-only-logged.ts';

export interface ReportedSuccess {
  readonly answer: Stmt;
  /** The calls whose failure ends in the handler. */
  readonly failing: readonly Call[];
  /** Functions of other modules, of which the project knows whether they reach anything. */
  readonly when?: Condition;
}

/**
 * What the function around a broad handler answers whatever happened in its `try`: undefined unless the handler only logs and
 * tidies up, every path on from it answers with the same claim of success, and the `try` holds something whose failure is news.
 */
export function reportedSuccess(described: HandlerModel, model: SemanticModel): ReportedSuccess | undefined {
  const { handler, failing } = described;
  if (!described.goesOn || described.mayRaise || described.handsExceptionOn) return undefined;
  if (!(described.isBroad || described.catches.some(isRootOfLibrary))) return undefined;
  const elsewhere = failing.length > 0 ? [] : callsElsewhere(described.tried, model);
  const calls = [...failing, ...elsewhere.map(({ call }) => call)];
  if (calls.length === 0 || !described.work.every((each) => onlyTidies(model, each))) return undefined;
  const fn = model.context.defAround(handler);
  const answer = fn && (successBehind(handler, fn, model) ?? stateBehind(handler, model));
  if (fn === undefined || answer === undefined) return undefined;
  return { answer, failing: calls, ...(elsewhere.length > 0 && { when: providedTheyReach(elsewhere) }) };
}

/** `order.status = "completed"`, `update(job, status=Status.DONE)` right behind the `try`, whatever happened in it. */
function stateBehind({ parent }: ExceptHandler, model: SemanticModel): Stmt | undefined {
  const isDone = (name: string | undefined, value: Expression | undefined): boolean => {
    const said = value && (model.values.string(value) ?? lastName(value));
    return said !== undefined && /^(?:status|state)$/.test(name ?? '') && STATES.test(said);
  };
  return (parent === undefined ? [] : statementsBehind(parent)).find((each) => {
    const [target] = each.kind === 'Assign' ? each.targets : [];
    if (each.kind === 'Assign' && target !== undefined)
      return target.kind !== 'Name' && isDone(nameOfPlace(target), each.value);
    return (
      each.kind === 'Expr' &&
      holds(
        each,
        (node) =>
          (node.kind === 'keyword' && isDone(node.arg, node.value)) ||
          (node.kind === 'Dict' &&
            node.keys.some((key, index) => isDone(key && stringConstant(key), node.values[index]))),
      )
    );
  });
}

const STATES = /^(?:success|succeeded|done|complete|completed|finished|processed|sent)$/i;

/** A step of a route that it does not look back at, and the success that is answered behind it. */
export interface StepPassedOver extends Omit<ReportedSuccess, 'failing'> {
  readonly step: Call;
  /** The function of the project, which the project may know to take its failures itself; none of a request, which a status refuses. */
  readonly path: string | undefined;
}

/** `save(order)`, or a request whose status nobody acts on, and `return {"success": True}`: what it gives back is dropped, if anything. */
export function stepsPassedOver(fn: Def, model: SemanticModel): readonly StepPassedOver[] {
  if (model.context.routeOf(fn) === undefined) return [];
  const steps: StepPassedOver[] = [];
  walkOwnCode(fn.body, (node) => {
    const step = node.kind === 'Expr' || node.kind === 'Assign' ? withoutAwait(node.value) : undefined;
    if (step?.kind !== 'Call' || model.context.handlerAround(step) !== undefined) return;
    const path = node.kind === 'Expr' ? stepOf(step, model) : undefined;
    if (path === undefined && !isRequestUnread(step, model)) return;
    const answer = successBehind(step, fn, model);
    if (answer === undefined) return;
    steps.push({ step, path, answer });
  });
  return steps;
}

function stepOf(step: Call, model: SemanticModel): string | undefined {
  const here = definitionCalled(model, step);
  return here === undefined ? model.effects.projectPath(step) : model.names.fullNameOf(here);
}

/** It changes something elsewhere, and a refusal is visible by its status alone, of which a log has the most. */
function isRequestUnread(step: Call, model: SemanticModel): boolean {
  if (!/^(?:requests|httpx|aiohttp)$/.test(outgoingRequestOf(step, model)?.library ?? '')) return false;
  if (!/^(?:post|put|patch|delete)$/.test(lastName(step.func) ?? '')) return false;
  // A client may look at every answer.
  if (
    nodesOf(model.source.module, 'Call').some(({ keywords }) =>
      keywords.some(({ arg }) => /hooks$|^raise_for_status$/.test(arg ?? '')),
    )
  )
    return false;
  const given = step.parent?.kind === 'Await' ? step.parent : step;
  return model.context.triesAround(given).length === 0 && isOnlyLogged(given, model);
}

/** The first of the answers behind a place, where each of them claims success. */
function successBehind(place: Node, fn: Def, model: SemanticModel): Return | undefined {
  const isRoute = model.context.routeOf(fn) !== undefined;
  const answers: Return[] = [];
  walkOwnCode(fn.body, (node) => {
    if (node.kind === 'Return' && node.start > place.end && model.flow.mayComeTo(place, node)) answers.push(node);
  });
  return answers.every(({ value }) => value !== undefined && claimsSuccess(value, isRoute, model))
    ? answers[0]
    : undefined;
}

/**
 * `{"success": True}`, `jsonify(status="ok")`, `{"message": "Order deleted"}` of a route, `True` of any other function, with no
 * value in it that the `try` might have left as it was.
 */
function claimsSuccess(answer: Expression, isRoute: boolean, model: SemanticModel): boolean {
  const folded = model.values.fold(answer);
  if (folded?.kind === 'bool') return folded.value && !isRoute;
  return holds(answer, (node) => {
    if (node.kind === 'Dict')
      return node.keys.some((key, index) => key !== undefined && says(stringConstant(key), node.values[index], model));
    return node.kind === 'Call' && node.keywords.some(({ arg, value }) => says(arg, value, model));
  });
}

/** The words by which programs tell each other that all went well. */
function says(name = '', value: Expression | undefined, { values, source }: SemanticModel): boolean {
  const said = value && values.fold(value);
  if (said?.kind === 'bool') return said.value && /^(?:success|ok|succeeded)$/.test(name);
  if (said?.kind === 'str' && /^(?:status|result)$/.test(name)) return /^(?:success|ok|succeeded)$/i.test(said.value);
  const text = said?.kind === 'str' ? said.value : value?.kind === 'JoinedStr' ? source.text.slice(value) : '';
  return (
    /^(?:message|msg|detail|status|result)$/.test(name) &&
    DONE.test(text) &&
    !/\b(?:not|no|fail\w*|errors?)\b/i.test(text)
  );
}

const DONE =
  /\bsuccess(?:ful(?:ly)?)?\b|\b(?:added|cancell?ed|created|deleted|removed|saved|sent|stored|updated|uploaded)\b[\s!.'"}]*$/i;
