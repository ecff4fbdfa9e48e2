import {
  ancestors,
  argumentValues,
  type Call,
  defsOf,
  type Expression,
  findNode,
  type Name,
  type Node,
  stringConstant,
} from '#ast';
import { defineSourceRule, type SourceContext } from '#kit';
import { PYTHON_BUILTINS } from '#knowledge/builtins';
import type { DefinitionKind } from '#semantics';

export default defineSourceRule({
  docs: {
    summary: 'missing `f` prefix: placeholder in an ordinary string',
    why: 'The message, URL or query contains the braces and the name instead of the value.',
    remedy: 'Add an `f` before the string; in an implicit concatenation, before each part with a placeholder',
    harm: 'misleads',
    severity: 'P3',
    precision: 'medium',
    since: '0.1.0',
    cwe: [],
    origin: [
      { document: 'Audits of six systems before a scan', finding: 'python-slack-bot 28: a text that lacks its f' },
    ],
    bad: 'def refuse(order):\n    raise ValueError("order {order.number} is empty")\n',
    good: 'def refuse(order):\n    raise ValueError(f"order {order.number} is empty")\n',
  },
  skips: ['generated', 'vendored', 'test'],
  visit: {
    Constant(text, ctx) {
      const value = stringConstant(text);
      if (value === undefined || !value.includes('{') || isDoubled(text, ctx)) return;
      const fields = [...value.matchAll(FIELD)].map((match) => match[1] ?? '');
      const [first] = fields;
      if (first === undefined || !fields.every((field) => isBoundBefore(field, text, ctx))) return;
      const use = useOf(text, fields.flatMap(rootsOf), ctx);
      if (use === 'filled in') return;
      if (isOfInnerText(value, fields))
        return ctx.proven({ at: text, by: 'the string is code that contains an f-string itself' });
      const message = `missing \`f\` prefix: \`{${first}}\` is used literally`;
      const mayBeFilled = use !== 'shown' || namesRoute(value, first, ctx);
      ctx.report({ at: text, message, doubt: mayBeFilled ? 'deferred-template' : undefined });
    },
  },
});

