// Generated from python.asdl by tools/generate/ast-nodes.ts. Do not edit; run `npm run generate`.
import type { ConstantValue } from './constant-value.ts';

/** What every node has: its span in UTF-16 offsets, end exclusive, and its parent (undefined for Module). */
interface NodeBase {
  readonly start: number;
  readonly end: number;
  readonly parent: Node | undefined;
}

export type ExprContext = 'Load' | 'Store' | 'Del';
export type Boolop = 'And' | 'Or';
export type Operator = 'Add' | 'Sub' | 'Mult' | 'MatMult' | 'Div' | 'Mod' | 'Pow' | 'LShift' | 'RShift' | 'BitOr' | 'BitXor' | 'BitAnd' | 'FloorDiv';
export type Unaryop = 'Invert' | 'Not' | 'UAdd' | 'USub';
export type Cmpop = 'Eq' | 'NotEq' | 'Lt' | 'LtE' | 'Gt' | 'GtE' | 'Is' | 'IsNot' | 'In' | 'NotIn';

export interface Module extends NodeBase {
  readonly kind: 'Module';
  readonly body: readonly Stmt[];
}

export interface FunctionDef extends NodeBase {
  readonly kind: 'FunctionDef';
  readonly name: string;
  readonly args: Arguments;
  readonly body: readonly Stmt[];
  readonly decorator_list: readonly Expression[];
  readonly returns: Expression | undefined;
  readonly type_params: readonly TypeParam[];
  readonly name_start: number;
}
export interface AsyncFunctionDef extends NodeBase {
  readonly kind: 'AsyncFunctionDef';
  readonly name: string;
  readonly args: Arguments;
  readonly body: readonly Stmt[];
  readonly decorator_list: readonly Expression[];
  readonly returns: Expression | undefined;
  readonly type_params: readonly TypeParam[];
  readonly name_start: number;
}
export interface ClassDef extends NodeBase {
  readonly kind: 'ClassDef';
  readonly name: string;
  readonly bases: readonly Expression[];
  readonly keywords: readonly Keyword[];
  readonly body: readonly Stmt[];
  readonly decorator_list: readonly Expression[];
  readonly type_params: readonly TypeParam[];
  readonly name_start: number;
}
export interface Return extends NodeBase {
  readonly kind: 'Return';
  readonly value: Expression | undefined;
}
export interface Delete extends NodeBase {
  readonly kind: 'Delete';
  readonly targets: readonly Expression[];
}
export interface Assign extends NodeBase {
  readonly kind: 'Assign';
  readonly targets: readonly Expression[];
  readonly value: Expression;
}
export interface TypeAlias extends NodeBase {
  readonly kind: 'TypeAlias';
  readonly name: Expression;
  readonly type_params: readonly TypeParam[];
  readonly value: Expression;
}
export interface AugAssign extends NodeBase {
  readonly kind: 'AugAssign';
  readonly target: Expression;
  readonly op: Operator;
  readonly value: Expression;
}
export interface AnnAssign extends NodeBase {
  readonly kind: 'AnnAssign';
  readonly target: Expression;
  readonly annotation: Expression;
  readonly value: Expression | undefined;
  readonly simple: number;
}
export interface For extends NodeBase {
  readonly kind: 'For';
  readonly target: Expression;
  readonly iter: Expression;
  readonly body: readonly Stmt[];
  readonly orelse: readonly Stmt[];
}
export interface AsyncFor extends NodeBase {
  readonly kind: 'AsyncFor';
  readonly target: Expression;
  readonly iter: Expression;
  readonly body: readonly Stmt[];
  readonly orelse: readonly Stmt[];
}
export interface While extends NodeBase {
  readonly kind: 'While';
  readonly test: Expression;
  readonly body: readonly Stmt[];
  readonly orelse: readonly Stmt[];
}
export interface If extends NodeBase {
  readonly kind: 'If';
  readonly test: Expression;
  readonly body: readonly Stmt[];
  readonly orelse: readonly Stmt[];
}
export interface With extends NodeBase {
  readonly kind: 'With';
  readonly items: readonly Withitem[];
  readonly body: readonly Stmt[];
}
export interface AsyncWith extends NodeBase {
  readonly kind: 'AsyncWith';
  readonly items: readonly Withitem[];
  readonly body: readonly Stmt[];
}
export interface Match extends NodeBase {
  readonly kind: 'Match';
  readonly subject: Expression;
  readonly cases: readonly MatchCase[];
}
export interface Raise extends NodeBase {
  readonly kind: 'Raise';
  readonly exc: Expression | undefined;
  readonly cause: Expression | undefined;
}
export interface Try extends NodeBase {
  readonly kind: 'Try';
  readonly body: readonly Stmt[];
  readonly handlers: readonly ExceptHandler[];
  readonly orelse: readonly Stmt[];
  readonly finalbody: readonly Stmt[];
}
export interface TryStar extends NodeBase {
  readonly kind: 'TryStar';
  readonly body: readonly Stmt[];
  readonly handlers: readonly ExceptHandler[];
  readonly orelse: readonly Stmt[];
  readonly finalbody: readonly Stmt[];
}
export interface Assert extends NodeBase {
  readonly kind: 'Assert';
  readonly test: Expression;
  readonly msg: Expression | undefined;
}
export interface Import extends NodeBase {
  readonly kind: 'Import';
  readonly names: readonly Alias[];
}
export interface ImportFrom extends NodeBase {
  readonly kind: 'ImportFrom';
  readonly module: string | undefined;
  readonly names: readonly Alias[];
  readonly level: number;
}
export interface Global extends NodeBase {
  readonly kind: 'Global';
  readonly names: readonly string[];
}
export interface Nonlocal extends NodeBase {
  readonly kind: 'Nonlocal';
  readonly names: readonly string[];
}
export interface Expr extends NodeBase {
  readonly kind: 'Expr';
  readonly value: Expression;
}
export interface Pass extends NodeBase {
  readonly kind: 'Pass';
}
export interface Break extends NodeBase {
  readonly kind: 'Break';
}
export interface Continue extends NodeBase {
  readonly kind: 'Continue';
}
export interface UnparsedStmt extends NodeBase {
  readonly kind: 'UnparsedStmt';
}
export type Stmt =
  | FunctionDef
  | AsyncFunctionDef
  | ClassDef
  | Return
  | Delete
  | Assign
  | TypeAlias
  | AugAssign
  | AnnAssign
  | For
  | AsyncFor
  | While
  | If
  | With
  | AsyncWith
  | Match
  | Raise
  | Try
  | TryStar
  | Assert
  | Import
  | ImportFrom
  | Global
  | Nonlocal
  | Expr
  | Pass
  | Break
  | Continue
  | UnparsedStmt
