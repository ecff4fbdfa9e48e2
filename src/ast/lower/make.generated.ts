// Generated from python.asdl by tools/generate/ast-factories.ts. Do not edit; run `npm run generate`.
import type * as ast from '../nodes.generated.ts';

/** A node whose fields may still be set: only lowering holds one. */
export type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export function makeModule(start: number, end: number, body: ast.Module['body']): ast.Module {
  const node: ast.Module = { kind: 'Module', start, end, parent: undefined, body };
  adoptAll(node, body);
  return node;
}

export function makeFunctionDef(start: number, end: number, name: ast.FunctionDef['name'], args: ast.FunctionDef['args'], body: ast.FunctionDef['body'], decorator_list: ast.FunctionDef['decorator_list'], returns: ast.FunctionDef['returns'], type_params: ast.FunctionDef['type_params'], name_start: ast.FunctionDef['name_start']): ast.FunctionDef {
  const node: ast.FunctionDef = { kind: 'FunctionDef', start, end, parent: undefined, name, args, body, decorator_list, returns, type_params, name_start };
  adopt(node, args);
  adoptAll(node, body);
  adoptAll(node, decorator_list);
  if (returns !== undefined) adopt(node, returns);
  adoptAll(node, type_params);
  return node;
}

export function makeAsyncFunctionDef(start: number, end: number, name: ast.AsyncFunctionDef['name'], args: ast.AsyncFunctionDef['args'], body: ast.AsyncFunctionDef['body'], decorator_list: ast.AsyncFunctionDef['decorator_list'], returns: ast.AsyncFunctionDef['returns'], type_params: ast.AsyncFunctionDef['type_params'], name_start: ast.AsyncFunctionDef['name_start']): ast.AsyncFunctionDef {
  const node: ast.AsyncFunctionDef = { kind: 'AsyncFunctionDef', start, end, parent: undefined, name, args, body, decorator_list, returns, type_params, name_start };
  adopt(node, args);
  adoptAll(node, body);
  adoptAll(node, decorator_list);
  if (returns !== undefined) adopt(node, returns);
  adoptAll(node, type_params);
  return node;
}

export function makeClassDef(start: number, end: number, name: ast.ClassDef['name'], bases: ast.ClassDef['bases'], keywords: ast.ClassDef['keywords'], body: ast.ClassDef['body'], decorator_list: ast.ClassDef['decorator_list'], type_params: ast.ClassDef['type_params'], name_start: ast.ClassDef['name_start']): ast.ClassDef {
  const node: ast.ClassDef = { kind: 'ClassDef', start, end, parent: undefined, name, bases, keywords, body, decorator_list, type_params, name_start };
  adoptAll(node, bases);
  adoptAll(node, keywords);
  adoptAll(node, body);
  adoptAll(node, decorator_list);
  adoptAll(node, type_params);
  return node;
}

export function makeReturn(start: number, end: number, value: ast.Return['value']): ast.Return {
  const node: ast.Return = { kind: 'Return', start, end, parent: undefined, value };
  if (value !== undefined) adopt(node, value);
  return node;
}

export function makeDelete(start: number, end: number, targets: ast.Delete['targets']): ast.Delete {
  const node: ast.Delete = { kind: 'Delete', start, end, parent: undefined, targets };
  adoptAll(node, targets);
  return node;
}

export function makeAssign(start: number, end: number, targets: ast.Assign['targets'], value: ast.Assign['value']): ast.Assign {
  const node: ast.Assign = { kind: 'Assign', start, end, parent: undefined, targets, value };
  adoptAll(node, targets);
  adopt(node, value);
  return node;
}

export function makeTypeAlias(start: number, end: number, name: ast.TypeAlias['name'], type_params: ast.TypeAlias['type_params'], value: ast.TypeAlias['value']): ast.TypeAlias {
  const node: ast.TypeAlias = { kind: 'TypeAlias', start, end, parent: undefined, name, type_params, value };
  adopt(node, name);
  adoptAll(node, type_params);
  adopt(node, value);
  return node;
}

