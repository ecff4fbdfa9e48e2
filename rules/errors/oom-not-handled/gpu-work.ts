/** Work of a neural network that is asked to answer: where it runs, and who is ready for a card whose memory is full. */
import {
  type Call,
  type Def,
  decoratorsOf,
  type Expression,
  holds,
  mentionsWord,
  type Node,
  nameOfPlace,
  type Stmt,
  type Try,
} from '#ast';
import type { SemanticModel } from '#semantics';
import { callsWithin } from '#semantics/effects/calls-within';
import { definitionNamedBy } from '#semantics/effects/definition-called';
import { importsModule } from '#semantics/names/imports-module';

/** Calls that only inference and training make. */
const INFERENCE: ReadonlySet<string> = new Set([
  'torch.no_grad',
  'torch.inference_mode',
  'torch.autocast',
  'torch.amp.autocast',
  'torch.cuda.amp.autocast',
]);

/** Training, and loading before there are requests. */
const OTHER_WORK =
  /(?:^|_)(?:train|training|fit|finetune|epoch|evaluate|benchmark|load|reload|init|from|warmup)(?:_|$)/i;

/** A function that trains or loads, by its name. */
export function isTrainingOrLoading({ name }: Def): boolean {
  return OTHER_WORK.test(name);
}

/** Inference in a body, in a function of this file that it calls, or in one that it gives to a thread; not on the processor. */
export function inferenceIn(body: readonly Stmt[], model: SemanticModel): Node | undefined {
  const calls = callsWithin(body);
  if (isOtherWork(calls, model)) return undefined;
  return calls.find((call) => isInference(call, model)) ?? calls.find((call) => runsInference(call, model));
}

/** Training goes backward; `torch.autocast("cpu")` runs on the processor, and only what is there becomes an array as it is. */
function isOtherWork(calls: readonly Call[], model: SemanticModel): boolean {
  const methods = new Set(calls.map(({ func }) => nameOfPlace(func)));
  if (methods.has('numpy') && !methods.has('cpu') && !methods.has('cuda') && !methods.has('to')) return true;
  return calls.some((call) => {
    if (call.func.kind === 'Attribute' && call.func.attr === 'backward') return true;
    if (!INFERENCE.has(model.names.qualifiedName(call.func) ?? '')) return false;
    const device = model.values.givenArgument(call, 'device_type', 0);
    return device !== undefined && model.values.string(device) === 'cpu';
  });
}

/** A function that is called, or given to a thread, and that leaves its failures to who calls it. */
function runsInference(call: Call, model: SemanticModel): boolean {
  const fn = definitionNamedBy(model, model.context.startOf(call)?.run ?? call.func);
  if (fn === undefined || fn.kind === 'ClassDef' || isTrainingOrLoading(fn)) return false;
  if (holds(fn.body, (node) => node.kind === 'Try' && isExhaustionHandled(node, model))) return false;
  if (decoratorsOf(fn).some(({ callee }) => INFERENCE.has(model.names.qualifiedName(callee) ?? ''))) return true;
  const calls = callsWithin(fn.body);
  return !isOtherWork(calls, model) && calls.some((each) => isInference(each, model));
}

function isInference(call: Call, model: SemanticModel): boolean {
  const { func } = call;
  const name = model.names.qualifiedName(func);
  if (name !== undefined && INFERENCE.has(name)) return true;
  if (NETWORK.test(nameOfPlace(func) ?? '')) return model.names.definitionOf(func) === undefined;
  if (
    func.kind === 'Attribute' &&
    ANSWERING.test(func.attr) &&
    NETWORK.test(nameOfPlace(func.value) ?? '') &&
    importsEngine(model)
  )
    return !isOnProcessor(func.value, model);
  if (isMadeByEngine(func, model)) return !isOnProcessor(func, model);
  if (func.kind !== 'Attribute' || name !== undefined) return false;
  if (func.attr === 'cuda') return call.args.length === 0;
  if (func.attr === 'generate') return NETWORK.test(nameOfPlace(func.value) ?? '');
  return func.attr === 'to' && isCard(call.args[0], model);
}

/** `model.transcribe(path)`, `model.encode(texts)`: what the objects of such libraries are there for. */
const ANSWERING = /^(?:transcribe|generate|chat|encode|predict|infer|detect|readtext|synthesize|tts|embed)$/;

/** Libraries that run networks on the card by themselves, so that code with them may never name torch. */
const ENGINE =
  /^(?:torch|transformers|diffusers|faster_whisper|whisper|whisperx|sentence_transformers|vllm|ultralytics|ctranslate2|easyocr|TTS|bark|timm|onnxruntime|paddleocr|llama_cpp|FlagEmbedding)(?:\.|$)/;

export const importsEngine = ({ names }: SemanticModel): boolean => importsModule(ENGINE, names);

/** `recognise(path)` and `detector.predict(image)` of what such a library made. */
function isMadeByEngine(func: Expression, model: SemanticModel): boolean {
  const made = func.kind === 'Attribute' && ANSWERING.test(func.attr) ? func.value : func;
  if (made.kind !== 'Name' && (made.kind !== 'Attribute' || func === made)) return false;
  return model.flow.origins(made).some((origin) => {
    const callee = origin.kind === 'Call' ? (model.names.qualifiedName(origin.func) ?? '') : '';
    const last = callee.slice(callee.lastIndexOf('.') + 1);
    const isMaker = /^[A-Z]/.test(last) || MAKERS.has(last);
    return isMaker && ENGINE.test(callee) && !callee.startsWith('torch.') && !/Tokenizer|Processor|Config/.test(last);
  });
}

const MAKERS: ReadonlySet<string> = new Set(['pipeline', 'load_model', 'from_pretrained']);

/** It was made with `device="cpu"`. */
function isOnProcessor(made: Expression, model: SemanticModel): boolean {
  const of = made.kind === 'Attribute' && ANSWERING.test(made.attr) ? made.value : made;
  return model.flow.origins(of).some((origin) => {
    const device = origin.kind === 'Call' ? model.values.givenArgument(origin, 'device', undefined) : undefined;
    return device !== undefined && model.values.string(device)?.startsWith('cpu') === true;
  });
}

/** A network that is called, or asked to generate: `self.model(batch)`, `pipe(prompt)`. */
const NETWORK = /^_?(?:model|net|network|pipe|pipeline|unet|vae|transformer|backbone|diffusion|llm)$/;

/** `"cuda:0"`, `self.device`. */
function isCard(device: Expression | undefined, model: SemanticModel): boolean {
  if (device === undefined) return false;
  const text = model.values.string(device);
  return text === undefined ? /(?:^|_)device$/.test(nameOfPlace(device) ?? '') : text.startsWith('cuda');
}

/** A `try` has a clause for the exhausted card, frees its memory, or asks what it has caught. */
export function isExhaustionHandled({ handlers, finalbody }: Try, model: SemanticModel): boolean {
  if (mentionsWord(finalbody, MEMORY)) return true;
  return handlers.some((handler) => {
    const described = model.handlers.describe(handler);
    const isForIt = !described.isBroad && described.takes('torch.OutOfMemoryError');
    return isForIt || mentionsWord(handler.body, MEMORY);
  });
}

const MEMORY =
  /empty_cache|out[ _-]?of[ _-]?memory|(?:^|[^a-z])oom(?:[^a-z]|$)|free_memory|clear_cache|release_memory|gc_collect/i;
