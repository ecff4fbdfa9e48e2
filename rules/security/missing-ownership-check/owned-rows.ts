/** Where rows are looked for by a key, and where their owner is asked for. */
import {
  ancestors,
  type Call,
  type Compare,
  type Def,
  defsOf,
  type Expression,
  holds,
  identifiersOf,
  isCapWords,
  lastName,
  type Node,
  withoutAwait,
  wordsOfName,
} from '#ast';
import { type PackedPlace, packPlace } from '#kit';
import { REQUEST_PARTS } from '#knowledge/taint';
import type { SemanticModel } from '#semantics';
import { memoizeByFile } from '#semantics/by-file';
import { ownNameOf } from '#semantics/own-name';
import { ownerName } from './owned-classes.ts';

/** What a function does with rows, and with what it is given. */
export interface RowsFact {
  readonly kind: 'rows';
  readonly function: string;
  readonly loads: readonly RowLoad[];
  /**
   * Columns that rows are compared or looked for by, behind their class, `?` where that is not seen: `shop.models.Note.user`. Behind
   * `~` where a query asks for all of an owner, without a key; `in number` where a parameter is sought among others, `= caller`
   * where something is compared with the caller, behind `=` a column that is; behind `+` one that is put beside the caller into a new row.
   */
  readonly checks: readonly string[];
  /** Ways that are given what comes by a parameter, or the caller: the way, the argument by place or name, what it comes by, where. */
  readonly hands: readonly (readonly [string, number | string, string, PackedPlace])[];
  /** Whether the row is for everybody is read. */
  readonly isOpen: boolean;
}

export interface RowLoad {
  readonly row: string;
  /** Undefined where the mapper takes its key. */
  readonly column?: string;
  /** The parameter that gives it; `FROM_CLIENT` for a part of the request. */
  readonly from: string;
  readonly place: PackedPlace;
  /** Other columns that the same call looks for, and what each is given by. */
  readonly beside?: readonly (readonly [string, string])[];
}

/** A part of a request that no parameter stands for. */
export const FROM_CLIENT = '*';

/** Who comes: `current_user.id`. */
export const CALLER = '= caller';

/** What each function of a file does with rows; those that do nothing with any are left out. */
export const rowsIn = (file: SemanticModel): readonly RowsFact[] =>
  defsOf(file.source.module).flatMap((fn) => {
    const calls = file.context.nodesOfFunction(fn, 'Call');
    const compared = file.context.nodesOfFunction(fn, 'Compare');
    const loads = [
      ...calls.flatMap((call) => loadsBy(call, fn, file)),
      ...compared.flatMap((each) => loadCompared(each, fn, file)),
    ];
    const checks = new Set([
      ...compared.flatMap((each) => columnsCompared(each, file)),
      ...calls.flatMap((call) => columnsFiltered(call, file)),
      ...calls.flatMap(betweenThem),
    ]);
    const hands = calls.flatMap((call) => handedBy(call, fn, file));
    if (loads.length + checks.size + hands.length === 0) return [];
    const isOpen = mayBeOpen(file) && holds(fn.body, isOpenness);
    return [{ kind: 'rows' as const, function: file.names.fullNameOf(fn), loads, checks: [...checks], hands, isOpen }];
  });

const mayBeOpen = memoizeByFile(({ source }: SemanticModel) =>
  [...identifiersOf(source.module)].some((name) => OPEN.test(name)),
);

const OPEN = /publi|shared|visib/i;

/** `if note.is_public`, `filter(is_shared=True)`. */
const isOpenness = (node: Node): boolean => {
  const name = node.kind === 'Attribute' && node.ctx === 'Load' ? node.attr : node.kind === 'keyword' ? node.arg : '';
  return (
    name !== undefined &&
    OPEN.test(name) &&
    wordsOfName(name).some((word) => /^(?:public|published|shared|visibility)$/.test(word))
  );
};