;

export interface BoolOp extends NodeBase {
  readonly kind: 'BoolOp';
  readonly op: Boolop;
  readonly values: readonly Expression[];
}
export interface NamedExpr extends NodeBase {
  readonly kind: 'NamedExpr';
  readonly target: Expression;
  readonly value: Expression;
}
export interface BinOp extends NodeBase {
  readonly kind: 'BinOp';
  readonly left: Expression;
  readonly op: Operator;
  readonly right: Expression;
}
export interface UnaryOp extends NodeBase {
  readonly kind: 'UnaryOp';
  readonly op: Unaryop;
  readonly operand: Expression;
}
export interface Lambda extends NodeBase {
  readonly kind: 'Lambda';
  readonly args: Arguments;
  readonly body: Expression;
}
export interface IfExp extends NodeBase {
  readonly kind: 'IfExp';
  readonly test: Expression;
  readonly body: Expression;
  readonly orelse: Expression;
}
export interface Dict extends NodeBase {
  readonly kind: 'Dict';
  readonly keys: readonly (Expression | undefined)[];
  readonly values: readonly Expression[];
}
export interface Set extends NodeBase {
  readonly kind: 'Set';
  readonly elts: readonly Expression[];
}
export interface ListComp extends NodeBase {
  readonly kind: 'ListComp';
  readonly elt: Expression;
  readonly generators: readonly Comprehension[];
}
export interface SetComp extends NodeBase {
  readonly kind: 'SetComp';
  readonly elt: Expression;
  readonly generators: readonly Comprehension[];
}
export interface DictComp extends NodeBase {
  readonly kind: 'DictComp';
  readonly key: Expression;
  readonly value: Expression;
  readonly generators: readonly Comprehension[];
}
export interface GeneratorExp extends NodeBase {
  readonly kind: 'GeneratorExp';
  readonly elt: Expression;
  readonly generators: readonly Comprehension[];
}
export interface Await extends NodeBase {
  readonly kind: 'Await';
  readonly value: Expression;
}
export interface Yield extends NodeBase {
  readonly kind: 'Yield';
  readonly value: Expression | undefined;
}
export interface YieldFrom extends NodeBase {
  readonly kind: 'YieldFrom';
  readonly value: Expression;
}
export interface Compare extends NodeBase {
  readonly kind: 'Compare';
  readonly left: Expression;
  readonly ops: readonly Cmpop[];
  readonly comparators: readonly Expression[];
}
export interface Call extends NodeBase {
  readonly kind: 'Call';
  readonly func: Expression;
  readonly args: readonly Expression[];
  readonly keywords: readonly Keyword[];
}
export interface FormattedValue extends NodeBase {
  readonly kind: 'FormattedValue';
  readonly value: Expression;
  readonly conversion: number;
  readonly format_spec: Expression | undefined;
}
export interface Interpolation extends NodeBase {
  readonly kind: 'Interpolation';
  readonly value: Expression;
  readonly str: string;
  readonly conversion: number;
  readonly format_spec: Expression | undefined;
}
export interface JoinedStr extends NodeBase {
  readonly kind: 'JoinedStr';
  readonly values: readonly Expression[];
}
export interface TemplateStr extends NodeBase {
  readonly kind: 'TemplateStr';
  readonly values: readonly Expression[];
}
export interface Constant extends NodeBase {
  readonly kind: 'Constant';
  readonly value: ConstantValue;
  readonly kind_prefix: string | undefined;
}
export interface Attribute extends NodeBase {
  readonly kind: 'Attribute';
  readonly value: Expression;
  readonly attr: string;
  readonly ctx: ExprContext;
}
export interface Subscript extends NodeBase {
  readonly kind: 'Subscript';
  readonly value: Expression;
  readonly slice: Expression;
  readonly ctx: ExprContext;
}
export interface Starred extends NodeBase {
  readonly kind: 'Starred';
  readonly value: Expression;
  readonly ctx: ExprContext;
}
export interface Name extends NodeBase {
  readonly kind: 'Name';
  readonly id: string;
  readonly ctx: ExprContext;
}
export interface List extends NodeBase {
  readonly kind: 'List';
  readonly elts: readonly Expression[];
  readonly ctx: ExprContext;
}
export interface Tuple extends NodeBase {
  readonly kind: 'Tuple';
  readonly elts: readonly Expression[];
  readonly ctx: ExprContext;
}
export interface Slice extends NodeBase {
  readonly kind: 'Slice';
  readonly lower: Expression | undefined;
  readonly upper: Expression | undefined;
  readonly step: Expression | undefined;
}
export interface UnparsedExpr extends NodeBase {
  readonly kind: 'UnparsedExpr';
}
export type Expression =
  | BoolOp
  | NamedExpr
  | BinOp
  | UnaryOp
  | Lambda
  | IfExp
  | Dict
  | Set
  | ListComp
  | SetComp
  | DictComp
  | GeneratorExp
  | Await
  | Yield
  | YieldFrom
  | Compare
  | Call
  | FormattedValue
  | Interpolation
  | JoinedStr
  | TemplateStr
  | Constant
  | Attribute
  | Subscript
  | Starred
  | Name
  | List
  | Tuple
  | Slice
  | UnparsedExpr
