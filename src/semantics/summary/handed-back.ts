/** What a function gives back of what other functions of the project gave it, and of what it was given itself. */
import { type Call, type Expression, isCapWords, lastName, type Name, walk } from '../../ast/index.ts';
import { MOMENTS } from '../../knowledge/clocks.ts';
import { RESPONSE_MAKERS } from '../../knowledge/response-makers.ts';
import { THREAD_RUNNERS } from '../../knowledge/thread-runners.ts';
import { callsWithin } from '../effects/calls-within.ts';
import type { SemanticModel } from '../model.ts';
import { importsModule } from '../names/imports-module.ts';
import type { Binding } from '../names.ts';
import type { SummaryFunction } from '../summary.ts';

type HandedBack = Pick<SummaryFunction, 'returnsResultsOf' | 'returnsParameters'>;

interface Found {
  readonly calls: Set<string>;
  readonly parameters: Set<string>;
  readonly seen: Set<Binding>;
}

/** By its returns, through dicts, records, texts, responses and locals. */
export function summarizeHandedBack(returned: readonly (Expression | undefined)[], model: SemanticModel): HandedBack {
  const found: Found = { calls: new Set(), parameters: new Set(), seen: new Set() };
  const pending = [...returned];
  while (pending.length > 0) {
    const value = pending.pop();
    if (value === undefined) continue;
    pending.push(...(value.kind === 'Name' ? boundTo(value, found, model) : partsOf(value, found, model)));
  }
  for (const name of momentsIn(returned, model)) found.calls.add(name);
  return {
    ...(found.calls.size > 0 && { returnsResultsOf: [...found.calls] }),
    ...(found.parameters.size > 0 && { returnsParameters: [...found.parameters] }),
  };
}

const MOMENT_MODULES = /^(?:datetime|time|uuid|secrets|random|pendulum|arrow|django\.utils)\b/;

/** Calls of a clock or of chance (`MOMENTS`) of which results are made, also by a local. */
function momentsIn(returned: readonly (Expression | undefined)[], { names, types }: SemanticModel): readonly string[] {
  if (!importsModule(MOMENT_MODULES, names)) return [];
  const made = returned.flatMap((each) => each ?? []);
  for (const value of [...made]) {
    walk(value, (node) => {
      const binding = node.kind === 'Name' ? names.resolve(node) : undefined;
      if (binding?.scope.kind === 'function') made.push(...binding.definitions.flatMap((each) => each.value ?? []));
    });
  }
  return callsWithin(made)
    .map(({ func }) => types.calleeName(func) ?? '')
    .filter((name) => MOMENTS.has(name));
}

/** What a local may hold, once; a parameter is noted. */
function boundTo(name: Name, { parameters, seen }: Found, model: SemanticModel): readonly Expression[] {
  const binding = model.names.resolve(name);
  if (binding?.scope.kind !== 'function' || seen.has(binding)) return [];
  seen.add(binding);
  return binding.definitions.flatMap(({ kind, node, value }) => {
    if (kind === 'parameter' && node.kind === 'arg') parameters.add(node.arg);
    return value !== undefined && value.end < name.start ? [value] : [];
  });
}

function partsOf(value: Expression, found: Found, model: SemanticModel): readonly (Expression | undefined)[] {
  switch (value.kind) {
    case 'Dict':
    case 'BoolOp':
      return value.values;
    case 'JoinedStr':
      return value.values.flatMap((part) => (part.kind === 'FormattedValue' ? [part.value] : []));
    case 'Tuple':
    case 'List':
      return value.elts;
    case 'IfExp':
      return [value.body, value.orelse];
    case 'Await':
    case 'Starred':
      return [value.value];
    case 'BinOp':
      return value.op === 'Add' || value.op === 'Mod' ? [value.left, value.right] : [];
    case 'Call':
      return partsOfCall(value, found, model);
    default:
      return [];
  }
}

/** A function of the project is noted; a record or a response holds what it is made of. */
function partsOfCall(call: Call, { calls }: Found, model: SemanticModel): readonly Expression[] {
  const { func, args, keywords } = call;
  const read = model.values.environmentRead(call);
  if (read?.fallback !== undefined) return [read.fallback];
  const name = lastName(func) ?? '';
  const run = THREAD_RUNNERS.has(name) ? args.find(({ kind }) => kind === 'Name' || kind === 'Attribute') : undefined;
  const path = accessPathTo(run ?? func, model);
  const isMade = isCapWords(name);
  if (path !== undefined && !isMade) {
    calls.add(path);
    return [];
  }
  if (isMade || RESPONSE_MAKERS.has(name) || name === 'str' || name === 'repr')
    return [...args, ...keywords.flatMap(({ arg, value }) => (NOT_DISCLOSING.test(arg ?? '') ? [] : [value]))];
  return func.kind === 'Attribute' && DUMPING.has(func.attr) ? [func.value] : [];
}

function accessPathTo(func: Expression, { names, effects }: SemanticModel): string | undefined {
  const own = names.definitionOf(func);
  return own === undefined ? effects.projectPath({ func }) : names.fullNameOf(own);
}

const NOT_DISCLOSING = /^(?:status|code|headers|media_type)/;
/** What records give of themselves, and texts. */
const DUMPING: ReadonlySet<string> = new Set(['model_dump', 'model_dump_json', 'dict', 'json', 'to_dict', 'strip']);