/** `session.get(Note, number)`, `Note.query.get(number)`, `Note.objects.get(pk=number)`, `get_object_or_404(Note, pk=number)`. */
function loadsBy(call: Call, fn: Def, file: SemanticModel): RowLoad[] {
  const name = lastName(call.func) ?? '';
  if (isCapWords(name) || NO_LOAD.test(name)) return [];
  const given = call.args.find((each) => isRowClass(each)) ?? call.keywords.map(({ value }) => value).find(isRowClass);
  const row = given === undefined ? rowOf(call.func, file) : file.names.qualifiedName(given);
  if (row === undefined) return [];
  const place = packPlace(file.source, call);
  const columns = call.keywords.flatMap(({ arg, value }) => {
    const by = arg === undefined ? undefined : givenBy(value, fn, file);
    return arg === undefined || by === undefined ? [] : [[arg, by] as const];
  });
  const loads = call.keywords.flatMap(({ arg, value }): RowLoad[] => {
    const from = value === given || arg === undefined ? undefined : sourceOf(value, fn, file);
    const isColumn = given === undefined || /404$/.test(name);
    const beside = columns.filter(([column]) => column !== arg);
    return from === undefined
      ? []
      : [
          {
            row,
            ...(isColumn && arg !== undefined && { column: arg }),
            from,
            place,
            ...(beside.length > 0 && { beside }),
          },
        ];
  });
  // Anyone who is given the user beside the key may ask for it.
  if (given !== undefined && !/404$/.test(name) && mentionsUser(call)) return [];
  const byKey = given === undefined ? /^(?:get|get_or_404)$/.test(name) && call.args.length === 1 : true;
  const froms = byKey ? call.args.flatMap((each) => (each === given ? [] : (sourceOf(each, fn, file) ?? []))) : [];
  return [...loads, ...froms.map((from) => ({ row, from, place }))];
}

const NO_LOAD =
  /^(?:isinstance|issubclass|select|query|join|outerjoin|cast|getattr|hasattr|create|add|exclude|func|count)$/;
const isRowClass = (given: Expression): boolean =>
  (given.kind === 'Name' || given.kind === 'Attribute') && isCapWords(lastName(given) ?? '');

/** `Note.id == number` */
function loadCompared(compare: Compare, fn: Def, file: SemanticModel): RowLoad[] {
  const [right, ...more] = compare.comparators;
  if (right === undefined || more.length > 0 || compare.ops[0] !== 'Eq') return [];
  return [[compare.left, right] as const, [right, compare.left] as const].flatMap(([column, key]) => {
    if (column.kind !== 'Attribute' || !isRowClass(column.value)) return [];
    const row = file.names.qualifiedName(column.value);
    const from = sourceOf(key, fn, file);
    return row === undefined || from === undefined
      ? []
      : [{ row, column: column.attr, from, place: packPlace(file.source, compare) }];
  });
}

/** The class of the rows that a chain asks for: `session.query(Note).filter`, `Note.objects.select_related().get`. */
function rowOf(chain: Expression, model: SemanticModel, steps = 0): string | undefined {
  const at = withoutAwait(chain);
  if (steps > 20) return undefined;
  if (at.kind === 'Name') {
    const [origin] = model.flow.origins(at);
    return origin === undefined || origin === at ? undefined : rowOf(origin, model, steps + 1);
  }
  if (at.kind === 'Attribute')
    return (at.attr === 'objects' || at.attr === 'query') && isRowClass(at.value)
      ? model.names.qualifiedName(at.value)
      : rowOf(at.value, model, steps + 1);
  if (at.kind !== 'Call') return undefined;
  const given = at.args.find((each) => isRowClass(each));
  return given !== undefined && QUERYING.test(ownNameOf(at.func, model.names) ?? '')
    ? model.names.qualifiedName(given)
    : at.func.kind === 'Attribute'
      ? rowOf(at.func.value, model, steps + 1)
      : undefined;
}