/** `{name}`, `{name.part}`, `{name[0]:>8}`, `{name()!r}`; no `${name}` of a shell and no `\frac{a}` of TeX. */
const FIELD =
  /(?<![\p{XID_Continue}\\${])\{([\p{XID_Start}_]\p{XID_Continue}*(?:\.[\p{XID_Start}_]\p{XID_Continue}*|\[[^[\]{}]+\]|\((?:[^(){}]|\([^(){}]*\))*\))*)(?:![rsa])?(?::(?!\s)[^{}'"]*)?\}(?!\})/gu;

const rootOf = (field: string): string => /^\p{XID_Continue}+/u.exec(field)?.[0] ?? field;

/** Of `len(items)`, where Python gives the function, the values it is given: texts, members and names of parameters are none. */
const rootsOf = (field: string): readonly string[] => {
  const root = rootOf(field);
  if (!PYTHON_BUILTINS.has(root) || field[root.length] !== '(') return [root];
  const given = field.slice(root.length).replaceAll(/'[^']*'|"[^"]*"/g, '');
  return [...given.matchAll(NAME)].map(([name]) => name).filter((name) => !PYTHON_BUILTINS.has(name));
};

const NAME = /(?<![\p{XID_Continue}.])[\p{XID_Start}_]\p{XID_Continue}*(?!\s*=[^=]|\p{XID_Continue})/gu;

/** `print(f'pears: {count}')` in a text that is code for another program: all fields are in f-strings of its own. */
function isOfInnerText(text: string, fields: readonly string[]): boolean {
  const rest = text.replaceAll(/\bf(?:'[^'\n]*'|"[^"\n]*")/g, '');
  return fields.every((field) => !rest.includes(`{${field}`));
}

/** `Ask GET /orders/{number} for it`: a route of the file has just this path. */
function namesRoute(text: string, field: string, { module, context }: SourceContext): boolean {
  const [path] = /\/\S*/.exec(text) ?? [];
  if (path?.includes(`{${field}}`) !== true) return false;
  return defsOf(module).some((fn) => {
    const route = context.routeOf(fn)?.path;
    return route !== undefined && path.startsWith(route) && /^[.,;:)]*$/.test(path.slice(route.length));
  });
}

/** In an f-string braces that are doubled are meant. */
function isDoubled({ parent }: Node, ctx: SourceContext): boolean {
  return parent?.kind === 'JoinedStr' && ctx.text.slice(parent).includes('{{');
}

/** Functions, classes and modules are no values that a message tells, unless something of them is read. */
function isBoundBefore(field: string, text: Expression, { names }: SourceContext): boolean {
  const roots = rootsOf(field);
  return (
    roots.length > 0 &&
    roots.every((root) => {
      const binding = names.lookup(root, text);
      const isElsewhere = binding?.scope !== names.scopeAt(text);
      return (
        binding?.definitions.some(
          ({ kind, node }) => (isElsewhere || node.start < text.start) && (root !== field || !NO_VALUE.has(kind)),
        ) === true
      );
    })
  );
}

const NO_VALUE: ReadonlySet<DefinitionKind> = new Set(['import', 'from-import', 'function', 'class']);

type Use = 'shown' | 'filled in' | 'unknown';

/** Calls that hand a text on as it is: to people, to other machines, to disks and databases. */
const HANDING_ON: ReadonlySet<string> = new Set(['log', 'network', 'file', 'database', 'process']);

/** So many names are followed from one to the next. */
const MOST_NAMES = 3;

function useOf(text: Expression, roots: readonly string[], ctx: SourceContext, followed = 0): Use {
  let node: Node = text;
  for (const parent of ancestors(text)) {
    switch (parent.kind) {
      case 'Attribute':
        if (FORMATTING.has(parent.attr)) return 'filled in';
        break;
      case 'BinOp':
        if (parent.op === 'Add' || parent.op === 'Mod') break;
        return 'unknown';
      case 'Compare':
      case 'Expr':
        return 'filled in';
      case 'Call':
        if (parent.func !== node) return useInCall(parent, node, roots, ctx);
        break;
      case 'Assign':
      case 'AnnAssign':
        return followed === MOST_NAMES ? 'unknown' : useOfName(parent, roots, ctx, followed + 1);
      case 'Return':
        return isAnswer(parent, ctx) ? 'shown' : 'unknown';
      case 'Raise':
        return 'shown';
      // In an f-string anyone who wrote the text fills in at once.
      case 'FormattedValue': {
        const outer = parent.parent?.kind === 'JoinedStr' ? useOf(parent.parent, roots, ctx, followed) : 'unknown';
        return outer === 'filled in' ? outer : 'shown';
      }
      case 'For':
      case 'AsyncFor':
      case 'comprehension':
        return parent.iter === node && isFormatted(parent.target, ctx) ? 'filled in' : 'unknown';
      default:
        if (!PASSED_ON.has(parent.kind)) return 'unknown';
    }
    node = parent;
  }
  return 'unknown';
}

/** `directive.format(nonce=nonce) for directive in directives`. */
function isFormatted(target: Expression, { names }: SourceContext): boolean {
  const references = target.kind === 'Name' ? (names.resolve(target)?.references ?? []) : [];
  return references.some(({ parent }) => parent?.kind === 'Attribute' && FORMATTING.has(parent.attr));
}

/** What a route returns, its client reads. */
function isAnswer(returned: Node, { context }: SourceContext): boolean {
  const fn = context.defAround(returned);
  return fn !== undefined && context.routeOf(fn) !== undefined;
}

/** What holds a text and is handed on with it. */
const PASSED_ON: ReadonlySet<Node['kind']> = new Set([
  'JoinedStr',
  'BinOp',
  'IfExp',
  'BoolOp',
  'Dict',
  'List',
  'Tuple',
  'keyword',
  'Starred',
]);

const FORMATTING: ReadonlySet<string> = new Set(['format', 'format_map']);

function useInCall(call: Call, given: Node, roots: readonly string[], ctx: SourceContext): Use {
  if (isDecorator(call) || isLookedFor(call, given) || isTranslated(call) || namesRoots(call, roots))
    return 'filled in';
  const isHandedOn = isRaised(call) || HANDING_ON.has(ctx.effects.of(call));
  return isHandedOn && !takesRoots(call, given, roots) ? 'shown' : 'unknown';
}

/** `render("order {number}", number=number)`: each value goes with the text, under the name that is in it. */
const namesRoots = ({ keywords }: Call, roots: readonly string[]): boolean =>
  roots.every((root) => keywords.some(({ arg }) => arg === root));

/** `text.replace("{number}", number)`. */
function takesRoots(call: Call, given: Node, roots: readonly string[]): boolean {
  if (call.keywords.some(({ arg }) => arg !== undefined && roots.includes(arg))) return true;
  const others = argumentValues(call).filter((value) => value !== given && value.parent !== given);
  return others.some(
    (value) => findNode(value, (each): each is Name => each.kind === 'Name' && roots.includes(each.id)) !== undefined,
  );
}

/** `text.replace("{tools}", listed)`, `text.count("{tools}")`: what is looked for is the field itself. */
const isLookedFor = ({ func, args }: Call, given: Node): boolean =>
  func.kind === 'Attribute' && SEARCHING.has(func.attr) && args[0] === given;
const SEARCHING: ReadonlySet<string> = new Set([
  'replace',
  'split',
  'find',
  'index',
  'count',
  'startswith',
  'endswith',
]);

/** `_("order {number}").format(number=number)`: the text is a key, and its translation is filled in. */
const isTranslated = ({ parent }: Call): boolean => parent?.kind === 'Attribute' && FORMATTING.has(parent.attr);

/** Routes have braces of their own. */
function isDecorator({ parent }: Call): boolean {
  return parent?.kind === 'FunctionDef' || parent?.kind === 'AsyncFunctionDef' || parent?.kind === 'ClassDef';
}

function isRaised(call: Call): boolean {
  return call.parent?.kind === 'Raise' && call.parent.exc === call;
}

/** What becomes of a text that was given a name: the worst of what is done with the name. */
function useOfName(
  assigned: Node & { readonly kind: 'Assign' | 'AnnAssign' },
  roots: readonly string[],
  ctx: SourceContext,
  followed: number,
): Use {
  const targets = assigned.kind === 'Assign' ? assigned.targets : [assigned.target];
  const [target] = targets;
  if (target?.kind !== 'Name' || targets.length > 1) return 'unknown';
  const definition = ctx.names.resolve(target)?.definitions.find(({ node }) => node === target);
  const uses = definition === undefined ? [] : ctx.flow.usesOf(definition);
  const all = uses.map((use) => useOf(use, roots, ctx, followed));
  if (all.includes('filled in')) return 'filled in';
  return all.includes('shown') ? 'shown' : 'unknown';
}
