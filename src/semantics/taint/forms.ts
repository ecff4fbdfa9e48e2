/** What people type into pages that a script makes: streamlit, gradio, nicegui, dash. */
import {
  type Arg,
  type AsyncFunctionDef,
  type Call,
  callKeyword,
  decoratorsOf,
  type Expression,
  type FunctionDef,
  lastName,
} from '../../ast/index.ts';
import { mentionsOfFunction } from '../context/function-mentions.ts';
import type { SemanticModel } from '../model.ts';
import { importsModule } from '../names/imports-module.ts';
import type { Source } from './sources.ts';

type Def = FunctionDef | AsyncFunctionDef;

/** Whether a file makes such a page: the cheap question. */
export const makesForms = ({ names }: SemanticModel): boolean =>
  importsModule(/^(?:streamlit|gradio|nicegui|dash)(?:\.|$)/, names);

/** `st.text_input("Name")`, of the page or of a column of it: what is in a field when the script runs. */
export const isFieldRead = ({ func }: Call, model: SemanticModel): boolean =>
  func.kind === 'Attribute' && /^(?:text_input|text_area|chat_input)$/.test(func.attr) && makesForms(model);

/** `field.value` of `field = ui.input("Name")`. */
export function valueOfField(field: Expression, part: string, model: SemanticModel): Source {
  if (part !== 'value' || !makesForms(model)) return undefined;
  const made = definedAs(field, model);
  return made?.kind === 'Call' && /^nicegui\.ui\.(?:input|textarea|codemirror|editor)$/.test(calleeOf(made, model))
    ? { kind: 'form' }
    : undefined;
}

/** A parameter that gradio or dash fills from a field: `button.click(show, inputs=[field])`, `@app.callback(Output(…), Input(…))`. */
export function fieldSource(fn: Def, { arg }: Arg, model: SemanticModel): Source {
  if (!makesForms(model)) return undefined;
  if (decoratorsOf(fn).some(({ callee }) => lastName(callee) === 'callback' && isOfDash(model)))
    return { kind: 'form' };
  const position = fn.args.args.findIndex((each) => each.arg === arg);
  const fields = mentionsOfFunction(model, fn).flatMap((mention) => fieldAt(position, mention, model) ?? []);
  if (fields.length === 0) return undefined;
  return fields.some((field) => isText(field, model)) ? { kind: 'form' } : 'closed';
}

const isOfDash = ({ names }: SemanticModel): boolean => importsModule(/^dash(?:\.|$)/, names);

/** The field whose text a function is given at a place, where a call tells gradio to call it. */
function fieldAt(position: number, mention: Expression, model: SemanticModel): Expression | undefined {
  const { parent } = mention;
  const call = parent?.kind === 'keyword' && parent.arg === 'fn' ? parent.parent : parent;
  if (call?.kind !== 'Call' || call.func === mention) return undefined;
  const given = callKeyword(call, 'inputs')?.value ?? call.args[call.args.indexOf(mention) + 1];
  const fields = given?.kind === 'Name' ? (definedAs(given, model) ?? given) : given;
  const isList = fields?.kind === 'List' || fields?.kind === 'Tuple';
  if (isList) return fields.elts[position];
  return position === 0 && fields !== undefined ? given : undefined;
}

/** `"text"`, `gr.Textbox()`: choices, numbers and files are none of anybody's text. */
function isText(field: Expression, model: SemanticModel): boolean {
  const name = model.values.string(field);
  if (name !== undefined) return name === 'text' || name === 'textbox';
  const made = definedAs(field, model);
  return made?.kind === 'Call' && /^gradio\.(?:\w+\.)*(?:Textbox|TextArea|Code|Text)$/.test(calleeOf(made, model));
}

const calleeOf = ({ func }: Call, { names }: SemanticModel): string => names.qualifiedName(func) ?? '';

function definedAs(field: Expression, { names }: SemanticModel): Expression | undefined {
  return field.kind === 'Name' ? names.resolve(field)?.definitions[0]?.value : field;
}
