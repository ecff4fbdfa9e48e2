/** The value of which a test asks something: where the test names it, and where it names all of it. */

import {
  type Attribute,
  type Call,
  type Expression,
  holds,
  type Name,
  type Node,
  withoutAwait,
} from '../../ast/index.ts';
import { FOLLOWED } from '../limits.ts';
import type { SemanticModel } from '../model.ts';
import type { Binding } from '../names.ts';

/** Methods and functions whose result is the same text for a test of the whole: written otherwise, or made a path of. */
const KEEPING_METHODS: ReadonlySet<string> = new Set(
  'lower upper casefold strip lstrip rstrip decode encode resolve absolute expanduser as_posix'.split(' '),
);
const KEEPING_FUNCTIONS: ReadonlySet<string> = new Set(
  'builtins.str os.fspath os.path.abspath os.path.realpath os.path.normpath pathlib.Path pathlib.PurePath pathlib.PurePosixPath urllib.parse.unquote'.split(
    ' ',
  ),
);
/** Parts of an address that say the host. */
const HOST = /^(?:hostname|netloc|host|registered_domain|top_domain_under_public_suffix)$/;

/** Names that held it on its way, and the texts of where it is read. */
export class Subject {
  /** Of names that do not hold it themselves, whether they hold a part: each call before a place is looked through for them. */
  readonly #parts = new Map<Binding, boolean>();

  private constructor(
    private readonly model: SemanticModel,
    private readonly bindings: ReadonlySet<Binding>,
    /** Of those that hold a record of which one field alone counts: what the fields are called. */
    private readonly fields: ReadonlyMap<Binding, ReadonlySet<string>>,
    private readonly texts: ReadonlySet<string>,
    private readonly leaf: string,
    private readonly isHost: boolean,
    /** How many calls it has been followed into: functions may call each other without end. */
    readonly calls: number,
  ) {}

  /** What flowed to a place. */
  static of(path: readonly Expression[], leaf: Expression, model: SemanticModel, isHost: boolean): Subject {
    const bindings = new Set<Binding>();
    const wholes = new Set<Binding>();
    const fields = new Map<Binding, Set<string>>();
    const texts = new Set<string>();
    for (const each of [...path, leaf]) {
      const binding = each.kind === 'Name' ? model.names.resolve(each) : undefined;
      if (isPlace(each)) texts.add(textOfPlace(each, model));
      if (binding === undefined) continue;
      bindings.add(binding);
      const field = fieldTaken(each, model);
      if (field === undefined) wholes.add(binding);
      else fields.set(binding, (fields.get(binding) ?? new Set()).add(field));
    }
    for (const whole of wholes) fields.delete(whole);
    const text = leaf.kind === 'Name' ? '' : model.source.text.slice(leaf);
    return new Subject(model, bindings, fields, texts, text, isHost, 0);
  }

  /** The same value where names of another function hold it. */
  heldBy(bindings: readonly Binding[]): Subject {
    return new Subject(this.model, new Set(bindings), new Map(), new Set(), '', this.isHost, this.calls + 1);
  }

  /** Somewhere in the expression stands the value, or what was made of it. */
  isIn(expression: Node): boolean {
    return holds(expression, (node) => {
      if (node.kind === 'Name') return this.#isName(node);
      return this.leaf !== '' && isPlace(node) && this.model.source.text.slice(node) === this.leaf;
    });
  }

  /** The expression is all of it, or the part that counts: `name.lower()`, the `hostname` of an address; its length or ending is not. */
  isWhole(expression: Expression, depth = 0): boolean {
    const at = withoutAwait(expression);
    if (depth > FOLLOWED.subjects) return false;
    if (isPlace(at) && this.texts.has(textOfPlace(at, this.model))) return true;
    if (this.isHost && saysHost(at)) return this.isIn(at);
    switch (at.kind) {
      case 'Name': {
        const binding = this.model.names.resolve(at);
        if (binding === undefined) return false;
        if (this.bindings.has(binding)) return true;
        const [only, other] = binding.definitions;
        return only?.value !== undefined && other === undefined && this.isWhole(only.value, depth + 1);
      }
      case 'NamedExpr':
        return this.isWhole(at.value, depth + 1);
      case 'BoolOp':
        return at.op === 'Or' && at.values.some((each) => this.isWhole(each, depth + 1));
      case 'Call': {
        const [first] = at.args;
        const name = this.model.types.calleeName(at.func);
        if (name !== undefined && KEEPING_FUNCTIONS.has(name))
          return first !== undefined && this.isWhole(first, depth + 1);
        return (
          at.func.kind === 'Attribute' && KEEPING_METHODS.has(at.func.attr) && this.isWhole(at.func.value, depth + 1)
        );
      }
      default:
        return false;
    }
  }

