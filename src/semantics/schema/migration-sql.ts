/** What SQL that a migration runs does to the schema: the plainest statements are read, others leave the table that they change open. */
import type { Expression } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';
import { templateOf } from '../values/text-template.ts';
import type { Made } from './migrations.ts';

const OPEN: Made = { does: 'open', table: '*' };
const DDL = /\b(?:create|alter|drop|rename)\s+(?:unique\s+)?(?:table|index)\b/i;

/** What is put into the text is `*` in it. */
export function executedSteps(given: Expression | undefined, model: SemanticModel): readonly Made[] {
  const sql = given && templateOf(given, model, '*');
  if (given === undefined || sql === undefined) return [OPEN];
  // A block makes a type unless it is there, so nothing fails.
  if (/\bdo\s+\$/i.test(sql)) return DDL.test(sql) ? [OPEN] : typeSteps(sql).filter(({ does }) => does !== 'type');
  const isWhole = model.values.string(given) !== undefined;
  return sql.split(';').flatMap((statement) => {
    const types = typeSteps(statement);
    if (types.length > 0) return types;
    return isWhole || BEGINNING.test(statement) ? tableSteps(statement) : [OPEN];
  });
}

/** It says what is done to what. */
const BEGINNING = /^\s*(?:$|(?:select|insert|update|delete|(?:create|alter|drop)\s+[a-z])\b)/i;

const TYPE = /\b(create|alter|drop)\s+type\s+(?:if\s+(?:not\s+)?exists\s+)?"?([\w.*]+)"?\s*([^;]*)/gi;
const LABEL = /^(?:add|rename)\s+value\s+(?:if\s+not\s+exists\s+)?'([^']*)'(?:\s+to\s+'([^']*)')?/i;

function typeSteps(sql: string): readonly Made[] {
  return [...sql.matchAll(TYPE)].flatMap(([, verb = '', name = '', rest = '']): readonly Made[] => {
    if (/create/i.test(verb)) return /^as\s+enum/i.test(rest) ? [{ does: 'type', name }] : [];
    if (/drop/i.test(verb) || /^rename\s+to\b/i.test(rest)) return [{ does: 'type-dropped', name }];
    const [, first = '*', second] = LABEL.exec(rest) ?? [];
    return [{ does: 'label', name, ...(second === undefined ? { to: first } : { from: first, to: second }) }];
  });
}

const ADDED =
  /^\s*alter\s+table\s+(?:if\s+exists\s+)?(?:only\s+)?"?([\w.]+)"?\s+add\s+column\s+(?:if\s+not\s+exists\s+)?"?(\w+)"?\s+([a-z]+)([^,]*)$/i;

function tableSteps(statement: string): readonly Made[] {
  const [, changed, name, , rest = ''] = ADDED.exec(statement) ?? [];
  if (changed !== undefined && name !== undefined) {
    const isNullable = !/\bnot\s+null\b/i.test(rest);
    const hasServerDefault = /\bdefault\b/i.test(rest);
    return [
      {
        does: 'add',
        table: changed,
        column: { name, isNullable, ...(hasServerDefault && { hasServerDefault }) },
      },
    ];
  }
  if (!DDL.test(statement)) return [];
  const [, indexed, columns = ''] =
    /^\s*create\s+unique\s+index\b.*?\bon\s+(?:only\s+)?"?([\w.]+)"?[^(]*\((.*)\)/is.exec(statement) ?? [];
  if (indexed !== undefined) {
    const names = columns.split(',').map((each) => each.trim().replace(/"/g, ''));
    return [{ does: 'unique', table: indexed, ...(names.every((each) => /^\w+$/.test(each)) && { columns: names }) }];
  }
  if (/^\s*(?:create|drop)\s+(?:unique\s+)?index\b/i.test(statement)) return [];
  const table = /\btable\s+(?:if\s+(?:not\s+)?exists\s+)?(?:only\s+)?"?([\w.*]+)"?/i.exec(statement)?.[1];
  return [table === undefined ? OPEN : { does: 'open', table }];
}
