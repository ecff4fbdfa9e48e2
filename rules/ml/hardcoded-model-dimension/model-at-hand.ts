/** Models that were trained elsewhere, where a function could ask them for their shape. */
import { type ClassDef, type Def, type Expression, findNode, type Name, type Node, nameOfPlace } from '#ast';
import type { SemanticModel } from '#semantics';
import { soleValue } from '../_shared/privacy-terms.ts';

/** A parameter or local of the function, or an attribute of its object, that is a loaded model or its configuration. */
export function modelAtHand(fn: Def, owner: ClassDef | undefined, model: SemanticModel): Expression | undefined {
  const isHeld = (node: Node): node is Expression =>
    node.kind === 'Name'
      ? node.ctx === 'Load' && HELD.test(node.id) && isGiven(node, model)
      : node.kind === 'Attribute' && node.ctx === 'Load' && HELD.test(node.attr) && nameOfPlace(node.value) === 'self';
  const held = findNode(fn, isHeld);
  if (held !== undefined || owner === undefined) return held;
  return ATTRIBUTES.map((name) => model.state.mentionsOf(owner, name)[0]).find((mention) => mention !== undefined);
}

const HELD =
  /^_*(?:(?:base|peft|hf|loaded|target|teacher|student|language|llm)_)?(?:model|llm|config|model_config|engine|async_engine|transformer)$/;
const ATTRIBUTES = ['model', '_model', 'llm', '_llm', 'model_config', 'engine', '_engine', 'base_model'];

/** A parameter, or loaded here; a configuration that is made here takes its numbers, and cannot be asked for them. */
function isGiven(name: Name, model: SemanticModel): boolean {
  if (model.names.parameterOf(name) !== undefined) return true;
  const value = soleValue(name, model);
  if (value?.kind === 'Attribute') return true;
  return value?.kind === 'Call' && LOADING.test(nameOfPlace(value.func) ?? '');
}

const LOADING = /^from_pretrained$|^load|^(?:Async)?LLM(?:Engine)?$|^get_peft_model$|^pipeline$|^from_engine_args$/;
