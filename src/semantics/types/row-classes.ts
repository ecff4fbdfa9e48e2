/** Rows of mappers (SQLAlchemy, SQLModel, Flask-SQLAlchemy, Django) are objects of the class that the query names. */

import { type Call, type Expression, isCapWords, lastName } from '../../ast/index.ts';
import { FOLLOWED } from '../limits.ts';
import type { Names } from '../names.ts';
import { ownNameOf } from '../own-name.ts';
import type { Annotations } from './annotations.ts';
import { NONE, type ObjectClass } from './object-class.ts';

interface Classes {
  readonly annotations: Annotations;
  classOf(expression: Expression): ObjectClass;
}

/** What is between a class and its rows: a statement, a query, what running it gives, rows, or a manager of Django. */
type Kind = 'statement' | 'query' | 'result' | 'rows' | 'objects';

interface Queried {
  readonly kind: Kind;
  readonly row: string;
}

export class RowClasses {
  constructor(
    readonly names: Names,
    readonly classes: Classes,
  ) {}

  /** `session.get(Order, 7)`, `session.query(Order).first()`, `(await db.execute(select(Order))).scalar_one()`, `Order.objects.get(pk=7)`. */
  rowOf({ func, args, keywords }: Call): ObjectClass {
    const [first] = args;
    if (func.kind === 'Name')
      return SHORTCUTS.has(this.names.qualifiedName(func) ?? '') ? this.#ofShortcut(first) : undefined;
    if (func.kind !== 'Attribute') return undefined;
    const { attr, value } = func;
    if (first !== undefined && BY_KEY.has(attr) && args.length + keywords.length > 1 && this.#isSession(value))
      return this.#classNamed(first);
    if (first !== undefined && BY_STATEMENT.has(attr)) {
      const statement = this.#queried(first, 0);
      if (statement?.kind === 'statement') return statement.row;
    }
    const queried = ONE_OF_ALL.has(attr) ? this.#queried(value, 0) : undefined;
    return queried !== undefined && ONE[queried.kind].has(attr) ? queried.row : undefined;
  }

  /** Of what a loop goes over: `session.scalars(select(Order))`, `Order.query.filter_by(…).all()`, `Order.objects.filter(…)`. */
  eachOf(rows: Expression, steps = 0): ObjectClass {
    const queried = this.#queried(rows, steps);
    return queried === undefined || queried.kind === 'statement' || queried.kind === 'result' ? undefined : queried.row;
  }

  /** The class from which those of a project's rows derive: `Base = declarative_base()`. */
  baseMade(name: string, { keywords }: Call): ObjectClass {
    return /^sqlalchemy\.(?:orm|ext\.declarative(?:\.api)?)\.declarative_base$/.test(name) &&
      keywords.every(({ arg }) => arg !== 'cls' && arg !== 'metaclass')
      ? 'sqlalchemy.orm.DeclarativeBase'
      : undefined;
  }

  #ofShortcut(from: Expression | undefined): ObjectClass {
    return from === undefined ? undefined : (this.#classNamed(from) ?? this.#queried(from, 0)?.row);
  }

  #queried(expression: Expression, steps: number): Queried | undefined {
    if (steps > FOLLOWED.queries) return undefined;
    switch (expression.kind) {
      case 'Await':
        return this.#queried(expression.value, steps + 1);
      case 'Name':
        return this.#ofName(expression, steps);
      case 'Attribute': {
        const kind = expression.attr === 'query' || expression.attr === 'objects' ? expression.attr : undefined;
        const row = kind === undefined ? undefined : this.#classNamed(expression.value);
        return kind === undefined || row === undefined ? undefined : { kind, row };
      }
      case 'Call':
        return this.#ofCall(expression, steps);
      default:
        return undefined;
    }
  }

