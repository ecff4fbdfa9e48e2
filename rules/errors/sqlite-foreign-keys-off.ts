import { type Call, type Node, nodesOf, stringConstant } from '#ast';
import { defineProjectRule, type FactsContext, NOT_PRODUCTION, type PackedPlace, packPlace, unpackPlace } from '#kit';
import { SQLITE_ADDRESS } from '#text';
import { listedCode } from '#text/wording';

interface Fact {
  readonly kind: 'connection' | 'declaration' | 'enforcement' | 'server';
  readonly place: PackedPlace;
  /** The function around it. */
  readonly within: string;
  /** Whether SQL itself or the mapper of SQLAlchemy is spoken. */
  readonly by?: 'sql' | 'mapper';
  /** What is written of it, for a message. */
  readonly words?: readonly string[];
}

export default defineProjectRule<Fact>({
  docs: {
    summary: 'foreign keys of SQLite are not enforced',
    why: 'SQLite parses `REFERENCES` but ignores it unless each connection enables foreign keys. Rows can then refer to missing rows, and cascading deletes do nothing.',
    remedy: 'Run `PRAGMA foreign_keys = ON` on each new connection (with SQLAlchemy in a `connect` event listener)',
    harm: 'loses',
    severity: 'P2',
    precision: 'low',
    since: '0.1.0',
    cwe: [],
    origin: [
      { document: 'Audits of six systems before a scan', finding: 'payment-gateway 7: references that nothing checks' },
    ],
    bad: 'import sqlite3\n\ndb = sqlite3.connect("orders.db")\ndb.execute("CREATE TABLE orders (id INTEGER, customer INTEGER REFERENCES customers (id))")\n',
    good: 'import sqlite3\n\ndb = sqlite3.connect("orders.db")\ndb.execute("PRAGMA foreign_keys = ON")\ndb.execute("CREATE TABLE orders (id INTEGER, customer INTEGER REFERENCES customers (id))")\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  facts: (file) => [...textFacts(file), ...callFacts(file)],
  check(_project, ctx) {
    const of = (kind: Fact['kind']) => ctx.facts.filter(({ fact }) => fact.kind === kind);
    const enforced = of('enforcement');
    const declared = of('declaration');
    const isServed = of('server').length > 0;
    const connections = of('connection');
    // What has a connection of its own switches them on for that one; a text, or what is called on each connection, for all.
    const isForOther = (enforcement: Fact, path: string, within: string): boolean =>
      enforcement.within !== within &&
      connections.some((each) => each.path === path && each.fact.within === enforcement.within);
    for (const { path, fact } of connections) {
      const fitting = declared.filter((each) => each.fact.by === fact.by);
      const first = fitting.find((each) => each.path === path) ?? fitting[0];
      const isEnforced = enforced.some((each) => each.path === path && !isForOther(each.fact, path, fact.within));
      if (first === undefined || isEnforced) continue;
      const words = listedCode(first.fact.words ?? []);
      ctx.report({
        at: { path, ...unpackPlace(fact.place) },
        message: `foreign keys are not enforced: SQLite ignores ${words} without \`PRAGMA foreign_keys = ON\``,
        related: [{ path: first.path, ...unpackPlace(first.fact.place), message: 'the key is declared here' }],
        cause: 'foreign keys',
        key: path,
        doubt: enforced.length > 0 ? 'uncertain-identity' : isServed ? 'overridden-at-deployment' : undefined,
      });
    }
  },
});

const ENFORCED = /\bpragma\s+(?:\w+\.)?foreign_keys\s*(?:=|\()\s*(?:on|1|true|yes)\b|^\s*foreign_keys\s*$/i;
const TABLE = /\bcreate\s+table\b/i;
const SERVER = /^(?:postgres(?:ql)?|mysql|mariadb|mssql|oracle)(?:\+\w+)?:\/\//;
/** What SQL says of a key, the plainest word first. */
const CLAUSES: readonly (readonly [string, RegExp])[] = [
  ['FOREIGN KEY', /\bforeign\s+key\s*\(/i],
  ['REFERENCES', /\breferences\s+["`[\w]/i],
];
const FOLLOWING = /\bon\s+delete\s+(?:cascade|set\s+null|restrict)\b/i;

function textFacts(file: FactsContext): Fact[] {
  if (!/foreign_keys|references|:\/\//i.test(file.text.content)) return [];
  return nodesOf(file.module, 'Constant').flatMap((constant): Fact[] => {
    const text = stringConstant(constant) ?? '';
    if (ENFORCED.test(text)) return [factAt(constant, 'enforcement', file)];
    if (SERVER.test(text)) return [factAt(constant, 'server', file)];
    const clause = TABLE.test(text) ? CLAUSES.find(([, pattern]) => pattern.test(text))?.[0] : undefined;
    if (clause === undefined) return [];
    const following = FOLLOWING.exec(text)?.[0].toUpperCase().replace(/\s+/g, ' ');
    return [
      {
        ...factAt(constant, 'declaration', file),
        by: 'sql',
        words: following === undefined ? [clause] : [clause, following],
      },
    ];
  });
}

const factAt = (node: Node, kind: Fact['kind'], file: FactsContext): Fact => ({
  kind,
  place: packPlace(file, node),
  within: file.names.qualnameOf(node),
});

const CONNECTING: ReadonlySet<string> = new Set([
  'sqlite3.connect',
  'sqlite3.dbapi2.connect',
  'aiosqlite.connect',
  'pysqlite3.connect',
]);
const ENGINES = /^(?:sqlalchemy|sqlmodel)\.(?:.*\.)?create_(?:async_)?engine$/;

function callFacts(file: FactsContext): Fact[] {
  if (!/sqlite|ForeignKey|foreign_key/.test(file.text.content)) return [];
  return nodesOf(file.module, 'Call').flatMap((call): Fact[] => {
    const name = file.names.qualifiedName(call.func) ?? '';
    const connection = CONNECTING.has(name) ? 'sql' : ENGINES.test(name) ? 'mapper' : undefined;
    if (connection !== undefined) {
      const isMeant = connection === 'sql' ? !isReadOnly(call, file) : isSqlite(call, file);
      return isMeant ? [{ ...factAt(call.func, 'connection', file), by: connection }] : [];
    }
    if (!/^(?:sqlalchemy|sqlmodel)\./.test(name)) return [];
    const isField = call.keywords.some(({ arg }) => arg === 'foreign_key');
    const word = /\.ForeignKey(?:Constraint)?$/.test(name) ? 'ForeignKey' : isField ? 'foreign_key' : undefined;
    return word === undefined ? [] : [{ ...factAt(call.func, 'declaration', file), by: 'mapper', words: [word] }];
  });
}

/** In memory, for a moment, or by a URI that reads only. */
function isReadOnly({ args }: Call, { values }: FactsContext): boolean {
  const path = args[0] === undefined ? undefined : values.string(args[0]);
  return path !== undefined && /mode=ro\b|immutable=1|^:memory:$/.test(path);
}

/** One of the addresses that it may be given begins so. */
function isSqlite({ args, keywords }: Call, { flow, values }: FactsContext): boolean {
  const given = args[0] ?? keywords.find(({ arg }) => arg === 'url')?.value;
  if (given === undefined) return false;
  return [given, ...flow.origins(given)].some((each) => {
    const read = values.environmentRead(each)?.fallback;
    const texts = [values.string(each), read === undefined ? undefined : values.string(read)];
    const [first] = values.textPieces(each) ?? [];
    if (first?.kind === 'constant') texts.push(first.text);
    return texts.some((text) => text !== undefined && SQLITE_ADDRESS.test(text));
  });
}
