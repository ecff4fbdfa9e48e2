import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type Finding,
  type Location,
  type Place,
  type RelatedLocation,
  type RuleDescription,
  type RuleDocs,
  worstOf,
} from '../../src/findings/index.ts';
import type { Report } from '../../src/reporters/index.ts';
import { SourceText } from '../../src/text/index.ts';

/** A report on fixtures/cli/orders-service with every trait that reporters show. The findings are given, not found. */
const project = fileURLToPath(new URL('../../fixtures/cli/orders-service', import.meta.url));

function readSource(path: string): Uint8Array | undefined {
  const file = join(project, path);
  return existsSync(file) ? readFileSync(file) : undefined;
}

const APP = 'src/orders/app.py';
const STORE = 'src/orders/store.py';
const PRICES = 'src/orders/price list #1 100%é.py';
const LETTERS = 'src/orders/letters.py';
const MAIL = 'src/orders/mail.py';

/** The place of the `nth` occurrence of a text in a file. */
export function placeOf(path: string, text: string, nth = 1): Location {
  const encoding = path === LETTERS ? 'latin1' : 'utf8';
  const source = new SourceText(Buffer.from(readSource(path) ?? []).toString(encoding));
  let start = -1;
  for (let i = 0; i < nth; i++) start = source.content.indexOf(text, start + 1);
  if (start < 0) throw new Error(`${path} has no ${text}`);
  const from = source.positionAt(start);
  const to = source.positionAt(start + text.length);
  return { path, line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
}

const after = ({ path, endLine, endColumn }: Location): Location => ({
  path,
  line: endLine,
  column: endColumn,
  endLine,
  endColumn,
});

const related = (location: Location, message: string): RelatedLocation => ({ ...location, message });

const SECRET = '"mk-4f9Zq7Lw2Xn8"';
const NOTEBOOK_KEY: Location = {
  path: 'notebooks/sales.ipynb',
  cell: 3,
  line: 1,
  column: 16,
  endLine: 1,
  endColumn: 33,
};

/** Where a secret stands besides, as the reduce tells it: the worst first. */
const secretPlaces: readonly Place[] = [2, 3, 4, 5, 6]
  .map((nth) => place(placeOf(MAIL, SECRET, nth), 'P0'))
  .concat(place(NOTEBOOK_KEY, 'P3'));

function place(location: Location, severity: Place['severity']): Place {
  const fingerprint = `hardcoded-secret-${location.cell ?? ''}${location.line}`;
  return { location, message: 'the key of a mail service is written in the code', severity, fingerprint };
}

export const sampleRules: readonly RuleDescription[] = [
  describe('errors/bare-except', { harm: 'loses', severity: 'P0', summary: 'bare `except:`', cwe: [396] }),
  describe('errors/mutable-default', {
    harm: 'misleads',
    severity: 'P3',
    precision: 'medium',
    summary: 'mutable default argument',
  }),
  {
    ...describe('resources/unbounded-cache', { harm: 'leaks', severity: 'P2', summary: 'cache that never shrinks' }),
    firstSight: { read: 31, right: 18 },
  },
  describe('security/hardcoded-secret', {
    harm: 'discloses',
    severity: 'P0',
    summary: 'secret in the code',
    cwe: [798],
  }),
  describe('security/sql-string-formatting', {
    harm: 'grants-access',
    severity: 'P1',
    summary: 'SQL made by string formatting',
    cwe: [89],
  }),
  describe('concurrency/unlocked-singleton', {
    harm: 'misleads',
    severity: 'P1',
    summary: 'singleton made without its lock',
  }),
  describe('security/unsafe-deserialization', {
    harm: 'grants-access',
    severity: 'P0',
    summary: 'pickle of foreign bytes',
    cwe: [502, 20],
  }),
].sort((a, b) => (a.name < b.name ? -1 : 1));

const query = placeOf(
  STORE,
  `(\n            "SELECT * FROM orders "\n            f"WHERE customer = '{customer}'"\n        )`,
);

export const sampleFindings: readonly Finding[] = [
  finding(
    'unsafe-deserialization',
    { path: 'notebooks/sales.ipynb', cell: 2, line: 2, column: 8, endLine: 2, endColumn: 19 },
    {
      message: '`pickle.load` reads `rows.pkl`, which other programs write',
      severity: 'P3',
      grading: {
        harm: 'grants-access',
        base: 'P0',
        reach: 'aside',
        because: '`notebooks/sales.ipynb` is a notebook',
      },
    },
  ),
  finding('unlocked-singleton', placeOf(APP, '_store = Store()'), {
    message: '`_store` is made by the first of many threads, and nothing keeps out the second',
    related: [
      related(placeOf(APP, '_lock'), 'the lock `_lock` [unused]'),
      related(placeOf(APP, 'get_store()', 2), 'called by `place_order`'),
    ],
  }),
  finding('bare-except', placeOf(APP, 'except'), {
    message: 'bare `except:` swallows `SystemExit` and `KeyboardInterrupt`',
    remedy: 'Catch `sqlite3.Error` instead',
    fix: {
      title: 'Write `except Exception:`',
      safety: 'unsafe',
      because: 'what ends the program is no longer caught here',
      edits: [
        { location: after(placeOf(APP, 'except')), text: ' Exception' },
        { location: after(placeOf(APP, 'except:')), text: '  # "é" & <b>' },
      ],
    },
  }),
  finding('mutable-default', placeOf(LETTERS, '"Grüße"'), { message: 'the default `"Grüße"` is shared by all calls' }),
  finding('hardcoded-secret', placeOf(MAIL, SECRET), {
    message: '`MAIL_KEY` is written in the code',
    grading: {
      harm: 'discloses',
      base: 'P0',
      reach: 'imported',
      because: '`orders.app` imports it',
    },
    places: secretPlaces,
    hidesCode: true,
  }),
  finding('mutable-default', placeOf(PRICES, 'table.append(item)'), {
    message: '`table` keeps what earlier calls appended',
    fix: {
      title: 'Append to a copy',
      safety: 'safe',
      because: 'nobody else has the copy',
      edits: [{ location: placeOf(PRICES, 'table.append(item)'), text: 'table = [*table, item]' }],
    },
  }),
  finding('sql-string-formatting', query, {
    message: 'SQL holds `customer` as text',
    flow: [
      related(placeOf(STORE, 'customer: str'), '`customer` comes in'),
      related(placeOf(STORE, '{customer}'), 'it becomes part of the SQL'),
      related(placeOf(STORE, 'execute'), 'the SQL is run'),
    ],
  }),
  finding('unbounded-cache', placeOf(STORE, 'self.cache[order["id"]]'), {
    message: '`self.cache` grows in `remember` and nothing removes from it',
    confidence: 'medium',
    doubts: ['unknown-lifetime'],
    related: [related(placeOf(STORE, 'self.cache'), 'created here')],
  }),
];

export const sampleReport: Report = {
  tool: { name: 'auditlint', version: '0.1.0' },
  root: 'fixtures/cli/orders-service',
  pathInCheckout: '',
  rules: sampleRules,
  findings: sampleFindings,
  suppressed: [
    {
      finding: finding('unlocked-singleton', placeOf(APP, 'get_store()', 3), {
        message: '`get_store` is not thread-safe',
      }),
      reason: 'one worker per process',
      line: 26,
    },
  ],
  notices: [
    { kind: 'not-parsed', path: 'legacy/py2.py', message: 'Python 2: `print` statement' },
    { kind: 'too-large', path: 'data/dump.py', message: 'larger than 5242880 bytes: not scanned' },
    {
      kind: 'rule-failed',
      path: APP,
      rule: 'list-as-queue',
      message: 'rule `list-as-queue` failed and was skipped here: Error: no',
    },
  ],
  statistics: {
    scanned: 6,
    skipped: 1,
    notParsed: 1,
    partlyParsed: 0,
    ruleFailures: 1,
    lines: 80,
    bytes: 1900,
    filesByKind: { python: 6, notebook: 1 },
    findingsBySeverity: { P0: 2, P1: 2, P2: 1, P3: 3 },
    findingsByRule: {
      'bare-except': 1,
      'hardcoded-secret': 1,
      'mutable-default': 2,
      'sql-string-formatting': 1,
      'unbounded-cache': 1,
      'unlocked-singleton': 1,
      'unsafe-deserialization': 1,
    },
    suppressed: 1,
  },
  readSource,
};

/** A report with other findings and notices, and nothing else changed. */
export function reportOf(findings: readonly Finding[], changes: Partial<Report> = {}): Report {
  return { ...sampleReport, suppressed: [], notices: [], findings, ...changes };
}

export function finding(rule: string, location: Location, changes: Partial<Finding> & { message: string }): Finding {
  const description = sampleRules.find(({ name }) => name === rule);
  if (description === undefined) throw new Error(`no sample rule ${rule}`);
  const { category, docs } = description;
  return {
    rule,
    category,
    severity: worstOf(docs),
    grading: {
      harm: docs.harm,
      base: worstOf(docs),
      reach: 'served',
      because: '`POST /orders` reaches it',
    },
    precision: docs.precision,
    confidence: 'high',
    profile: 'default',
    location,
    remedy: docs.remedy,
    related: [],
    flow: [],
    cwe: docs.cwe,
    fingerprint: `${rule}-${location.line}`,
    ...changes,
  };
}

function describe(
  path: string,
  docs: Partial<RuleDocs> & Pick<RuleDocs, 'harm' | 'severity' | 'summary'>,
): RuleDescription {
  const [category = '', name = ''] = path.split('/');
  return {
    name,
    category,
    docs: {
      why: `A ${docs.summary} does harm that nobody sees.`,
      remedy: 'Write it so that it does not',
      precision: 'high',
      since: '0.1.0',
      cwe: [],
      origin: [{ document: 'TenSafe System Audit', finding: 'O-1' }],
      bad: 'bad()\n',
      good: 'good()\n',
      ...docs,
    },
  };
}
