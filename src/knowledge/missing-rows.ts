/** Reads of one row that raise where there is none, and what they raise: SQLAlchemy 2.0, Flask-SQLAlchemy 3.1, Django 5.2, Peewee 3. */
import { words } from './words.ts';

export const RAISES_WITHOUT_ROW: ReadonlySet<string> = new Set(
  words('one scalar_one get aget get_or_404 first_or_404 one_or_404'),
);

export const NO_ROW_ERROR = /(?:^|\.)(?:NoResultFound|(?:Object)?DoesNotExist|Http404|NotFound)$/;