export function makeAugAssign(start: number, end: number, target: ast.AugAssign['target'], op: ast.AugAssign['op'], value: ast.AugAssign['value']): ast.AugAssign {
  const node: ast.AugAssign = { kind: 'AugAssign', start, end, parent: undefined, target, op, value };
  adopt(node, target);
  adopt(node, value);
  return node;
}

export function makeAnnAssign(start: number, end: number, target: ast.AnnAssign['target'], annotation: ast.AnnAssign['annotation'], value: ast.AnnAssign['value'], simple: ast.AnnAssign['simple']): ast.AnnAssign {
  const node: ast.AnnAssign = { kind: 'AnnAssign', start, end, parent: undefined, target, annotation, value, simple };
  adopt(node, target);
  adopt(node, annotation);
  if (value !== undefined) adopt(node, value);
  return node;
}

export function makeFor(start: number, end: number, target: ast.For['target'], iter: ast.For['iter'], body: ast.For['body'], orelse: ast.For['orelse']): ast.For {
  const node: ast.For = { kind: 'For', start, end, parent: undefined, target, iter, body, orelse };
  adopt(node, target);
  adopt(node, iter);
  adoptAll(node, body);
  adoptAll(node, orelse);
  return node;
}

export function makeAsyncFor(start: number, end: number, target: ast.AsyncFor['target'], iter: ast.AsyncFor['iter'], body: ast.AsyncFor['body'], orelse: ast.AsyncFor['orelse']): ast.AsyncFor {
  const node: ast.AsyncFor = { kind: 'AsyncFor', start, end, parent: undefined, target, iter, body, orelse };
  adopt(node, target);
  adopt(node, iter);
  adoptAll(node, body);
  adoptAll(node, orelse);
  return node;
}

export function makeWhile(start: number, end: number, test: ast.While['test'], body: ast.While['body'], orelse: ast.While['orelse']): ast.While {
  const node: ast.While = { kind: 'While', start, end, parent: undefined, test, body, orelse };
  adopt(node, test);
  adoptAll(node, body);
  adoptAll(node, orelse);
  return node;
}

export function makeIf(start: number, end: number, test: ast.If['test'], body: ast.If['body'], orelse: ast.If['orelse']): ast.If {
  const node: ast.If = { kind: 'If', start, end, parent: undefined, test, body, orelse };
  adopt(node, test);
  adoptAll(node, body);
  adoptAll(node, orelse);
  return node;
}

export function makeWith(start: number, end: number, items: ast.With['items'], body: ast.With['body']): ast.With {
  const node: ast.With = { kind: 'With', start, end, parent: undefined, items, body };
  adoptAll(node, items);
  adoptAll(node, body);
  return node;
}

export function makeAsyncWith(start: number, end: number, items: ast.AsyncWith['items'], body: ast.AsyncWith['body']): ast.AsyncWith {
  const node: ast.AsyncWith = { kind: 'AsyncWith', start, end, parent: undefined, items, body };
  adoptAll(node, items);
  adoptAll(node, body);
  return node;
}

export function makeMatch(start: number, end: number, subject: ast.Match['subject'], cases: ast.Match['cases']): ast.Match {
  const node: ast.Match = { kind: 'Match', start, end, parent: undefined, subject, cases };
  adopt(node, subject);
  adoptAll(node, cases);
  return node;
}

export function makeRaise(start: number, end: number, exc: ast.Raise['exc'], cause: ast.Raise['cause']): ast.Raise {
  const node: ast.Raise = { kind: 'Raise', start, end, parent: undefined, exc, cause };
  if (exc !== undefined) adopt(node, exc);
  if (cause !== undefined) adopt(node, cause);
  return node;
}

export function makeTry(start: number, end: number, body: ast.Try['body'], handlers: ast.Try['handlers'], orelse: ast.Try['orelse'], finalbody: ast.Try['finalbody']): ast.Try {
  const node: ast.Try = { kind: 'Try', start, end, parent: undefined, body, handlers, orelse, finalbody };
  adoptAll(node, body);
  adoptAll(node, handlers);
  adoptAll(node, orelse);
  adoptAll(node, finalbody);
  return node;
}

