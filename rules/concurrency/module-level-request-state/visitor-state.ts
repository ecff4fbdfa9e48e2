/** What all visitors of a page share: a name or an attribute that one handler binds for its visitor, and another reads. */
import { callKeyword, type Def, defsOf, type Expression, type Lambda, lastName, type Node, nodesOf } from '#ast';
import type { SemanticModel, StateLife, StateUse } from '#semantics';
import { mentionsOfFunction } from '#semantics/context/function-mentions';
import { callsWithin } from '#semantics/effects/calls-within';
import { definitionCalled } from '#semantics/effects/definition-called';
import { importsModule } from '#semantics/names/imports-module';
import { partsWithin } from '#semantics/values/key-parts';

export interface VisitorState {
  readonly name: string;
  readonly write: Node;
  readonly writer: Def;
  /** Where another visitor is answered by what this one left. */
  readonly read: Node;
}

type Handler = Def | Lambda;

/** What gradio calls with the fields of whoever came. Source: https://www.gradio.app/docs/gradio/blocks */
const EVENTS =
  /^(?:click|double_click|submit|change|input|select|upload|load|unload|then|success|failure|release|clear|blur|focus|tick|stop|like|edit|undo|retry|apply|delete|key_up|start_recording|stop_recording|stream)$/;
/** Pages that are one function, made of fields. */
const PAGES = /^gradio\.(?:\w+\.)*(?:Interface|ChatInterface)$/;
/** Source: https://docs.chainlit.io/api-reference/lifecycle-hooks */
const HOOKS = /^chainlit\.(?:on_\w+|action_callback|set_starters)$/;

/** One for each attribute and name of the file that handlers of a page pass on to each other. */
export function visitorStates(model: SemanticModel): readonly VisitorState[] {
  const { names, source, state } = model;
  if (!importsModule(/^(?:gradio|chainlit)(?:\.|$)/, names)) return [];
  const reached = handlersOf(model).map((handler) => reachedBy(handler, model));
  if (reached.length === 0) return [];
  const lives = [
    ...state.ofModule().values(),
    ...nodesOf(source.module, 'ClassDef').flatMap((owner) => [...state.ofClass(owner).values()]),
  ];
  return lives.flatMap((life) => sharedBy(reached, life, model) ?? []);
}

function sharedBy(
  reached: readonly ReadonlySet<Node>[],
  life: StateLife,
  model: SemanticModel,
): VisitorState | undefined {
  for (const { node, within: writer, value } of life.of('rebind')) {
    if (writer === undefined || writer.kind === 'Lambda' || value === undefined) continue;
    if (!reached.some((each) => each.has(writer)) || !isOfVisitor(value, writer, model)) continue;
    const readers = reached.filter((each) => !each.has(writer));
    const read = life.uses.find(
      (use) => READS.has(use.kind) && use.within !== undefined && readers.some((each) => each.has(use.within as Node)),
    );
    if (read === undefined) continue;
    const owner = life.owner === undefined ? '' : `${life.owner.name}.`;
    return { name: `${owner}${life.name}`, write: node, writer, read: read.node };
  }
  return undefined;
}

const READS: ReadonlySet<StateUse['kind']> = new Set(['read', 'hand-out', 'size-check', 'grow', 'update']);

/** It is computed from a parameter of what handles the visit, not only made when it is first needed. */
const isOfVisitor = (value: Expression, writer: Def, model: SemanticModel): boolean =>
  partsWithin(value, writer, model).some((part) => {
    const parameter = part.kind === 'Name' ? model.names.parameterOf(part) : undefined;
    return parameter !== undefined && parameter.arg !== 'self' && parameter.arg !== 'cls';
  });

/** What a handler calls of the file, with itself. */
function reachedBy(handler: Handler, model: SemanticModel): ReadonlySet<Node> {
  const reached = new Set<Node>([handler]);
  for (const fn of reached) {
    if (reached.size > MOST) break;
    for (const call of callsWithin([fn.kind === 'Lambda' ? fn.body : fn])) {
      const called = definitionCalled(model, call);
      if (called !== undefined && called.kind !== 'ClassDef') reached.add(called);
    }
  }
  return reached;
}

const MOST = 60;

function handlersOf(model: SemanticModel): readonly Handler[] {
  const { source } = model;
  const lambdas = nodesOf(source.module, 'Lambda').filter((each) => isRegistered(each, model));
  return [...lambdas, ...defsOf(source.module).filter((fn) => isHandlerOfPage(fn, model))];
}

function isHandlerOfPage(fn: Def, model: SemanticModel): boolean {
  if (model.names.decoratorNames(fn).some((name) => HOOKS.test(name ?? ''))) return true;
  const mentions = mentionsOfFunction(model, fn);
  if (mentions.some((mention) => isRegistered(mention, model))) return true;
  // `tab.select(handler_for(name))`, which returns the handler.
  const maker = model.context.defAround(fn);
  const isGiven = maker !== undefined && mentions.some(({ parent }) => parent?.kind === 'Return');
  return (
    isGiven &&
    mentionsOfFunction(model, maker).some(({ parent }) => parent?.kind === 'Call' && isRegistered(parent, model))
  );
}

/** `button.click(answer, …)`, `gr.Interface(fn=answer)`: where the page is given what to call. */
function isRegistered(given: Expression, model: SemanticModel): boolean {
  const { parent } = given;
  const call = parent?.kind === 'keyword' ? parent.parent : parent;
  if (call?.kind !== 'Call' || (call.args[0] !== given && callKeyword(call, 'fn')?.value !== given)) return false;
  if (PAGES.test(model.types.calleeName(call.func) ?? '')) return true;
  return call.func.kind === 'Attribute' && EVENTS.test(lastName(call.func) ?? '');
}
