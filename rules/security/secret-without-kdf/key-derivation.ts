/** How a cipher's key comes from a configured secret. */
import { type Arg, type Call, type Expression, type Name, nameOfPlace, parametersOf } from '#ast';
import { secretKindOf } from '#knowledge/secrets';
import type { SemanticModel, StateLife } from '#semantics';
import { definitionCalled } from '#semantics/effects/definition-called';
import { digestedBy } from '../_shared/digests.ts';

/** The secret behind a key, through locals, attributes and functions of this file; undefined where anything unknown has a part. */
export function derivationOf(key: Expression, model: SemanticModel): DerivedKey | undefined {
  return new Derivation(model).of(key, new Map(), 0);
}

export type DerivationStep = 'encoded' | 'cut' | 'padded' | 'hashed' | 'base64';

/** What a key is made of. */
export interface DerivedKey {
  /** The variable, parameter or setting that holds the secret. */
  readonly name: string;
  /** Where it is read. */
  readonly leaf: Expression;
  /** What is done to it on the way. */
  readonly steps: ReadonlySet<DerivationStep>;
}

const ENCODINGS: ReadonlySet<string> = new Set(['base64.b64encode', 'base64.urlsafe_b64encode']);
const PADDING: ReadonlySet<string> = new Set(['ljust', 'rjust', 'center', 'zfill']);

/** The arguments that stand for the parameters of a function of this file. */
type Given = ReadonlyMap<Arg, Expression>;

/** Goes on with what an expression is made of. */
type Following = (inner: Expression | undefined, step?: DerivationStep) => DerivedKey | undefined;

const MAX_DEPTH = 12;

/** How a key comes from a configured secret; undefined where anything unknown has a part in it. */
class Derivation {
  /** States whose values are being followed: one may be bound to a form of itself. */
  readonly #open = new Set<StateLife>();

  constructor(private readonly model: SemanticModel) {}

  of(value: Expression, given: Given, depth: number): DerivedKey | undefined {
    if (depth > MAX_DEPTH) return undefined;
    const read = this.model.values.environmentRead(value);
    if (read !== undefined) return { name: read.key ?? 'a variable', leaf: value, steps: new Set() };
    const next: Following = (inner, step) => {
      const found = inner === undefined ? undefined : this.of(inner, given, depth + 1);
      return found === undefined || step === undefined ? found : { ...found, steps: new Set([...found.steps, step]) };
    };
    switch (value.kind) {
      case 'Name':
        return this.#ofName(value, given, depth);
      case 'Attribute':
        return this.#ofAttribute(value, given, depth);
      case 'Subscript':
        return value.slice.kind === 'Slice' && value.slice.upper !== undefined ? next(value.value, 'cut') : undefined;
      case 'BinOp':
        return value.op === 'Add' || value.op === 'Mult' ? next(value.left, 'padded') : undefined;
      case 'BoolOp':
        return worst(value.values.map((each) => next(each)));
      case 'IfExp':
        return worst([next(value.body), next(value.orelse)]);
      case 'Call':
        return this.#ofCall(value, given, depth, next);
      default:
        return undefined;
    }
  }

  #ofCall(call: Call, given: Given, depth: number, next: Following): DerivedKey | undefined {
    const digested = digestedBy(call, this.model);
    if (digested !== undefined) return digested.length === 1 ? next(digested[0], 'hashed') : undefined;
    const { func, args } = call;
    const name = this.model.names.qualifiedName(func);
    if (name === 'builtins.bytes' || name === 'builtins.bytearray') return next(args[0], 'encoded');
    if (name === 'builtins.str') return next(args[0]);
    if (ENCODINGS.has(name ?? '')) return next(args[0], 'base64');
    if (func.kind === 'Attribute') {
      if (func.attr === 'encode') return next(func.value, 'encoded');
      if (PADDING.has(func.attr)) return next(func.value, 'padded');
      if (func.attr === 'strip' || func.attr === 'decode') return next(func.value);
      if (func.attr === 'get_secret_value') return next(func.value) ?? typedSecret(func.value);
    }
    return this.#ofOwnFunction(call, given, depth);
  }

  /** What a function of this file returns of what it is given. */
  #ofOwnFunction(call: Call, given: Given, depth: number): DerivedKey | undefined {
    const fn = definitionCalled(this.model, call);
    if (fn === undefined || fn.kind === 'ClassDef') return undefined;
    const parameters = parametersOf(fn).filter(({ name }) => name !== 'self' && name !== 'cls');
    const bound = new Map(given);
    for (const [index, { node, name }] of parameters.entries()) {
      const argument = call.args[index] ?? call.keywords.find(({ arg }) => arg === name)?.value;
      if (argument !== undefined) bound.set(node, argument);
    }
    for (const returned of this.model.flow.returnValues(fn)) {
      const found = returned === undefined ? undefined : this.of(returned, bound, depth + 1);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #ofName(name: Name, given: Given, depth: number): DerivedKey | undefined {
    const { names, flow } = this.model;
    const parameter = names.parameterOf(name);
    if (parameter !== undefined) {
      const argument = given.get(parameter);
      return argument === undefined ? secretLeaf(name, name.id) : this.of(argument, new Map(), depth + 1);
    }
    const binding = names.resolve(name);
    const local = flow.reachingDefinitions(name);
    const found: (DerivedKey | undefined)[] = [];
    for (const definition of local.length > 0 ? local : (binding?.definitions ?? [])) {
      if (definition.kind === 'from-import') return secretLeaf(name, name.id);
      if (definition.value !== undefined) found.push(this.of(definition.value, given, depth + 1));
    }
    return worst(found);
  }

  /** `self.key` by what it is bound to, `settings.secret_key` by its name. */
  #ofAttribute(value: Expression & { kind: 'Attribute' }, given: Given, depth: number): DerivedKey | undefined {
    const life = this.model.state.lifeOf(value);
    if (life === undefined) return secretLeaf(value, value.attr);
    if (this.#open.has(life)) return secretLeaf(value, value.attr);
    this.#open.add(life);
    const found = life.uses.map(({ kind, value: bound }) =>
      (kind === 'create' || kind === 'rebind') && bound !== undefined ? this.of(bound, given, depth + 1) : undefined,
    );
    this.#open.delete(life);
    return worst(found) ?? secretLeaf(value, value.attr);
  }
}

/** Of several ways to bind it, one that changes it counts. */
function worst(found: readonly (DerivedKey | undefined)[]): DerivedKey | undefined {
  const known = found.flatMap((each) => each ?? []);
  return known.find(({ steps }) => steps.has('hashed') || steps.has('cut') || steps.has('padded')) ?? known[0];
}

/** A `SecretStr` is a secret whatever it is called. */
const typedSecret = (leaf: Expression): DerivedKey => ({
  name: nameOfPlace(leaf) ?? 'a setting',
  leaf,
  steps: new Set(),
});

/** A parameter, an imported constant or a setting that goes by the name of a secret. */
function secretLeaf(leaf: Expression, name: string): DerivedKey | undefined {
  return secretKindOf(name) === 'own' ? { name, leaf, steps: new Set() } : undefined;
}