export function makeTryStar(start: number, end: number, body: ast.TryStar['body'], handlers: ast.TryStar['handlers'], orelse: ast.TryStar['orelse'], finalbody: ast.TryStar['finalbody']): ast.TryStar {
  const node: ast.TryStar = { kind: 'TryStar', start, end, parent: undefined, body, handlers, orelse, finalbody };
  adoptAll(node, body);
  adoptAll(node, handlers);
  adoptAll(node, orelse);
  adoptAll(node, finalbody);
  return node;
}

export function makeAssert(start: number, end: number, test: ast.Assert['test'], msg: ast.Assert['msg']): ast.Assert {
  const node: ast.Assert = { kind: 'Assert', start, end, parent: undefined, test, msg };
  adopt(node, test);
  if (msg !== undefined) adopt(node, msg);
  return node;
}

export function makeImport(start: number, end: number, names: ast.Import['names']): ast.Import {
  const node: ast.Import = { kind: 'Import', start, end, parent: undefined, names };
  adoptAll(node, names);
  return node;
}

export function makeImportFrom(start: number, end: number, module: ast.ImportFrom['module'], names: ast.ImportFrom['names'], level: ast.ImportFrom['level']): ast.ImportFrom {
  const node: ast.ImportFrom = { kind: 'ImportFrom', start, end, parent: undefined, module, names, level };
  adoptAll(node, names);
  return node;
}

export function makeGlobal(start: number, end: number, names: ast.Global['names']): ast.Global {
  const node: ast.Global = { kind: 'Global', start, end, parent: undefined, names };
  return node;
}

export function makeNonlocal(start: number, end: number, names: ast.Nonlocal['names']): ast.Nonlocal {
  const node: ast.Nonlocal = { kind: 'Nonlocal', start, end, parent: undefined, names };
  return node;
}

export function makeExpr(start: number, end: number, value: ast.Expr['value']): ast.Expr {
  const node: ast.Expr = { kind: 'Expr', start, end, parent: undefined, value };
  adopt(node, value);
  return node;
}

export function makePass(start: number, end: number): ast.Pass {
  const node: ast.Pass = { kind: 'Pass', start, end, parent: undefined };
  return node;
}

export function makeBreak(start: number, end: number): ast.Break {
  const node: ast.Break = { kind: 'Break', start, end, parent: undefined };
  return node;
}

export function makeContinue(start: number, end: number): ast.Continue {
  const node: ast.Continue = { kind: 'Continue', start, end, parent: undefined };
  return node;
}

export function makeUnparsedStmt(start: number, end: number): ast.UnparsedStmt {
  const node: ast.UnparsedStmt = { kind: 'UnparsedStmt', start, end, parent: undefined };
  return node;
}

export function makeBoolOp(start: number, end: number, op: ast.BoolOp['op'], values: ast.BoolOp['values']): ast.BoolOp {
  const node: ast.BoolOp = { kind: 'BoolOp', start, end, parent: undefined, op, values };
  adoptAll(node, values);
  return node;
}

export function makeNamedExpr(start: number, end: number, target: ast.NamedExpr['target'], value: ast.NamedExpr['value']): ast.NamedExpr {
  const node: ast.NamedExpr = { kind: 'NamedExpr', start, end, parent: undefined, target, value };
  adopt(node, target);
  adopt(node, value);
  return node;
}

export function makeBinOp(start: number, end: number, left: ast.BinOp['left'], op: ast.BinOp['op'], right: ast.BinOp['right']): ast.BinOp {
  const node: ast.BinOp = { kind: 'BinOp', start, end, parent: undefined, left, op, right };
  adopt(node, left);
  adopt(node, right);
  return node;
}

