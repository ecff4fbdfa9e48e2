import { defineSourceRule, heldBackBy, NOT_PRODUCTION, type SourceContext } from '#kit';
import {
  type Assign,
  ancestors,
  type Call,
  type Def,
  dottedName,
  type Expression,
  holds,
  isWithin,
  lastName,
  type Node,
  nodesOf,
  parametersOf,
} from '#kit/code';
import { templateOf } from '#kit/texts';

/** How much a client asks for. */
const LIMIT =
  /^(limit|top_?k|top_?n|page_?size|per_?page|count|size|n|k|num(_\w+)?|n_results|max_results|max_items|rows|batch_size|length|take|first|steps|iterations|samples)$/i;
const CUTTING: ReadonlySet<string> = new Set(['builtins.min', 'numpy.clip', 'numpy.minimum']);
const CLAMPS =
  /^(max|clip|clamp\w*|bound\w*|validate\w*|check\w*|normali[sz]e\w*|sanitize\w*|cap\w*|parse_limit|isinstance|Query)$/;
const SOFT = /^(limit|top_?k|k|n_results|max_results|page_?size|per_?page|num_results|size|count)$/i;
const READERS = /\.(args|query_params|values|query|GET|form)\.get$/;

export default defineSourceRule({
  docs: {
    summary: 'limit that a client sets without an upper bound',
    why: 'One request with a very large number makes the server read, hold and send that many rows, or take that many steps.',
    remedy:
      'Give the parameter an upper bound (`Query(le=100)`), or take `min()` of it and the most that one answer may hold.',
    harm: 'leaks',
    ceiling: 'P3',
    precision: 'medium',
    measured: { read: 1, right: 1, on: 'a server of language models' },
    since: '0.1.0',
    cwe: [770],
    origin: [{ document: 'CORTEX Architectural Audit Report', finding: 'SCALE-005' }],
    bad: 'from fastapi import FastAPI\n\napp = FastAPI()\n\n@app.get("/orders")\ndef orders(limit: int = 20):\n    return session.query(Order).limit(limit).all()\n',
    good: 'from fastapi import FastAPI, Query\n\napp = FastAPI()\n\n@app.get("/orders")\ndef orders(limit: int = Query(20, le=100)):\n    return session.query(Order).limit(limit).all()\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  visit: { FunctionDef: check, AsyncFunctionDef: check },
});

/** A number of the client's, and where the handler uses it. */
interface Asked {
  readonly name: string;
  readonly at: Node;
  readonly uses: readonly Expression[];
}

function check(fn: Def, ctx: SourceContext): void {
  if (ctx.context.routeOf(fn) === undefined) return;
  for (const asked of [...parametersAsked(fn, ctx), ...fieldsAsked(fn, ctx), ...valuesRead(fn, ctx)]) {
    const bound = asked.uses.find((use) => isBounding(use, ctx));
    if (bound !== undefined) {
      ctx.proven({ at: asked.at, by: 'it is bounded or compared', where: bound });
      continue;
    }
    const sinks = asked.uses.flatMap((use) => sinkOf(use, ctx) ?? []);
    const sink = sinks.find(({ isSure }) => isSure) ?? sinks[0];
    if (sink === undefined) continue;
    ctx.report({
      at: asked.at,
      message: `a client sets \`${asked.name}\` as high as it likes, and it reaches ${sink.what}`,
      related: [{ at: sink.at, message: 'it is used here' }],
      ...heldBackBy(
        asked.uses.some(isCutByName)
          ? 'by its name a call that it is given to may cut it'
          : sink.isSure
            ? undefined
            : sink.isRecord === true
              ? 'the record that takes it may bound it'
              : 'only its name says that what takes it is a limit',
      ),
    });
  }
}

function parametersAsked(fn: Def, ctx: SourceContext): Asked[] {
  return parametersOf(fn).flatMap((parameter): Asked[] => {
    const { name, annotation, node } = parameter;
    if (!LIMIT.test(name) || annotation === undefined || !isNumber(annotation, ctx)) return [];
    if (isBounded(annotation) || (parameter.default !== undefined && isBounded(parameter.default))) return [];
    const binding = ctx.names.scopeOf(fn)?.bindings.get(name);
    return binding?.definitions.length === 1 ? [{ name, at: node, uses: binding.references }] : [];
  });
}

/** Fields of models of this file that come with the body. */
function fieldsAsked(fn: Def, ctx: SourceContext): Asked[] {
  return parametersOf(fn).flatMap(({ name, annotation, node }): Asked[] => {
    const classDef = annotation?.kind === 'Name' ? ctx.names.definitionOf(annotation) : undefined;
    if (classDef?.kind !== 'ClassDef' || classDef.body.some((statement) => statement.kind === 'FunctionDef')) return [];
    const references = ctx.names.scopeOf(fn)?.bindings.get(name)?.references ?? [];
    return classDef.body.flatMap((field): Asked[] => {
      if (field.kind !== 'AnnAssign' || field.target.kind !== 'Name' || !LIMIT.test(field.target.id)) return [];
      if (!isNumber(field.annotation, ctx) || isBounded(field.annotation)) return [];
      if (field.value !== undefined && isBounded(field.value)) return [];
      const { id } = field.target;
      const uses = references.flatMap(({ parent }) =>
        parent?.kind === 'Attribute' && parent.attr === id ? [parent] : [],
      );
      return [{ name: `${name}.${id}`, at: uses[0] ?? node, uses }];
    });
  });
}

/** `limit = int(request.args.get("limit", 20))`. */
function valuesRead(fn: Def, ctx: SourceContext): Asked[] {
  const assigned = nodesOf(ctx.module, 'Assign').filter((assignment) => isWithin(assignment, fn));
  return assigned.flatMap((assignment: Assign): Asked[] => {
    const [target] = assignment.targets;
    if (target?.kind !== 'Name' || !LIMIT.test(target.id) || !readsRequest(assignment.value, ctx)) return [];
    const binding = ctx.names.resolve(target);
    return binding?.definitions.length === 1
      ? [{ name: target.id, at: assignment.value, uses: binding.references }]
      : [];
  });
}

function readsRequest(value: Expression, ctx: SourceContext): boolean {
  const isInt = value.kind === 'Call' && ctx.names.qualifiedName(value.func) === 'builtins.int';
  const read = isInt ? value.args[0] : value;
  if (read?.kind !== 'Call' || !READERS.test(`.${dottedName(read.func)}`)) return false;
  return (
    isInt ||
    read.keywords.some(({ arg, value: type }) => arg === 'type' && ctx.names.qualifiedName(type) === 'builtins.int')
  );
}

function isNumber(annotation: Expression, ctx: SourceContext): boolean {
  const plain =
    annotation.kind === 'Subscript' && lastName(annotation.value) === 'Annotated' ? annotation.slice : annotation;
  const type = plain.kind === 'Tuple' ? plain.elts[0] : plain;
  return type !== undefined && ctx.types.annotatedClass(type) === 'builtins.int';
}

/** `Query(20, le=100)`, `conint(lt=5)`, `Interval(le=9)`, or something else that may hold a bound. */
function isBounded(expression: Expression): boolean {
  return holds(expression, (node) =>
    node.kind === 'keyword'
      ? /^(le|lt|max|maximum)$|valid/.test(node.arg ?? '**valid')
      : node.kind === 'Call' && /valid|depends/i.test(lastName(node.func) ?? ''),
  );
}

/** Compared, or cut. */
function isBounding(use: Expression, { names }: SourceContext): boolean {
  return isGivenTo(use, (node) =>
    node.kind === 'Call' ? CUTTING.has(names.qualifiedName(node.func) ?? '') : node.kind === 'Compare',
  );
}

/** Given to something that may cut it. */
const isCutByName = (use: Expression): boolean =>
  isGivenTo(use, (node) => node.kind === 'Call' && CLAMPS.test(lastName(node.func) ?? ''));

function isGivenTo(use: Expression, is: (node: Node) => boolean): boolean {
  for (const node of ancestors(use)) {
    if (is(node)) return true;
    if (node.kind === 'Assign' || node.kind === 'Expr' || node.kind === 'Return') return false;
  }
  return false;
}

interface Sink {
  readonly at: Node;
  readonly what: string;
  readonly isSure: boolean;
  readonly isRecord?: boolean;
}

/** Where the number makes work: the limit of a query, a range, a search. */
function sinkOf(use: Expression, ctx: SourceContext): Sink | undefined {
  const { parent } = use;
  if (parent?.kind === 'FormattedValue' && parent.parent?.kind === 'JoinedStr') {
    return /\blimit\s+\?/i.test(templateOf(parent.parent, ctx) ?? '')
      ? { at: parent.parent, what: 'the `LIMIT` of a statement', isSure: true }
      : undefined;
  }
  if (parent?.kind === 'keyword' && parent.parent?.kind === 'Call') {
    const call: Call = parent.parent;
    if (!SOFT.test(parent.arg ?? '') || ctx.effects.of(call) === 'log' || bounds(call, parent.arg, ctx))
      return undefined;
    const name = lastName(call.func) ?? 'a call';
    return { at: call, what: `\`${parent.arg}\` of \`${name}\``, isSure: false, isRecord: /^_*[A-Z]/.test(name) };
  }
  if (parent?.kind === 'Call') return sinkCall(parent, ctx);
  const isListed = parent?.kind === 'Tuple' || parent?.kind === 'List' || parent?.kind === 'Dict';
  const statement = isListed && parent.parent?.kind === 'Call' ? parent.parent : undefined;
  if (statement === undefined || !/^(execute|fetch\w*|text)$/.test(lastName(statement.func) ?? '')) return undefined;
  const [first] = statement.args;
  const text = first === undefined ? undefined : ctx.values.string(first);
  return /\blimit\s+[?:%$]/i.test(text ?? '')
    ? { at: statement, what: 'the `LIMIT` of a statement', isSure: true }
    : undefined;
}

/** Is a function of this file that cuts it. */
function bounds({ func }: Call, parameter: string | undefined, ctx: SourceContext): boolean {
  const callee = ctx.context.functionRun(func);
  const uses = callee === undefined ? undefined : ctx.names.scopeOf(callee)?.bindings.get(parameter ?? '')?.references;
  return uses?.some((use) => isBounding(use, ctx)) === true;
}

function sinkCall(call: Call, ctx: SourceContext): Sink | undefined {
  const name = ctx.names.qualifiedName(call.func);
  if (name === 'builtins.range' || name === 'itertools.islice')
    return { at: call, what: `\`${lastName(call.func)}\``, isSure: name === 'builtins.range' };
  const isQuery = call.func.kind === 'Attribute' && (call.func.attr === 'limit' || call.func.attr === 'fetchmany');
  return isQuery && call.args.length === 1 ? { at: call, what: 'the limit of a query', isSure: true } : undefined;
}
