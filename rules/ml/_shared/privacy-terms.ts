/** What the quantities of differential privacy are called, and which code is about them. */
import { ancestors, type Expression, holds, type Node, nameOfPlace, wordsOfName } from '#ast';
import type { SemanticModel } from '#semantics';

/** What an epsilon is computed from: the noise multiplier, the rate at which records are sampled, delta, the number of steps. */
export type PrivacyTerm = 'noise' | 'rate' | 'delta' | 'steps';

/** By the whole name, a leading underscore aside. */
export function privacyTermOfName(name: string): PrivacyTerm | undefined {
  const plain = name.replace(/^_+/, '');
  return NAMES.find(([, pattern]) => pattern.test(plain))?.[0];
}

const NAMES: readonly (readonly [PrivacyTerm, RegExp])[] = [
  ['noise', /^(?:\w+_)?(?:noise_(?:multiplier|mult|scale|std|stddev|sigma)|sigma|noiseMultiplier)$/i],
  ['rate', /^(?:q|(?:\w+_)?(?:sub)?sampl(?:e|ing)_(?:rate|prob|probability|ratio|fraction))$/i],
  ['delta', /^(?:(?:target|dp|privacy)_)?delta$/i],
  ['steps', /^(?:(?:num|n|number_of|total|training)_)?(?:steps|iterations|compositions)$/i],
];

/** Of which code about the noise has one, for `mentions`. */
export const NOISE_NAMES = 'sigma noise_multiplier noise_mult noise_scale noise_std noise_sigma'.split(' ');

/** By its name, by the value that a local is bound to once, or as `batch_size / dataset_size`. */
export function privacyTermOf(expression: Expression, model: SemanticModel): PrivacyTerm | undefined {
  for (let at: Expression | undefined = expression, hops = 0; at !== undefined && hops < 4; hops++) {
    const term = privacyTermOfName(nameOfPlace(at) ?? '');
    if (term !== undefined) return term;
    if (isSampledFraction(at, model)) return 'rate';
    at = at.kind === 'Name' ? soleValue(at, model) : boundedValue(at, model);
  }
  return undefined;
}

/** The value of a name that is bound once. */
export function soleValue(name: Expression, { names }: SemanticModel): Expression | undefined {
  if (name.kind !== 'Name') return undefined;
  const definitions = names.resolve(name)?.definitions ?? [];
  return definitions.length === 1 ? definitions[0]?.value : undefined;
}

/** `min(1.0, x)`, `float(x)`: x as far as its meaning goes. */
function boundedValue(node: Expression, { names }: SemanticModel): Expression | undefined {
  if (node.kind !== 'Call' || !/^builtins\.(?:min|max|float)$/.test(names.qualifiedName(node.func) ?? '')) return;
  return node.args.find(({ kind }) => kind !== 'Constant');
}

function isSampledFraction(node: Expression, model: SemanticModel): boolean {
  if (node.kind !== 'BinOp' || node.op !== 'Div') return false;
  if (!namesAny(node.left, /(?:^|_)(?:batch|lot)_?(?:size)?$/i)) return false;
  const whole = node.right.kind === 'Name' ? (soleValue(node.right, model) ?? node.right) : node.right;
  return namesAny(node.right, POPULATION) || (whole.kind === 'Call' && namesAny(whole.func, /^len$/));
}

const POPULATION =
  /(?:dataset|data|train|population|sample)_(?:size|len|count)$|^(?:num|n)_(?:samples|examples|records|data|train)$/i;

function namesAny(expression: Expression, pattern: RegExp): boolean {
  return holds(
    expression,
    (node) => (node.kind === 'Name' || node.kind === 'Attribute') && pattern.test(nameOfPlace(node) ?? ''),
  );
}

/** A function or class around the node, or the module, has a word of differential privacy in its name. */
export function isAboutPrivacy(node: Node, { names }: SemanticModel): boolean {
  const isNamed = (at: Node): boolean =>
    (at.kind === 'FunctionDef' || at.kind === 'AsyncFunctionDef' || at.kind === 'ClassDef') && hasPrivacyWord(at.name);
  if (isNamed(node)) return true;
  for (const around of ancestors(node)) if (isNamed(around)) return true;
  return hasPrivacyWord(names.moduleName);
}

/** `compute_rdp`, `DPOptimizer`, `privacy_spent`. */
export function hasPrivacyWord(name: string): boolean {
  return wordsOfName(name).some((word) => PRIVACY_WORDS.has(word));
}

const PRIVACY_WORDS: ReadonlySet<string> = new Set(
  'privacy dp dpsgd rdp renyi epsilon accountant accountants accounting pld zcdp moments'.split(' '),
);