export function makeUnaryOp(start: number, end: number, op: ast.UnaryOp['op'], operand: ast.UnaryOp['operand']): ast.UnaryOp {
  const node: ast.UnaryOp = { kind: 'UnaryOp', start, end, parent: undefined, op, operand };
  adopt(node, operand);
  return node;
}

export function makeLambda(start: number, end: number, args: ast.Lambda['args'], body: ast.Lambda['body']): ast.Lambda {
  const node: ast.Lambda = { kind: 'Lambda', start, end, parent: undefined, args, body };
  adopt(node, args);
  adopt(node, body);
  return node;
}

export function makeIfExp(start: number, end: number, test: ast.IfExp['test'], body: ast.IfExp['body'], orelse: ast.IfExp['orelse']): ast.IfExp {
  const node: ast.IfExp = { kind: 'IfExp', start, end, parent: undefined, test, body, orelse };
  adopt(node, test);
  adopt(node, body);
  adopt(node, orelse);
  return node;
}

export function makeDict(start: number, end: number, keys: ast.Dict['keys'], values: ast.Dict['values']): ast.Dict {
  const node: ast.Dict = { kind: 'Dict', start, end, parent: undefined, keys, values };
  adoptAll(node, keys);
  adoptAll(node, values);
  return node;
}

export function makeSet(start: number, end: number, elts: ast.Set['elts']): ast.Set {
  const node: ast.Set = { kind: 'Set', start, end, parent: undefined, elts };
  adoptAll(node, elts);
  return node;
}

export function makeListComp(start: number, end: number, elt: ast.ListComp['elt'], generators: ast.ListComp['generators']): ast.ListComp {
  const node: ast.ListComp = { kind: 'ListComp', start, end, parent: undefined, elt, generators };
  adopt(node, elt);
  adoptAll(node, generators);
  return node;
}

export function makeSetComp(start: number, end: number, elt: ast.SetComp['elt'], generators: ast.SetComp['generators']): ast.SetComp {
  const node: ast.SetComp = { kind: 'SetComp', start, end, parent: undefined, elt, generators };
  adopt(node, elt);
  adoptAll(node, generators);
  return node;
}

export function makeDictComp(start: number, end: number, key: ast.DictComp['key'], value: ast.DictComp['value'], generators: ast.DictComp['generators']): ast.DictComp {
  const node: ast.DictComp = { kind: 'DictComp', start, end, parent: undefined, key, value, generators };
  adopt(node, key);
  adopt(node, value);
  adoptAll(node, generators);
  return node;
}

export function makeGeneratorExp(start: number, end: number, elt: ast.GeneratorExp['elt'], generators: ast.GeneratorExp['generators']): ast.GeneratorExp {
  const node: ast.GeneratorExp = { kind: 'GeneratorExp', start, end, parent: undefined, elt, generators };
  adopt(node, elt);
  adoptAll(node, generators);
  return node;
}

export function makeAwait(start: number, end: number, value: ast.Await['value']): ast.Await {
  const node: ast.Await = { kind: 'Await', start, end, parent: undefined, value };
  adopt(node, value);
  return node;
}

export function makeYield(start: number, end: number, value: ast.Yield['value']): ast.Yield {
  const node: ast.Yield = { kind: 'Yield', start, end, parent: undefined, value };
  if (value !== undefined) adopt(node, value);
  return node;
}

export function makeYieldFrom(start: number, end: number, value: ast.YieldFrom['value']): ast.YieldFrom {
  const node: ast.YieldFrom = { kind: 'YieldFrom', start, end, parent: undefined, value };
  adopt(node, value);
  return node;
}

export function makeCompare(start: number, end: number, left: ast.Compare['left'], ops: ast.Compare['ops'], comparators: ast.Compare['comparators']): ast.Compare {
  const node: ast.Compare = { kind: 'Compare', start, end, parent: undefined, left, ops, comparators };
  adopt(node, left);
  adoptAll(node, comparators);
  return node;
}

