/** Places that open an application to the pages of every site without a library's middleware: a header, a setting. */
import { ancestors, type Call, callKeyword, type Expression, type Keyword, lastName, type Node } from '#ast';
import { headerRead } from '#kit/web';
import type { FoldedValue, SemanticModel } from '#semantics';
import { recordKindOf } from '#semantics/types/record-class';
import { unpackedOptions } from '#semantics/values/unpacked-options';

const HEADER = 'access-control-allow-origin';

/** `*`, alone or in a list. */
export const isWildcardOrigin = (value: FoldedValue): boolean => {
  if (value.kind === 'str') return value.value === '*' || value.value === '.*';
  return 'elements' in value && value.elements.some(isWildcardOrigin);
};

/** What is written into the header, and how: `"*"`, or the origin of the request as it came. */
export interface WrittenOrigin {
  readonly at: Expression;
  readonly isRepeated: boolean;
}

/**
 * The value that the name of the header is written with: `headers["Access-Control-Allow-Origin"] = "*"`, `{"Access-Control-…": "*"}`,
 * `self.send_header("Access-Control-…", "*")`.
 */
export function writtenOrigin(name: Expression, model: SemanticModel): WrittenOrigin | undefined {
  const text = name.kind === 'Constant' && name.value.kind === 'str' ? name.value.value : undefined;
  if (text?.toLowerCase() !== HEADER) return undefined;
  const at = valueBeside(name);
  if (at === undefined) return undefined;
  const leaves = [at, ...model.flow.origins(at)];
  const isRepeated = leaves.some((leaf) => headerRead(leaf, model)?.toLowerCase() === 'origin');
  if (isRepeated) return isMembershipTested(at, model) ? undefined : { at, isRepeated };
  return leaves.some((leaf) => model.values.possible(leaf)?.some(isWildcardOrigin) === true)
    ? { at, isRepeated }
    : undefined;
}

/** Of a pair, an entry or an assignment. */
function valueBeside(name: Expression): Expression | undefined {
  const { parent } = name;
  if (parent?.kind === 'Dict') return parent.values[parent.keys.indexOf(name)];
  if (parent?.kind === 'Tuple' || parent?.kind === 'Call') {
    const items = parent.kind === 'Call' ? parent.args : parent.elts;
    return items[0] === name ? items[1] : undefined;
  }
  const statement = parent?.kind === 'Subscript' ? parent.parent : undefined;
  return statement?.kind === 'Assign' && parent?.kind === 'Subscript' && parent.ctx === 'Store'
    ? statement.value
    : undefined;
}

/** Under `if origin in ALLOWED:`, or chosen by such a test. */
function isMembershipTested(value: Expression, { flow }: SemanticModel): boolean {
  return [value, ...flow.origins(value)].some((each) =>
    [each, ...ancestors(each)].some(
      (node) => (node.kind === 'If' || node.kind === 'IfExp') && testsMembership(node.test),
    ),
  );
}

const testsMembership = (test: Expression): boolean => {
  if (test.kind === 'BoolOp') return test.values.some(testsMembership);
  if (test.kind === 'Call') return true;
  return test.kind === 'Compare' && test.ops.some((op) => op === 'In' || op === 'NotIn' || op === 'Eq');
};

/** A setting by which everybody may come, of django-cors-headers: `CORS_ALLOW_ALL_ORIGINS = True`. */
export function opensDjango(target: Expression, value: Expression, model: SemanticModel): boolean {
  if (target.kind !== 'Name' || !DJANGO.test(target.id)) return false;
  return [value, ...model.flow.origins(value)].some((leaf) => {
    const folded = model.values.fold(leaf) ?? defaultGiven(leaf, model);
    return folded?.kind === 'bool' && folded.value;
  });
}

const DJANGO = /^CORS_(?:ALLOW_ALL_ORIGINS|ORIGIN_ALLOW_ALL)$/;

/** `env.bool("CORS_ALLOW_ALL_ORIGINS", default=True)`, `config("…", default=True, cast=bool)`. */
function defaultGiven(leaf: Expression, { values }: SemanticModel): FoldedValue | undefined {
  const given = leaf.kind === 'Call' ? (callKeyword(leaf, 'default')?.value ?? leaf.args[1]) : undefined;
  return given === undefined ? undefined : values.fold(given);
}

/** `cors_origins: list[str] = ["*"]` of a class of settings, which another module hands to the application. */
export function opensBySetting(target: Expression, value: Expression, model: SemanticModel): boolean {
  const owner = target.parent?.parent;
  if (target.kind !== 'Name' || owner?.kind !== 'ClassDef' || !ORIGINS.test(target.id)) return false;
  if (recordKindOf(owner, model) !== 'settings' && !SETTINGS.test(owner.name)) return false;
  const leaves = [value, ...givenAsDefault(value)];
  return leaves.some((leaf) => model.values.possible(leaf)?.some(isWildcardOrigin) === true);
}

const ORIGINS = /(?:cors_?(?:allow(?:ed)?_?)?|allow(?:ed)?_?)origins?$|^cors$/i;
const SETTINGS = /(?:Settings|Config|Configuration)$/;

/** `Field(default=["*"])`, `field(default_factory=lambda: ["*"])`, `os.getenv("CORS_ORIGINS", "*").split(",")`. */
function givenAsDefault(value: Expression): readonly Expression[] {
  const call =
    value.kind === 'Call' && value.func.kind === 'Attribute' && value.func.value.kind === 'Call'
      ? value.func.value
      : value;
  if (call.kind !== 'Call') return [];
  const given = call.keywords.flatMap(({ arg, value: each }) =>
    arg === 'default' || arg === 'default_factory' ? [each.kind === 'Lambda' ? each.body : each] : [],
  );
  return [...given, ...call.args.slice(0, 2)];
}

/** What a call is given, also by a dict that is spread into it: `add_middleware(CORSMiddleware, **OPTIONS)`. Undefined where that cannot be read. */
export function keywordsWithSpread(
  { keywords }: Call,
  model: SemanticModel,
): readonly Pick<Keyword, 'arg' | 'value'>[] | undefined {
  const parts = keywords.map((keyword) =>
    keyword.arg === undefined
      ? unpackedOptions(keyword.value, model)
      : { entries: [{ arg: keyword.arg, value: keyword.value }], isOpen: false },
  );
  return parts.some(({ isOpen }) => isOpen) ? undefined : parts.flatMap(({ entries }) => entries);
}

/** The place is under a test of whether this is a machine of a developer: `if DEBUG:`. */
export function isUnderDebug(place: Node): boolean {
  return [...ancestors(place)].some(
    (node) => node.kind === 'If' && /debug|^dev|local/i.test(lastName(node.test) ?? ''),
  );
}