const QUERYING = /^(?:query|select|delete|update|get_object_or_404)$/;

/** The attributes of both sides that may tell whose a row is. */
function columnsCompared(compare: Compare, model: SemanticModel): string[] {
  const sides = [compare.left, ...compare.comparators];
  return sides.flatMap((side, index) => {
    const isOfUser = sides.some((other, at) => at !== index && mentionsUser(other));
    const found: string[] = [];
    // `Note.user_id == User.id` joins, and asks for nobody.
    if (sides.every((each) => each.kind === 'Attribute' && isRowClass(each.value))) return found;
    holds(side, (node) => {
      if (node.kind !== 'Attribute') return false;
      const isColumn = isRowClass(node.value);
      const row = isColumn ? model.names.qualifiedName(node.value) : model.types.classOf(node.value);
      const of = isColumn && isOfAll(compare) ? '~' : '';
      if (!IS_ID.test(node.attr) && (isOfUser || IS_KEY.test(node.attr)))
        found.push(`${of}${row ?? '?'}.${ownerName(node.attr)}`);
      if (isColumn && sides.some(isCaller)) found.push(`=${row ?? '?'}.${ownerName(node.attr)}`);
      return false;
    });
    const isOfCaller = sides.some((other, at) => at !== index && mentionsUser(other) && !isColumnOf(other));
    if (isOfCaller && (side.kind === 'Name' || side.kind === 'Call')) found.push(CALLER);
    const isSought = index === 0 && side.kind === 'Name' && /In$/.test(compare.ops[0] ?? '');
    return isSought ? [...found, `in ${side.id}`] : found;
  });
}

/** `current_user.id`, `request.user`; `user_id` is anybody's. */
const isCaller = (side: Expression): boolean =>
  !isColumnOf(side) && !/_id$/.test(lastName(side) ?? '_id') && mentionsUser(side);
const isColumnOf = (side: Expression): boolean => side.kind === 'Attribute' && isRowClass(side.value);

/** The query asks for no single row by its key, and is run as it is: `query = query.where(…)` goes on elsewhere. */
function isOfAll(checked: Node): boolean {
  let top = checked;
  for (const each of ancestors(checked)) {
    if (/^(?:Expr|Assign|AnnAssign|Return|If|While|For|AsyncFor|With|AsyncWith|Module)$|Def$/.test(each.kind)) break;
    top = each;
  }
  const isStep = top.kind === 'Call' && /^(?:filter(?:_by)?|where)$/.test(lastName(top.func) ?? '');
  return !isStep && !holds(top, isKey) && holds(top, isQuery);
}

/** `Note.id`, `pk=number`, `.get(number)` */
const isKey = (node: Node): boolean =>
  (node.kind === 'Attribute' && IS_ID.test(node.attr) && isRowClass(node.value)) ||
  (node.kind === 'keyword' && IS_ID.test(node.arg ?? ''));
const IS_ID = /^(?:id|pk|uuid)$/;
const isQuery = (node: Node): boolean =>
  (node.kind === 'Attribute' && /^(?:objects|query)$/.test(node.attr)) ||
  (node.kind === 'Call' && QUERYING.test(lastName(node.func) ?? ''));

/** `filter_by(user_id=user.id)`, `Note.objects.get(pk=number, owner=request.user)`, `Q(owner=user)`. */
function columnsFiltered(call: Call, model: SemanticModel): string[] {
  const name = lastName(call.func) ?? '';
  if (!FILTERING.test(name)) return [];
  const given = call.args.find((each) => isRowClass(each));
  const row = given === undefined ? rowOf(call.func, model) : model.names.qualifiedName(given);
  return call.keywords.flatMap(({ arg, value }) => {
    const column = arg?.split('__')[0] ?? '';
    const of = name !== 'Q' && isOfAll(call) ? '~' : '';
    const path = `${row ?? '?'}.${ownerName(column)}`;
    return IS_KEY.test(column) ||
      mentionsUser(value) ||
      (row !== undefined && value.kind !== 'Constant' && !IS_ID.test(column))
      ? [`${of}${path}`, ...(isCaller(value) ? [`=${path}`] : [])]
      : [];
  });
}