export function makeCall(start: number, end: number, func: ast.Call['func'], args: ast.Call['args'], keywords: ast.Call['keywords']): ast.Call {
  const node: ast.Call = { kind: 'Call', start, end, parent: undefined, func, args, keywords };
  adopt(node, func);
  adoptAll(node, args);
  adoptAll(node, keywords);
  return node;
}

export function makeFormattedValue(start: number, end: number, value: ast.FormattedValue['value'], conversion: ast.FormattedValue['conversion'], format_spec: ast.FormattedValue['format_spec']): ast.FormattedValue {
  const node: ast.FormattedValue = { kind: 'FormattedValue', start, end, parent: undefined, value, conversion, format_spec };
  adopt(node, value);
  if (format_spec !== undefined) adopt(node, format_spec);
  return node;
}

export function makeInterpolation(start: number, end: number, value: ast.Interpolation['value'], str: ast.Interpolation['str'], conversion: ast.Interpolation['conversion'], format_spec: ast.Interpolation['format_spec']): ast.Interpolation {
  const node: ast.Interpolation = { kind: 'Interpolation', start, end, parent: undefined, value, str, conversion, format_spec };
  adopt(node, value);
  if (format_spec !== undefined) adopt(node, format_spec);
  return node;
}

export function makeJoinedStr(start: number, end: number, values: ast.JoinedStr['values']): ast.JoinedStr {
  const node: ast.JoinedStr = { kind: 'JoinedStr', start, end, parent: undefined, values };
  adoptAll(node, values);
  return node;
}

export function makeTemplateStr(start: number, end: number, values: ast.TemplateStr['values']): ast.TemplateStr {
  const node: ast.TemplateStr = { kind: 'TemplateStr', start, end, parent: undefined, values };
  adoptAll(node, values);
  return node;
}

export function makeConstant(start: number, end: number, value: ast.Constant['value'], kind_prefix: ast.Constant['kind_prefix']): ast.Constant {
  const node: ast.Constant = { kind: 'Constant', start, end, parent: undefined, value, kind_prefix };
  return node;
}

export function makeAttribute(start: number, end: number, value: ast.Attribute['value'], attr: ast.Attribute['attr'], ctx: ast.Attribute['ctx']): ast.Attribute {
  const node: ast.Attribute = { kind: 'Attribute', start, end, parent: undefined, value, attr, ctx };
  adopt(node, value);
  return node;
}

export function makeSubscript(start: number, end: number, value: ast.Subscript['value'], slice: ast.Subscript['slice'], ctx: ast.Subscript['ctx']): ast.Subscript {
  const node: ast.Subscript = { kind: 'Subscript', start, end, parent: undefined, value, slice, ctx };
  adopt(node, value);
  adopt(node, slice);
  return node;
}

export function makeStarred(start: number, end: number, value: ast.Starred['value'], ctx: ast.Starred['ctx']): ast.Starred {
  const node: ast.Starred = { kind: 'Starred', start, end, parent: undefined, value, ctx };
  adopt(node, value);
  return node;
}

export function makeName(start: number, end: number, id: ast.Name['id'], ctx: ast.Name['ctx']): ast.Name {
  const node: ast.Name = { kind: 'Name', start, end, parent: undefined, id, ctx };
  return node;
}

export function makeList(start: number, end: number, elts: ast.List['elts'], ctx: ast.List['ctx']): ast.List {
  const node: ast.List = { kind: 'List', start, end, parent: undefined, elts, ctx };
  adoptAll(node, elts);
  return node;
}

export function makeTuple(start: number, end: number, elts: ast.Tuple['elts'], ctx: ast.Tuple['ctx']): ast.Tuple {
  const node: ast.Tuple = { kind: 'Tuple', start, end, parent: undefined, elts, ctx };
  adoptAll(node, elts);
  return node;
}

export function makeSlice(start: number, end: number, lower: ast.Slice['lower'], upper: ast.Slice['upper'], step: ast.Slice['step']): ast.Slice {
  const node: ast.Slice = { kind: 'Slice', start, end, parent: undefined, lower, upper, step };
  if (lower !== undefined) adopt(node, lower);
  if (upper !== undefined) adopt(node, upper);
  if (step !== undefined) adopt(node, step);
  return node;
}

