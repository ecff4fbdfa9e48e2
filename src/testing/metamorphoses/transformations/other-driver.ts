import type { NodeOfKind } from '../../../ast/index.ts';
import { moduleOf, nodesUnder } from '../syntax.ts';
import type { Transformation } from '../transformation.ts';

/** Drivers that offer the same, to as many threads (`threadsafety` of PEP 249). */
const OTHERS: ReadonlyMap<string, string> = new Map([
  ['psycopg2', 'psycopg'],
  ['pymysql', 'MySQLdb'],
  ['MySQLdb', 'pymysql'],
  ['psycopg', 'psycopg2'],
  ['aiomysql', 'aiopg'],
  ['aiopg', 'aiomysql'],
]);
const SHARED: ReadonlySet<string> = new Set(
  'connect create_pool Connection Error OperationalError IntegrityError DatabaseError InterfaceError'.split(' '),
);

export const otherDriver: Transformation = {
  name: 'other-driver',
  what: 'another driver of the same interface connects to the database',
  sameness: 'names',
  apply({ python }, rewriting) {
    for (const file of python) {
      const aliases = nodesUnder(moduleOf(file)).filter(
        (node): node is NodeOfKind<'alias'> => node.kind === 'alias' && node.parent?.kind === 'Import',
      );
      const imported = aliases.filter(({ name, asname }) => OTHERS.has(name) && asname === undefined);
      for (const { name, start, end } of imported) {
        const other = OTHERS.get(name) ?? '';
        const isAlone = !aliases.some((alias) => alias.name.startsWith(`${name}.`) || alias.name === other);
        const uses = file.model.names.moduleScope.bindings.get(name)?.references ?? [];
        const isShared = uses.every(({ parent }) => parent?.kind === 'Attribute' && SHARED.has(parent.attr));
        if (!isAlone || !isShared || uses.length === 0) continue;
        rewriting.replace(file.path, start, end, other);
        for (const use of uses) rewriting.replace(file.path, use.start, use.end, other);
        rewriting.newNames.set(other, name);
      }
    }
  },
};
