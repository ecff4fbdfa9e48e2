/** Base classes of mappers, and what they give to the classes that derive from them. */
import { MODEL_MEMBERS } from './value-members.ts';
import { words } from './words.ts';

export interface MapperBase {
  /** The base itself, by its dotted name. */
  readonly base: RegExp;
  readonly members: ReadonlySet<string>;
  /** Members that the mapper adds by what the class binds. */
  readonly made?: RegExp;
  /** Without `__tablename__` it is no class of rows. */
  readonly isNamed?: true;
  /** What makes an object passes over keywords that nothing is called by. */
  readonly takesMore?: true;
}

const SQLALCHEMY = new Set(words('metadata registry query query_class awaitable_attrs'));

/** Sources: documentation of SQLAlchemy 2.0, Flask-SQLAlchemy 3.1, SQLModel 0.0.24 and Django 5.2. */
export const MAPPER_BASES: readonly MapperBase[] = [
  {
    base: /^sqlalchemy\.(?:orm\.(?:DeclarativeBase(?:NoMeta)?|MappedAsDataclass)|ext\.asyncio\.AsyncAttrs)$/,
    members: SQLALCHEMY,
    isNamed: true,
  },
  { base: /^flask_sqlalchemy\.SQLAlchemy\.Model$/, members: SQLALCHEMY },
  { base: /^sqlmodel(?:\.main)?\.SQLModel$/, members: MODEL_MEMBERS, takesMore: true },
  {
    base: /^django\.db\.models(?:\.base)?\.Model$/,
    members: new Set(
      words(`pk id objects DoesNotExist MultipleObjectsReturned NotUpdated adelete arefresh_from_db asave check clean clean_fields date_error_message
        delete from_db full_clean get_constraints get_deferred_fields prepare_database_save refresh_from_db save save_base
        serializable_value unique_error_message validate_constraints validate_unique`),
    ),
    made: /_set$|^get_\w+_(?:display|order)$|^set_\w+_order$|^get_(?:next|previous)_(?:by|in)_/,
  },
];