;

export interface Comprehension extends NodeBase {
  readonly kind: 'comprehension';
  readonly target: Expression;
  readonly iter: Expression;
  readonly ifs: readonly Expression[];
  readonly is_async: number;
}

export interface ExceptHandler extends NodeBase {
  readonly kind: 'ExceptHandler';
  readonly type: Expression | undefined;
  readonly name: string | undefined;
  readonly body: readonly Stmt[];
}

export interface Arguments extends NodeBase {
  readonly kind: 'arguments';
  readonly posonlyargs: readonly Arg[];
  readonly args: readonly Arg[];
  readonly vararg: Arg | undefined;
  readonly kwonlyargs: readonly Arg[];
  readonly kw_defaults: readonly (Expression | undefined)[];
  readonly kwarg: Arg | undefined;
  readonly defaults: readonly Expression[];
}

export interface Arg extends NodeBase {
  readonly kind: 'arg';
  readonly arg: string;
  readonly annotation: Expression | undefined;
}

export interface Keyword extends NodeBase {
  readonly kind: 'keyword';
  readonly arg: string | undefined;
  readonly value: Expression;
}

export interface Alias extends NodeBase {
  readonly kind: 'alias';
  readonly name: string;
  readonly asname: string | undefined;
}

export interface Withitem extends NodeBase {
  readonly kind: 'withitem';
  readonly context_expr: Expression;
  readonly optional_vars: Expression | undefined;
}

