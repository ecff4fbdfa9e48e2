/** Objects of which a program wants one: of a class of the project, or clients of libraries. */
import { type Call, type Def, dottedName, type Expression, isCapWords, withoutAwait } from '#ast';
import { classNamed } from '#kit/concurrency';
import { CLIENT_CLASS, CLIENT_FACTORIES } from '#knowledge/client-objects';
import { HEAVY_OBJECTS } from '#knowledge/heavy-objects';
import type { SemanticModel } from '#semantics';

export interface MadeInstance {
  /** Full name of the class; undefined for clients that a function makes. */
  readonly class: string | undefined;
  /** The last part of its name, or of the function's. */
  readonly name: string;
  /** Of a library, and holds connections, threads or keys. */
  readonly isClient: boolean;
  /** Weights that take time and memory to load, and are alike however often they are. */
  readonly isModel?: true;
  /** Not an object, but what was asked of someone. */
  readonly isValue?: true;
  readonly call: Call;
}

/** The object that a value of a function is; undefined for values that are alike however often they are made. */
export function instanceMadeBy(value: Expression, fn: Def, model: SemanticModel): MadeInstance | undefined {
  const call = model.flow
    .origins(value)
    .map(withoutAwait)
    .find((origin) => origin.kind === 'Call');
  if (call === undefined) return undefined;
  const owner = call.func.kind === 'Attribute' && call.func.attr === '__new__' ? call.args[0] : call.func;
  const own = owner === undefined ? undefined : classNamed(owner, fn, model);
  if (own !== undefined) return { class: model.names.fullNameOf(own), name: own.name, isClient: false, call };
  const whole = configuredBy(call);
  const callee = model.names.qualifiedName(whole.func);
  if (whole !== call && HEAVY_OBJECTS.get(callee ?? '') !== 'model') return undefined;
  if (callee === undefined || VALUE_CLASS.test(callee)) return undefined;
  const name = callee.slice(callee.lastIndexOf('.') + 1);
  if (HEAVY_OBJECTS.get(callee) === 'model')
    return { class: undefined, name: dottedName(whole.func) ?? name, isClient: true, isModel: true, call };
  if (CLIENT_FACTORIES.has(callee)) return { class: undefined, name, isClient: true, call };
  if (!isCapWords(name)) return undefined;
  const isClient = !isOfProject(callee, model);
  return isClient && !CLIENT_CLASS.test(name) ? undefined : { class: callee, name, isClient, call };
}

/** `Model.from_pretrained(name)` of `Model.from_pretrained(name).to("cuda").eval()`: these methods give the object itself. */
function configuredBy(call: Call): Call {
  const { func } = call;
  const isSame = func.kind === 'Attribute' && SAME_OBJECT.has(func.attr) && func.value.kind === 'Call';
  return isSame && func.value.kind === 'Call' ? configuredBy(func.value) : call;
}

const SAME_OBJECT: ReadonlySet<string> = new Set('to eval cuda cpu half float bfloat16 requires_grad_'.split(' '));

/** Equal arguments make equal values, so a second one does no harm. */
const VALUE_CLASS =
  /^(builtins|pathlib|re|datetime|decimal|fractions|ipaddress|uuid|string|types|typing|enum|packaging|asyncio|contextvars|logging)\./;

/** Of this package, as far as its first name tells. */
function isOfProject(qualifiedName: string, { names }: SemanticModel): boolean {
  const [root = ''] = qualifiedName.split('.');
  return names.moduleName.split('.').includes(root);
}