/** `Deal(seller_id=offer.seller_id, buyer_id=user.id)` */
function betweenThem({ func, keywords }: Call): string[] {
  const hasUser = keywords.some(({ arg, value }) => IS_KEY.test(arg ?? '') && mentionsUser(value));
  if (!hasUser || !isCapWords(lastName(func) ?? '')) return [];
  return keywords.flatMap(({ value }) =>
    value.kind === 'Attribute' && IS_KEY.test(value.attr) && !mentionsUser(value) ? `+?.${ownerName(value.attr)}` : [],
  );
}

const FILTERING = /^(?:Q|a?filter(?:_by)?|a?get(?:_\w+)?|a?first|where|find(?:_one)?|exists|update_or_create)$/;
const IS_KEY = /(?:_id|_uuid|_by|^(?:user|owner|author|creator))$/;
/** By a name in it: `current_user.id`, `request.user`, `user_id`. */
export const mentionsUser = (within: Node): boolean =>
  holds(within, (node) => {
    const name = node.kind === 'Name' ? node.id : node.kind === 'Attribute' ? node.attr : '';
    return wordsOfName(name).some((word) => USER.test(word));
  });
const USER = /^(?:users?|owner|account|identity|principal|me|uid|sub)$/;

function handedBy(call: Call, fn: Def, file: SemanticModel): RowsFact['hands'] {
  const given = [
    ...call.args.map((value, at) => [at, value] as const),
    ...call.keywords.flatMap(({ arg, value }) => (arg === undefined ? [] : [[arg, value] as const])),
  ].flatMap(([at, value]) => {
    const from = givenBy(value, fn, file);
    return from === undefined ? [] : [[at, from] as const];
  });
  const to = given.every(([, from]) => from === CALLER) ? undefined : file.effects.projectPath(call);
  return to === undefined ? [] : given.map(([at, from]) => [to, at, from, packPlace(file.source, call)] as const);
}

const givenBy = (value: Expression, fn: Def, file: SemanticModel): string | undefined =>
  sourceOf(value, fn, file) ?? (isCaller(value) ? CALLER : undefined);

/** The parameter of the function that a value is, or is a part of; what it is converted by does not count. */
function sourceOf(value: Expression, fn: Def, model: SemanticModel, steps = 0): string | undefined {
  let at = withoutAwait(value);
  let isPart = false;
  while (at.kind !== 'Name') {
    if (at.kind === 'Attribute') {
      if (wordsOfName(at.attr).some((word) => USER.test(word)) && !isPart) return undefined;
      isPart ||= REQUEST_PARTS.has(at.attr) || /^(?:kwargs|validated_data|cleaned_data)$/.test(at.attr);
      at = at.value;
    } else if (at.kind === 'Subscript') at = at.value;
    else if (at.kind === 'Call' && at.func.kind === 'Attribute' && /^get(?:_json)?$/.test(at.func.attr)) at = at.func;
    else if (at.kind === 'Call' && at.args[0] !== undefined && /^(?:int|str|UUID)$/.test(lastName(at.func) ?? ''))
      at = at.args[0];
    else return undefined;
  }
  if (isPart && !wordsOfName(at.id).some((word) => USER.test(word))) return FROM_CLIENT;
  const parameter = model.names.parameterOf(at);
  if (parameter !== undefined)
    return parameter.parent?.parent === fn && !/^(?:self|cls|request)$/.test(at.id) ? at.id : undefined;
  const definitions = model.names.resolve(at)?.definitions ?? [];
  const [only, second] = definitions;
  if (steps > 2 || second !== undefined || only?.value === undefined || only.partOf !== undefined) return undefined;
  return sourceOf(only.value, fn, model, steps + 1);
}