export interface MatchCase extends NodeBase {
  readonly kind: 'match_case';
  readonly pattern: Pattern;
  readonly guard: Expression | undefined;
  readonly body: readonly Stmt[];
}

export interface MatchValue extends NodeBase {
  readonly kind: 'MatchValue';
  readonly value: Expression;
}
export interface MatchSingleton extends NodeBase {
  readonly kind: 'MatchSingleton';
  readonly value: ConstantValue;
}
export interface MatchSequence extends NodeBase {
  readonly kind: 'MatchSequence';
  readonly patterns: readonly Pattern[];
}
export interface MatchMapping extends NodeBase {
  readonly kind: 'MatchMapping';
  readonly keys: readonly Expression[];
  readonly patterns: readonly Pattern[];
  readonly rest: string | undefined;
}
export interface MatchClass extends NodeBase {
  readonly kind: 'MatchClass';
  readonly cls: Expression;
  readonly patterns: readonly Pattern[];
  readonly kwd_attrs: readonly string[];
  readonly kwd_patterns: readonly Pattern[];
}
export interface MatchStar extends NodeBase {
  readonly kind: 'MatchStar';
  readonly name: string | undefined;
}
export interface MatchAs extends NodeBase {
  readonly kind: 'MatchAs';
  readonly pattern: Pattern | undefined;
  readonly name: string | undefined;
}
export interface MatchOr extends NodeBase {
  readonly kind: 'MatchOr';
  readonly patterns: readonly Pattern[];
}
export type Pattern =
  | MatchValue
  | MatchSingleton
  | MatchSequence
  | MatchMapping
  | MatchClass
  | MatchStar
  | MatchAs
  | MatchOr
;

export interface TypeVar extends NodeBase {
  readonly kind: 'TypeVar';
  readonly name: string;
  readonly bound: Expression | undefined;
  readonly default_value: Expression | undefined;
}
export interface ParamSpec extends NodeBase {
  readonly kind: 'ParamSpec';
  readonly name: string;
  readonly default_value: Expression | undefined;
}
export interface TypeVarTuple extends NodeBase {
  readonly kind: 'TypeVarTuple';
  readonly name: string;
  readonly default_value: Expression | undefined;
}
export type TypeParam =
  | TypeVar
  | ParamSpec
  | TypeVarTuple
;

