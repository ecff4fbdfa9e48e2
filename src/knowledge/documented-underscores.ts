/**
 * Names with an underscore that are no secret of their class: `collections.namedtuple`, SQLAlchemy's rows, Jupyter and
 * `sys` document them. Sources: https://docs.python.org/3/library/collections.html#collections.namedtuple,
 * https://docs.sqlalchemy.org/en/20/core/connections.html#sqlalchemy.engine.Row.
 */
import { words } from './words.ts';

export const DOCUMENTED_UNDERSCORES: ReadonlySet<string> = new Set(
  words('_asdict _fields _field_defaults _make _mapping _meta _replace _repr_html_ _getframe _'),
);