  /** It was read as this part of what the expression is: `["kind"]`, `.kind`. */
  holdsPart(whole: Expression, part: string): boolean {
    return this.texts.has(this.model.source.text.slice(whole) + part);
  }

  /** The call that a name of another value is bound to, which is given the value: `row = find(number)`. */
  lookUpOf(name: Expression): Call | undefined {
    const binding = name.kind === 'Name' ? this.model.names.resolve(name) : undefined;
    if (binding === undefined || this.bindings.has(binding) || binding.definitions.length !== 1) return undefined;
    const value = binding.definitions[0]?.value;
    const call = value === undefined ? undefined : withoutAwait(value);
    return call?.kind === 'Call' && this.isIn(call) ? call : undefined;
  }

  #isName(name: Name): boolean {
    const binding = this.model.names.resolve(name);
    if (binding === undefined) return false;
    if (this.bindings.has(binding)) return this.#isField(name, binding);
    const known = this.#parts.get(binding);
    if (known !== undefined) return known;
    const isPart = this.#isPart(binding);
    this.#parts.set(binding, isPart);
    return isPart;
  }

  /** `host = urlparse(url).hostname`: a part of the value that is asked in its place. */
  #isPart(binding: Binding): boolean {
    const [only, other] = binding.definitions;
    if (only?.value === undefined || other !== undefined) return false;
    return holds(only.value, (node) => {
      const part = node.kind === 'Name' ? this.model.names.resolve(node) : undefined;
      if (part === undefined || part === binding || node.kind !== 'Name') return false;
      return this.bindings.has(part) && this.#isField(node, part);
    });
  }

  /** `body.owner` says nothing of `body.url`. */
  #isField(name: Name, binding: Binding): boolean {
    const fields = this.fields.get(binding);
    const taken = fields === undefined ? undefined : fieldTaken(name, this.model);
    return fields === undefined || taken === undefined || fields.has(taken);
  }
}

const isPlace = (node: Node): node is Expression =>
  node.kind === 'Attribute' || node.kind === 'Subscript' || node.kind === 'Call';

/** What is taken of the record that a name holds: `body.url`, `body["url"]`, `body.get("url")`. */
function fieldTaken(name: Node, { values }: SemanticModel): string | undefined {
  const { parent } = name;
  if (parent?.kind === 'Subscript' && parent.value === name) return values.string(parent.slice);
  if (parent?.kind !== 'Attribute') return undefined;
  const call = parent.parent;
  if (call?.kind !== 'Call' || call.func !== parent) return parent.attr;
  return parent.attr === 'get' && call.args[0] !== undefined ? values.string(call.args[0]) : undefined;
}

/** `args.get("name")` and `args['name']` are one place. */
function textOfPlace(place: Expression, { source, values }: SemanticModel): string {
  const isLookUp = place.kind === 'Call' && place.func.kind === 'Attribute' && place.func.attr === 'get';
  const whole = place.kind === 'Subscript' ? place.value : isLookUp ? (place.func as Attribute).value : undefined;
  const key = place.kind === 'Subscript' ? place.slice : isLookUp ? place.args[0] : undefined;
  const name = key === undefined ? undefined : values.string(key);
  return whole === undefined || name === undefined
    ? source.text.slice(place)
    : `${source.text.slice(whole)}[${JSON.stringify(name)}]`;
}

/** `urlparse(url).netloc.split(":")[0]`. */
function saysHost(expression: Expression): boolean {
  let at = expression;
  while (at.kind === 'Call' || at.kind === 'Subscript' || at.kind === 'Attribute') {
    if (at.kind === 'Attribute' && HOST.test(at.attr)) return true;
    at = at.kind === 'Call' ? at.func : at.value;
  }
  return false;
}