export type Node = Module | Stmt | Expression | Comprehension | ExceptHandler | Arguments | Arg | Keyword | Alias | Withitem | MatchCase | Pattern | TypeParam;
export type NodeKind = Node['kind'];
export type NodeOfKind<K extends NodeKind> = Extract<Node, { readonly kind: K }>;

/** Fields of each kind that CPython has, in its order (what ast.dump prints). */
export const FIELDS: { readonly [K in NodeKind]: readonly string[] } = {
  Module: ['body'],
  FunctionDef: ['name', 'args', 'body', 'decorator_list', 'returns', 'type_params'],
  AsyncFunctionDef: ['name', 'args', 'body', 'decorator_list', 'returns', 'type_params'],
  ClassDef: ['name', 'bases', 'keywords', 'body', 'decorator_list', 'type_params'],
  Return: ['value'],
  Delete: ['targets'],
  Assign: ['targets', 'value'],
  TypeAlias: ['name', 'type_params', 'value'],
  AugAssign: ['target', 'op', 'value'],
  AnnAssign: ['target', 'annotation', 'value', 'simple'],
  For: ['target', 'iter', 'body', 'orelse'],
  AsyncFor: ['target', 'iter', 'body', 'orelse'],
  While: ['test', 'body', 'orelse'],
  If: ['test', 'body', 'orelse'],
  With: ['items', 'body'],
  AsyncWith: ['items', 'body'],
  Match: ['subject', 'cases'],
  Raise: ['exc', 'cause'],
  Try: ['body', 'handlers', 'orelse', 'finalbody'],
  TryStar: ['body', 'handlers', 'orelse', 'finalbody'],
  Assert: ['test', 'msg'],
  Import: ['names'],
  ImportFrom: ['module', 'names', 'level'],
  Global: ['names'],
  Nonlocal: ['names'],
  Expr: ['value'],
  Pass: [],
  Break: [],
  Continue: [],
  UnparsedStmt: [],
  BoolOp: ['op', 'values'],
  NamedExpr: ['target', 'value'],
  BinOp: ['left', 'op', 'right'],
  UnaryOp: ['op', 'operand'],
  Lambda: ['args', 'body'],
  IfExp: ['test', 'body', 'orelse'],
  Dict: ['keys', 'values'],
  Set: ['elts'],
  ListComp: ['elt', 'generators'],
  SetComp: ['elt', 'generators'],
  DictComp: ['key', 'value', 'generators'],
  GeneratorExp: ['elt', 'generators'],
  Await: ['value'],
  Yield: ['value'],
  YieldFrom: ['value'],
  Compare: ['left', 'ops', 'comparators'],
  Call: ['func', 'args', 'keywords'],
  FormattedValue: ['value', 'conversion', 'format_spec'],
  Interpolation: ['value', 'str', 'conversion', 'format_spec'],
  JoinedStr: ['values'],
  TemplateStr: ['values'],
  Constant: ['value', 'kind_prefix'],
  Attribute: ['value', 'attr', 'ctx'],
  Subscript: ['value', 'slice', 'ctx'],
  Starred: ['value', 'ctx'],
  Name: ['id', 'ctx'],
  List: ['elts', 'ctx'],
  Tuple: ['elts', 'ctx'],
  Slice: ['lower', 'upper', 'step'],
  UnparsedExpr: [],
  comprehension: ['target', 'iter', 'ifs', 'is_async'],
  ExceptHandler: ['type', 'name', 'body'],
  arguments: ['posonlyargs', 'args', 'vararg', 'kwonlyargs', 'kw_defaults', 'kwarg', 'defaults'],
  arg: ['arg', 'annotation'],
  keyword: ['arg', 'value'],
  alias: ['name', 'asname'],
  withitem: ['context_expr', 'optional_vars'],
  match_case: ['pattern', 'guard', 'body'],
  MatchValue: ['value'],
  MatchSingleton: ['value'],
  MatchSequence: ['patterns'],
  MatchMapping: ['keys', 'patterns', 'rest'],
  MatchClass: ['cls', 'patterns', 'kwd_attrs', 'kwd_patterns'],
  MatchStar: ['name'],
  MatchAs: ['pattern', 'name'],
  MatchOr: ['patterns'],
  TypeVar: ['name', 'bound', 'default_value'],
  ParamSpec: ['name', 'default_value'],
  TypeVarTuple: ['name', 'default_value'],
};