export function makeUnparsedExpr(start: number, end: number): ast.UnparsedExpr {
  const node: ast.UnparsedExpr = { kind: 'UnparsedExpr', start, end, parent: undefined };
  return node;
}

export function makeComprehension(start: number, end: number, target: ast.Comprehension['target'], iter: ast.Comprehension['iter'], ifs: ast.Comprehension['ifs'], is_async: ast.Comprehension['is_async']): ast.Comprehension {
  const node: ast.Comprehension = { kind: 'comprehension', start, end, parent: undefined, target, iter, ifs, is_async };
  adopt(node, target);
  adopt(node, iter);
  adoptAll(node, ifs);
  return node;
}

export function makeExceptHandler(start: number, end: number, type: ast.ExceptHandler['type'], name: ast.ExceptHandler['name'], body: ast.ExceptHandler['body']): ast.ExceptHandler {
  const node: ast.ExceptHandler = { kind: 'ExceptHandler', start, end, parent: undefined, type, name, body };
  if (type !== undefined) adopt(node, type);
  adoptAll(node, body);
  return node;
}

export function makeArguments(start: number, end: number, posonlyargs: ast.Arguments['posonlyargs'], args: ast.Arguments['args'], vararg: ast.Arguments['vararg'], kwonlyargs: ast.Arguments['kwonlyargs'], kw_defaults: ast.Arguments['kw_defaults'], kwarg: ast.Arguments['kwarg'], defaults: ast.Arguments['defaults']): ast.Arguments {
  const node: ast.Arguments = { kind: 'arguments', start, end, parent: undefined, posonlyargs, args, vararg, kwonlyargs, kw_defaults, kwarg, defaults };
  adoptAll(node, posonlyargs);
  adoptAll(node, args);
  if (vararg !== undefined) adopt(node, vararg);
  adoptAll(node, kwonlyargs);
  adoptAll(node, kw_defaults);
  if (kwarg !== undefined) adopt(node, kwarg);
  adoptAll(node, defaults);
  return node;
}

export function makeArg(start: number, end: number, arg: ast.Arg['arg'], annotation: ast.Arg['annotation']): ast.Arg {
  const node: ast.Arg = { kind: 'arg', start, end, parent: undefined, arg, annotation };
  if (annotation !== undefined) adopt(node, annotation);
  return node;
}

export function makeKeyword(start: number, end: number, arg: ast.Keyword['arg'], value: ast.Keyword['value']): ast.Keyword {
  const node: ast.Keyword = { kind: 'keyword', start, end, parent: undefined, arg, value };
  adopt(node, value);
  return node;
}

export function makeAlias(start: number, end: number, name: ast.Alias['name'], asname: ast.Alias['asname']): ast.Alias {
  const node: ast.Alias = { kind: 'alias', start, end, parent: undefined, name, asname };
  return node;
}

export function makeWithitem(start: number, end: number, context_expr: ast.Withitem['context_expr'], optional_vars: ast.Withitem['optional_vars']): ast.Withitem {
  const node: ast.Withitem = { kind: 'withitem', start, end, parent: undefined, context_expr, optional_vars };
  adopt(node, context_expr);
  if (optional_vars !== undefined) adopt(node, optional_vars);
  return node;
}

export function makeMatchCase(start: number, end: number, pattern: ast.MatchCase['pattern'], guard: ast.MatchCase['guard'], body: ast.MatchCase['body']): ast.MatchCase {
  const node: ast.MatchCase = { kind: 'match_case', start, end, parent: undefined, pattern, guard, body };
  adopt(node, pattern);
  if (guard !== undefined) adopt(node, guard);
  adoptAll(node, body);
  return node;
}

export function makeMatchValue(start: number, end: number, value: ast.MatchValue['value']): ast.MatchValue {
  const node: ast.MatchValue = { kind: 'MatchValue', start, end, parent: undefined, value };
  adopt(node, value);
  return node;
}