  /** Of several that bind the name all have to be the same: `query = query.filter(…)`. */
  #ofName(name: Expression & { kind: 'Name' }, steps: number): Queried | undefined {
    const definitions = this.names.resolve(name)?.definitions ?? [];
    if (definitions.length > MAX_DEFINITIONS) return undefined;
    let only: Queried | undefined;
    for (const { kind, value, partOf } of definitions) {
      if (kind !== 'assignment' || value === undefined || partOf !== undefined) return undefined;
      const isOwn = definitions.length > 1 && rootOf(value) === name.id;
      const made = isOwn && only !== undefined ? this.#stepped(value, name.id, only) : this.#queried(value, steps + 1);
      if (made === undefined || (only !== undefined && (only.row !== made.row || only.kind !== made.kind)))
        return undefined;
      only = made;
    }
    return only;
  }

  /** What a chain makes of the query that its name stood for before. */
  #stepped(value: Expression, root: string, before: Queried): Queried | undefined {
    if (value.kind === 'Name') return value.id === root ? before : undefined;
    if (value.kind !== 'Call' || value.func.kind !== 'Attribute') return undefined;
    const of = this.#stepped(value.func.value, root, before);
    return of === undefined ? undefined : stepOf(value.func.attr, of);
  }

  #ofCall({ func, args, keywords }: Call, steps: number): Queried | undefined {
    const name = ownNameOf(func, this.names);
    const [first] = args;
    const isSole = args.length === 1 && keywords.length === 0 && first !== undefined;
    if (isSole && (name === 'select' || (name === 'query' && func.kind === 'Attribute'))) {
      const row = this.#classNamed(first);
      return row === undefined ? undefined : { kind: name === 'select' ? 'statement' : 'query', row };
    }
    if (func.kind !== 'Attribute') {
      const isHandedOn = first !== undefined && HANDING_ON.has(this.names.qualifiedName(func) ?? '');
      const listed = isHandedOn ? this.eachOf(first, steps + 1) : undefined;
      return listed === undefined ? undefined : { kind: 'rows', row: listed };
    }
    const ran = first === undefined ? undefined : RUN[func.attr];
    if (ran !== undefined && first !== undefined) {
      const statement = this.#queried(first, steps + 1);
      return statement?.kind === 'statement' ? { ...statement, kind: ran } : undefined;
    }
    const of = this.#queried(func.value, steps + 1);
    return of === undefined ? undefined : stepOf(func.attr, of);
  }

  #classNamed(expression: Expression): string | undefined {
    if (!isCapWords(lastName(expression) ?? '')) return undefined;
    const named = this.classes.annotations.classNamed(expression);
    return named === NONE ? undefined : named;
  }

  /** By its class, or by its name where nothing shows that. */
  #isSession(value: Expression): boolean {
    const known = this.classes.classOf(value);
    return known === undefined || known === NONE
      ? /^(?:_?db|.*session)$/i.test(lastName(value) ?? '')
      : /(?:^|\.)(?:Async)?Session$|\.scoped_session$|\.SQLAlchemy$/.test(known);
  }
}

const MAX_DEFINITIONS = 8;
const HANDING_ON: ReadonlySet<string> = new Set(['list', 'tuple', 'sorted'].map((name) => `builtins.${name}`));

function rootOf(chain: Expression): string | undefined {
  let at = chain;
  while (at.kind === 'Call' || at.kind === 'Attribute') at = at.kind === 'Call' ? at.func : at.value;
  return at.kind === 'Name' ? at.id : undefined;
}

function stepOf(attr: string, of: Queried): Queried | undefined {
  if (STEPS[of.kind].has(attr)) return of;
  if (of.kind === 'result' && attr === 'scalars') return { ...of, kind: 'rows' };
  return of.kind === 'query' && attr === 'all' ? { ...of, kind: 'rows' } : undefined;
}

const named = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

const NARROWING = `filter filter_by where order_by limit offset join outerjoin options distinct group_by having with_for_update
  select_from execution_options populate_existing yield_per slice`;

/** Steps after which the rows are of the same class. Others may add to them (`annotate`), or put something else in their place. */
const STEPS: Readonly<Record<Kind, ReadonlySet<string>>> = {
  statement: named(NARROWING),
  query: named(NARROWING),
  result: named('unique'),
  rows: named('unique all fetchall yield_per'),
  objects: named(
    'all filter exclude order_by distinct select_related prefetch_related select_for_update using only defer reverse iterator',
  ),
};

const ONE: Readonly<Record<Kind, ReadonlySet<string>>> = {
  statement: new Set(),
  query: named('get get_or_404 first first_or_404 one one_or_404 one_or_none'),
  result: named('scalar scalar_one scalar_one_or_none'),
  rows: named('first one one_or_none'),
  objects: named('get first last latest earliest create aget afirst alast alatest aearliest acreate'),
};
const ONE_OF_ALL: ReadonlySet<string> = new Set(Object.values(ONE).flatMap((each) => [...each]));

/** Methods of a session that run a statement, and what they give. `exec` is SQLModel's. */
const RUN: Readonly<Record<string, Kind>> = { execute: 'result', scalars: 'rows', exec: 'rows' };

const BY_KEY: ReadonlySet<string> = named('get get_one get_or_404');
const BY_STATEMENT: ReadonlySet<string> = named('scalar first_or_404 one_or_404');
const SHORTCUTS: ReadonlySet<string> = named('django.shortcuts.get_object_or_404 django.shortcuts.aget_object_or_404');