/** Fields of each kind that hold nodes or arrays of nodes. */
export const CHILD_FIELDS: { readonly [K in NodeKind]: readonly string[] } = {
  Module: ['body'],
  FunctionDef: ['args', 'body', 'decorator_list', 'returns', 'type_params'],
  AsyncFunctionDef: ['args', 'body', 'decorator_list', 'returns', 'type_params'],
  ClassDef: ['bases', 'keywords', 'body', 'decorator_list', 'type_params'],
  Return: ['value'],
  Delete: ['targets'],
  Assign: ['targets', 'value'],
  TypeAlias: ['name', 'type_params', 'value'],
  AugAssign: ['target', 'value'],
  AnnAssign: ['target', 'annotation', 'value'],
  For: ['target', 'iter', 'body', 'orelse'],
  AsyncFor: ['target', 'iter', 'body', 'orelse'],
  While: ['test', 'body', 'orelse'],
  If: ['test', 'body', 'orelse'],
  With: ['items', 'body'],
  AsyncWith: ['items', 'body'],
  Match: ['subject', 'cases'],
  Raise: ['exc', 'cause'],
  Try: ['body', 'handlers', 'orelse', 'finalbody'],
  TryStar: ['body', 'handlers', 'orelse', 'finalbody'],
  Assert: ['test', 'msg'],
  Import: ['names'],
  ImportFrom: ['names'],
  Global: [],
  Nonlocal: [],
  Expr: ['value'],
  Pass: [],
  Break: [],
  Continue: [],
  UnparsedStmt: [],
  BoolOp: ['values'],
  NamedExpr: ['target', 'value'],
  BinOp: ['left', 'right'],
  UnaryOp: ['operand'],
  Lambda: ['args', 'body'],
  IfExp: ['test', 'body', 'orelse'],
  Dict: ['keys', 'values'],
  Set: ['elts'],
  ListComp: ['elt', 'generators'],
  SetComp: ['elt', 'generators'],
  DictComp: ['key', 'value', 'generators'],
  GeneratorExp: ['elt', 'generators'],
  Await: ['value'],
  Yield: ['value'],
  YieldFrom: ['value'],
  Compare: ['left', 'comparators'],
  Call: ['func', 'args', 'keywords'],
  FormattedValue: ['value', 'format_spec'],
  Interpolation: ['value', 'format_spec'],
  JoinedStr: ['values'],
  TemplateStr: ['values'],
  Constant: [],
  Attribute: ['value'],
  Subscript: ['value', 'slice'],
  Starred: ['value'],
  Name: [],
  List: ['elts'],
  Tuple: ['elts'],
  Slice: ['lower', 'upper', 'step'],
  UnparsedExpr: [],
  comprehension: ['target', 'iter', 'ifs'],
  ExceptHandler: ['type', 'body'],
  arguments: ['posonlyargs', 'args', 'vararg', 'kwonlyargs', 'kw_defaults', 'kwarg', 'defaults'],
  arg: ['annotation'],
  keyword: ['value'],
  alias: [],
  withitem: ['context_expr', 'optional_vars'],
  match_case: ['pattern', 'guard', 'body'],
  MatchValue: ['value'],
  MatchSingleton: [],
  MatchSequence: ['patterns'],
  MatchMapping: ['keys', 'patterns'],
  MatchClass: ['cls', 'patterns', 'kwd_patterns'],
  MatchStar: [],
  MatchAs: ['pattern'],
  MatchOr: ['patterns'],
  TypeVar: ['bound', 'default_value'],
  ParamSpec: ['default_value'],
  TypeVarTuple: ['default_value'],
};