export function makeMatchSingleton(start: number, end: number, value: ast.MatchSingleton['value']): ast.MatchSingleton {
  const node: ast.MatchSingleton = { kind: 'MatchSingleton', start, end, parent: undefined, value };
  return node;
}

export function makeMatchSequence(start: number, end: number, patterns: ast.MatchSequence['patterns']): ast.MatchSequence {
  const node: ast.MatchSequence = { kind: 'MatchSequence', start, end, parent: undefined, patterns };
  adoptAll(node, patterns);
  return node;
}

export function makeMatchMapping(start: number, end: number, keys: ast.MatchMapping['keys'], patterns: ast.MatchMapping['patterns'], rest: ast.MatchMapping['rest']): ast.MatchMapping {
  const node: ast.MatchMapping = { kind: 'MatchMapping', start, end, parent: undefined, keys, patterns, rest };
  adoptAll(node, keys);
  adoptAll(node, patterns);
  return node;
}

export function makeMatchClass(start: number, end: number, cls: ast.MatchClass['cls'], patterns: ast.MatchClass['patterns'], kwd_attrs: ast.MatchClass['kwd_attrs'], kwd_patterns: ast.MatchClass['kwd_patterns']): ast.MatchClass {
  const node: ast.MatchClass = { kind: 'MatchClass', start, end, parent: undefined, cls, patterns, kwd_attrs, kwd_patterns };
  adopt(node, cls);
  adoptAll(node, patterns);
  adoptAll(node, kwd_patterns);
  return node;
}

export function makeMatchStar(start: number, end: number, name: ast.MatchStar['name']): ast.MatchStar {
  const node: ast.MatchStar = { kind: 'MatchStar', start, end, parent: undefined, name };
  return node;
}

export function makeMatchAs(start: number, end: number, pattern: ast.MatchAs['pattern'], name: ast.MatchAs['name']): ast.MatchAs {
  const node: ast.MatchAs = { kind: 'MatchAs', start, end, parent: undefined, pattern, name };
  if (pattern !== undefined) adopt(node, pattern);
  return node;
}

export function makeMatchOr(start: number, end: number, patterns: ast.MatchOr['patterns']): ast.MatchOr {
  const node: ast.MatchOr = { kind: 'MatchOr', start, end, parent: undefined, patterns };
  adoptAll(node, patterns);
  return node;
}

export function makeTypeVar(start: number, end: number, name: ast.TypeVar['name'], bound: ast.TypeVar['bound'], default_value: ast.TypeVar['default_value']): ast.TypeVar {
  const node: ast.TypeVar = { kind: 'TypeVar', start, end, parent: undefined, name, bound, default_value };
  if (bound !== undefined) adopt(node, bound);
  if (default_value !== undefined) adopt(node, default_value);
  return node;
}

export function makeParamSpec(start: number, end: number, name: ast.ParamSpec['name'], default_value: ast.ParamSpec['default_value']): ast.ParamSpec {
  const node: ast.ParamSpec = { kind: 'ParamSpec', start, end, parent: undefined, name, default_value };
  if (default_value !== undefined) adopt(node, default_value);
  return node;
}

export function makeTypeVarTuple(start: number, end: number, name: ast.TypeVarTuple['name'], default_value: ast.TypeVarTuple['default_value']): ast.TypeVarTuple {
  const node: ast.TypeVarTuple = { kind: 'TypeVarTuple', start, end, parent: undefined, name, default_value };
  if (default_value !== undefined) adopt(node, default_value);
  return node;
}

function adopt(parent: ast.Node, child: Mutable<ast.Node>): void {
  child.parent = parent;
}

function adoptAll(parent: ast.Node, children: readonly (Mutable<ast.Node> | undefined)[]): void {
  for (let i = 0; i < children.length; i++) {
    const child = children[i];
    if (child !== undefined) child.parent = parent;
  }
}