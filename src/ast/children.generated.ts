// Generated from python.asdl by tools/generate/ast-children.ts. Do not edit; run `npm run generate`.
import type { Node } from './nodes.generated.ts';

/** Pushes the direct children of `node`, last field first, so that popping meets them in the order of the fields. */
export function pushChildren(node: Node, pending: Node[]): void {
  switch (node.kind) {
    case 'Name':
      return;
    case 'Constant':
      return;
    case 'Attribute':
      pending.push(node.value);
      return;
    case 'Call':
      if (node.keywords.length > 0) pushAll(node.keywords, pending);
      if (node.args.length > 0) pushAll(node.args, pending);
      pending.push(node.func);
      return;
    case 'Expr':
      pending.push(node.value);
      return;
    case 'arg':
      if (node.annotation !== undefined) pending.push(node.annotation);
      return;
    case 'keyword':
      pending.push(node.value);
      return;
    case 'Assign':
      pending.push(node.value);
      if (node.targets.length > 0) pushAll(node.targets, pending);
      return;
    case 'alias':
      return;
    case 'Subscript':
      pending.push(node.slice);
      pending.push(node.value);
      return;
    case 'arguments':
      if (node.defaults.length > 0) pushAll(node.defaults, pending);
      if (node.kwarg !== undefined) pending.push(node.kwarg);
      if (node.kw_defaults.length > 0) pushAll(node.kw_defaults, pending);
      if (node.kwonlyargs.length > 0) pushAll(node.kwonlyargs, pending);
      if (node.vararg !== undefined) pending.push(node.vararg);
      if (node.args.length > 0) pushAll(node.args, pending);
      if (node.posonlyargs.length > 0) pushAll(node.posonlyargs, pending);
      return;
    case 'Module':
      if (node.body.length > 0) pushAll(node.body, pending);
      return;
    case 'FunctionDef':
      if (node.type_params.length > 0) pushAll(node.type_params, pending);
      if (node.returns !== undefined) pending.push(node.returns);
      if (node.decorator_list.length > 0) pushAll(node.decorator_list, pending);
      if (node.body.length > 0) pushAll(node.body, pending);
      pending.push(node.args);
      return;
    case 'AsyncFunctionDef':
      if (node.type_params.length > 0) pushAll(node.type_params, pending);
      if (node.returns !== undefined) pending.push(node.returns);
      if (node.decorator_list.length > 0) pushAll(node.decorator_list, pending);
      if (node.body.length > 0) pushAll(node.body, pending);
      pending.push(node.args);
      return;
    case 'ClassDef':
      if (node.type_params.length > 0) pushAll(node.type_params, pending);
      if (node.decorator_list.length > 0) pushAll(node.decorator_list, pending);
      if (node.body.length > 0) pushAll(node.body, pending);
      if (node.keywords.length > 0) pushAll(node.keywords, pending);
      if (node.bases.length > 0) pushAll(node.bases, pending);
      return;
    case 'Return':
      if (node.value !== undefined) pending.push(node.value);
      return;
    case 'Delete':
      if (node.targets.length > 0) pushAll(node.targets, pending);
      return;
    case 'TypeAlias':
      pending.push(node.value);
      if (node.type_params.length > 0) pushAll(node.type_params, pending);
      pending.push(node.name);
      return;
    case 'AugAssign':
      pending.push(node.value);
      pending.push(node.target);
      return;
    case 'AnnAssign':
      if (node.value !== undefined) pending.push(node.value);
      pending.push(node.annotation);
      pending.push(node.target);
      return;
    case 'For':
      if (node.orelse.length > 0) pushAll(node.orelse, pending);
      if (node.body.length > 0) pushAll(node.body, pending);
      pending.push(node.iter);
      pending.push(node.target);
      return;
    case 'AsyncFor':
      if (node.orelse.length > 0) pushAll(node.orelse, pending);
      if (node.body.length > 0) pushAll(node.body, pending);
      pending.push(node.iter);
      pending.push(node.target);
      return;
    case 'While':
      if (node.orelse.length > 0) pushAll(node.orelse, pending);
      if (node.body.length > 0) pushAll(node.body, pending);
      pending.push(node.test);
      return;
    case 'If':
      if (node.orelse.length > 0) pushAll(node.orelse, pending);
      if (node.body.length > 0) pushAll(node.body, pending);
      pending.push(node.test);
      return;
    case 'With':
      if (node.body.length > 0) pushAll(node.body, pending);
      if (node.items.length > 0) pushAll(node.items, pending);
      return;
    case 'AsyncWith':
      if (node.body.length > 0) pushAll(node.body, pending);
      if (node.items.length > 0) pushAll(node.items, pending);
      return;
    case 'Match':
      if (node.cases.length > 0) pushAll(node.cases, pending);
      pending.push(node.subject);
      return;
    case 'Raise':
      if (node.cause !== undefined) pending.push(node.cause);
      if (node.exc !== undefined) pending.push(node.exc);
      return;
    case 'Try':
      if (node.finalbody.length > 0) pushAll(node.finalbody, pending);
      if (node.orelse.length > 0) pushAll(node.orelse, pending);
      if (node.handlers.length > 0) pushAll(node.handlers, pending);
      if (node.body.length > 0) pushAll(node.body, pending);
      return;
    case 'TryStar':
      if (node.finalbody.length > 0) pushAll(node.finalbody, pending);
      if (node.orelse.length > 0) pushAll(node.orelse, pending);
      if (node.handlers.length > 0) pushAll(node.handlers, pending);
      if (node.body.length > 0) pushAll(node.body, pending);
      return;
    case 'Assert':
      if (node.msg !== undefined) pending.push(node.msg);
      pending.push(node.test);
      return;
    case 'Import':
      if (node.names.length > 0) pushAll(node.names, pending);
      return;
    case 'ImportFrom':
      if (node.names.length > 0) pushAll(node.names, pending);
      return;
    case 'Global':
      return;
    case 'Nonlocal':
      return;
    case 'Pass':
      return;
    case 'Break':
      return;
    case 'Continue':
      return;
    case 'UnparsedStmt':
      return;
    case 'BoolOp':
      if (node.values.length > 0) pushAll(node.values, pending);
      return;
    case 'NamedExpr':
      pending.push(node.value);
      pending.push(node.target);
      return;
    case 'BinOp':
      pending.push(node.right);
      pending.push(node.left);
      return;
    case 'UnaryOp':
      pending.push(node.operand);
      return;
    case 'Lambda':
      pending.push(node.body);
      pending.push(node.args);
      return;
    case 'IfExp':
      pending.push(node.orelse);
      pending.push(node.body);
      pending.push(node.test);
      return;
    case 'Dict':
      if (node.values.length > 0) pushAll(node.values, pending);
      if (node.keys.length > 0) pushAll(node.keys, pending);
      return;
    case 'Set':
      if (node.elts.length > 0) pushAll(node.elts, pending);
      return;
    case 'ListComp':
      if (node.generators.length > 0) pushAll(node.generators, pending);
      pending.push(node.elt);
      return;
    case 'SetComp':
      if (node.generators.length > 0) pushAll(node.generators, pending);
      pending.push(node.elt);
      return;
    case 'DictComp':
      if (node.generators.length > 0) pushAll(node.generators, pending);
      pending.push(node.value);
      pending.push(node.key);
      return;
    case 'GeneratorExp':
      if (node.generators.length > 0) pushAll(node.generators, pending);
      pending.push(node.elt);
      return;
    case 'Await':
      pending.push(node.value);
      return;
    case 'Yield':
      if (node.value !== undefined) pending.push(node.value);
      return;
    case 'YieldFrom':
      pending.push(node.value);
      return;
    case 'Compare':
      if (node.comparators.length > 0) pushAll(node.comparators, pending);
      pending.push(node.left);
      return;
    case 'FormattedValue':
      if (node.format_spec !== undefined) pending.push(node.format_spec);
      pending.push(node.value);
      return;
    case 'Interpolation':
      if (node.format_spec !== undefined) pending.push(node.format_spec);
      pending.push(node.value);
      return;
    case 'JoinedStr':
      if (node.values.length > 0) pushAll(node.values, pending);
      return;
    case 'TemplateStr':
      if (node.values.length > 0) pushAll(node.values, pending);
      return;
    case 'Starred':
      pending.push(node.value);
      return;
    case 'List':
      if (node.elts.length > 0) pushAll(node.elts, pending);
      return;
    case 'Tuple':
      if (node.elts.length > 0) pushAll(node.elts, pending);
      return;
    case 'Slice':
      if (node.step !== undefined) pending.push(node.step);
      if (node.upper !== undefined) pending.push(node.upper);
      if (node.lower !== undefined) pending.push(node.lower);
      return;
    case 'UnparsedExpr':
      return;
    case 'comprehension':
      if (node.ifs.length > 0) pushAll(node.ifs, pending);
      pending.push(node.iter);
      pending.push(node.target);
      return;
    case 'ExceptHandler':
      if (node.body.length > 0) pushAll(node.body, pending);
      if (node.type !== undefined) pending.push(node.type);
      return;
    case 'withitem':
      if (node.optional_vars !== undefined) pending.push(node.optional_vars);
      pending.push(node.context_expr);
      return;
    case 'match_case':
      if (node.body.length > 0) pushAll(node.body, pending);
      if (node.guard !== undefined) pending.push(node.guard);
      pending.push(node.pattern);
      return;
    case 'MatchValue':
      pending.push(node.value);
      return;
    case 'MatchSingleton':
      return;
    case 'MatchSequence':
      if (node.patterns.length > 0) pushAll(node.patterns, pending);
      return;
    case 'MatchMapping':
      if (node.patterns.length > 0) pushAll(node.patterns, pending);
      if (node.keys.length > 0) pushAll(node.keys, pending);
      return;
    case 'MatchClass':
      if (node.kwd_patterns.length > 0) pushAll(node.kwd_patterns, pending);
      if (node.patterns.length > 0) pushAll(node.patterns, pending);
      pending.push(node.cls);
      return;
    case 'MatchStar':
      return;
    case 'MatchAs':
      if (node.pattern !== undefined) pending.push(node.pattern);
      return;
    case 'MatchOr':
      if (node.patterns.length > 0) pushAll(node.patterns, pending);
      return;
    case 'TypeVar':
      if (node.default_value !== undefined) pending.push(node.default_value);
      if (node.bound !== undefined) pending.push(node.bound);
      return;
    case 'ParamSpec':
      if (node.default_value !== undefined) pending.push(node.default_value);
      return;
    case 'TypeVarTuple':
      if (node.default_value !== undefined) pending.push(node.default_value);
      return;
  }
}

function pushAll(children: readonly (Node | undefined)[], pending: Node[]): void {
  for (let i = children.length - 1; i >= 0; i--) {
    const child = children[i];
    if (child !== undefined) pending.push(child);
  }
}