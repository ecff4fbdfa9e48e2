/** Whether there is always another key: prompts, addresses, clocks and identifiers have no end, the parts of a program do. */
import { argumentValues, type Call, type Expression, lastName, stringConstant } from '#ast';
import type { SemanticModel } from '#semantics';
import { isClockRead } from '#semantics/effects/clock-reads';

export type Openness = 'open' | 'closed' | 'unknown';

/** What users, clients and clocks make up: there is always another one. */
const OPEN_WORDS =
  /(^|_)(prompts?|query|queries|question|texts?|ur[li]s?|messages?|email|ip|remote|token|nonce|uuid|uid|guid|hash|digest|checksum|fingerprint|timestamp|now|content|sentence|phrase|cookie|session|addr(?:ess)?|user|username|customer|visitor|sender|peer)$/i;
/** Words before `_id` of things that are few. */
const FEW =
  /(tenant|region|model|layer|device|gpu|node|worker|plugin|adapter|class|type|category|shard|partition|replica|cluster|org|team|channel|provider|engine|schema|table|tool|agent|dag|server|backend|project|rule|config|profile|category|lang|locale|bot|component|block|fn|func|role|group|rank|process|thread|loop|slot)_?id$/i;
/** Addresses of what the process itself talks to. */
const OWN_ADDRESS =
  /(connection|base|api|server|database|db|broker|endpoint|redis|backend|registry|service|root)_?ur[li]$/i;
const OPEN_CALLS = /^(uuid\.uuid[1-8]|secrets\.token_\w+|os\.urandom|hashlib\.\w+|builtins\.(id|hash)|random\.\w+)$/;
/** Calls whose result is as open as their arguments. */
const PASSING_CALL =
  /^_*((make|get|build|compute|create|generate|cache|to)_)*(key|hash|digest|fingerprint|cache_key|tuple|frozenset|dumps|sha\d+|md5|normalize\w*|lower)$/;
const DEPTH = 4;

/** By what a key is made of: one open part is enough, and all parts must be closed. */
export function opennessOf(key: Expression | undefined, model: SemanticModel, depth = DEPTH): Openness {
  if (key === undefined || depth === 0) return 'unknown';
  if (model.values.possible(key) !== undefined) return 'closed';
  const leaves = model.flow.origins(key).map((leaf) => opennessOfLeaf(leaf, model, depth));
  if (leaves.includes('open')) return 'open';
  if (leaves.length > 0 && leaves.every((openness) => openness === 'closed')) return 'closed';
  // What it was made of says nothing; what it was called may.
  if (key.kind === 'Subscript') return opennessOfPart(key.slice);
  return key.kind === 'Name' && opennessOfName(key.id) === 'open' ? 'open' : 'unknown';
}

/** By what a key is called; that there are few of it is no proof. */
export function opennessOfName(name: string): Openness {
  if (FEW.test(name) || OWN_ADDRESS.test(name) || /^(type_?|cls|klass|class_name|kind|code)$/.test(name))
    return 'unknown';
  return OPEN_WORDS.test(name) || /_(id|uuid)$/.test(name) ? 'open' : 'unknown';
}

function opennessOfLeaf(leaf: Expression, model: SemanticModel, depth: number): Openness {
  switch (leaf.kind) {
    case 'Constant':
      return 'closed';
    case 'Name': {
      const type = model.types.classOf(leaf);
      if (type === 'builtins.float') return 'open';
      return type === 'builtins.bool' || type === 'builtins.type' ? 'closed' : opennessOfName(leaf.id);
    }
    case 'Attribute':
      // `request.client.host`: where a request comes from.
      if (leaf.attr === 'host' && leaf.value.kind === 'Attribute' && leaf.value.attr === 'client') return 'open';
      // What an object says of itself is one key for that object.
      return leaf.value.kind === 'Name' && leaf.value.id === 'self' ? 'closed' : opennessOfName(leaf.attr);
    case 'Subscript':
      return opennessOfPart(leaf.slice);
    case 'Call':
      return opennessOfCall(leaf, model, depth);
    default:
      return 'unknown';
  }
}

/** `body["prompt"]`, `body.get("prompt")`: by what the part is called. */
function opennessOfPart(name: Expression | undefined): Openness {
  const text = stringConstant(name);
  return text !== undefined && opennessOfName(text) === 'open' ? 'open' : 'unknown';
}

function opennessOfCall(call: Call, model: SemanticModel, depth: number): Openness {
  const name = model.names.qualifiedName(call.func);
  if (name === 'builtins.type') return 'closed';
  if (name === 'builtins.id' && opennessOf(call.args[0], model, depth - 1) === 'closed') return 'closed';
  if (isClockRead(call, model) || (name !== undefined && OPEN_CALLS.test(name))) return 'open';
  const last = lastName(call.func) ?? '';
  if (last === 'hexdigest' || last === 'digest') return 'open';
  if (last === 'get') return opennessOfPart(call.args[0]);
  if (!PASSING_CALL.test(last)) return 'unknown';
  return argumentValues(call).some((argument) => opennessOf(argument, model, depth - 1) === 'open')
    ? 'open'
    : 'unknown';
}
