import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, rmdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { builtinSqlite } from '../../src/cli/fleet/builtin-sqlite.ts';
import type { FleetStore, ScanResult } from '../../src/fleet/store/fleet-store.ts';
import { PostgresDatabase } from '../../src/fleet/store/postgres-database.ts';
import type { SqlDatabase } from '../../src/fleet/store/sql-database.ts';
import { SqlStore } from '../../src/fleet/store/sql-store.ts';
import { SqliteDatabase } from '../../src/fleet/store/sqlite-database.ts';
import { builtinDriver, loadWasmDriver, type SqliteDriver } from '../../src/fleet/store/sqlite-driver.ts';
import { makeProject } from '../cli/run-cli.ts';
import { startPostgres, stopServers } from './servers.ts';

afterAll(stopServers);

const builtin = builtinSqlite();

type Backend = readonly [name: string, make: () => Promise<() => Promise<SqlDatabase>>];

/** Each way to keep a store, and how to open a new one twice. Node before 22.13 brings no SQLite. */
const BACKENDS: readonly Backend[] = [
  ['SQLite in WebAssembly', async () => inFile(await loadWasmDriver())],
  ...(builtin === undefined ? [] : [['the SQLite of Node', async () => inFile(builtinDriver(builtin))] as const]),
  ['PostgreSQL', inPostgres],
];

function inFile(driver: SqliteDriver) {
  const file = join(makeProject(), 'fleet.sqlite');
  return async () => SqliteDatabase.open(file, 'fleet.sqlite', driver);
}

let server: ReturnType<typeof startPostgres> | undefined;
let places = 0;

async function inPostgres() {
  server ??= startPostgres();
  const url = await (await server).makePlace(`store${places++}`);
  return () => PostgresDatabase.open({ url, shownAs: 'postgres://here', onTrouble: () => undefined });
}

const FIRST: ScanResult = {
  repository: 'https://git.example/shop',
  commit: 'a'.repeat(40),
  version: '0.1.0',
  options: '{}',
  scannedAt: '2026-11-01T10:00:00.000Z',
  isComplete: true,
  sarif: Uint8Array.of(0, 255, 128),
  places: [
    { finding: 0, place: 0, rule: 'bare-except', severity: 'P1', path: 'a?.py', line: 3, fingerprint: 'f:1' },
    { finding: 0, place: 1, rule: 'bare-except', severity: 'P2', path: 'b.py', line: 4, fingerprint: 'f:2' },
  ],
};

describe.each(BACKENDS)('a store in %s', (_, makeStore) => {
  const withStore = async (work: (store: FleetStore, again: () => Promise<SqlDatabase>) => Promise<void>) => {
    const open = await makeStore();
    const store = await SqlStore.open(await open());
    try {
      await work(store, open);
    } finally {
      await store.close();
    }
  };

  it('gives back what it was given', () =>
    withStore(async (store) => {
      await store.record(FIRST);
      const [state] = await store.states();
      const { places, sarif, ...scan } = FIRST;
      expect(state).toMatchObject({ repository: FIRST.repository, checks: 1, failure: undefined, scan });
      const id = state?.scan?.id ?? '';
      expect(await store.placesOf(id)).toEqual(places);
      expect([...(await store.sarifOf(id))]).toEqual([...sarif]);
      expect(await store.tally()).toEqual(new Map([[FIRST.repository, { P1: 1 }]]));
    }));

  it('holds a scan once, whoever brings it how often', () =>
    withStore(async (store, open) => {
      const other = await SqlStore.open(await open());
      await Promise.all([store.record(FIRST), other.record(FIRST), store.record(FIRST), other.record(FIRST)]);
      await other.close();
      const [state] = await store.states();
      expect(state?.checks).toBe(4);
      expect(await store.placesOf(state?.scan?.id ?? '')).toHaveLength(FIRST.places.length);
    }));

  it('knows which scans there are, and which one holds', () =>
    withStore(async (store) => {
      expect(await store.recall(FIRST, 'now')).toBe(false);
      await store.record(FIRST);
      const second = { ...FIRST, commit: 'b'.repeat(40), scannedAt: '2026-11-03T10:00:00.000Z', places: [] };
      await store.record(second);
      expect((await store.states())[0]?.scan?.commit).toBe(second.commit);
      // As after a revert.
      expect(await store.recall(FIRST, 'now')).toBe(true);
      expect((await store.states())[0]?.scan?.commit).toBe(FIRST.commit);
      const newestBefore = (moment: string, options = '{}') => store.scanBefore(FIRST.repository, options, moment);
      expect((await newestBefore('2026-11-02'))?.commit).toBe(FIRST.commit);
      expect((await newestBefore('2026-11-04'))?.commit).toBe(second.commit);
      expect(await newestBefore('2026-11-01')).toBeUndefined();
      expect(await newestBefore('2026-11-04', 'other')).toBeUndefined();
    }));

  it('has a scan that was not complete done again, and keeps the better one', () =>
    withStore(async (store) => {
      const partial: ScanResult = { ...FIRST, isComplete: false, places: FIRST.places.slice(0, 1) };
      await store.record(partial);
      expect(await store.recall(FIRST, 'now')).toBe(false);
      const stored = async () => {
        const scan = (await store.states())[0]?.scan;
        const { id = '', isComplete, scannedAt } = scan ?? {};
        return { isComplete, scannedAt, places: (await store.placesOf(id)).length, sarif: await store.sarifOf(id) };
      };
      const whole = { ...FIRST, scannedAt: '2026-11-05T10:00:00.000Z', sarif: Uint8Array.of(7) };
      await store.record(whole);
      const kept = { isComplete: true, scannedAt: FIRST.scannedAt, places: 2 };
      expect(await stored()).toMatchObject(kept);
      expect([...(await stored()).sarif]).toEqual([7]);
      await store.record(partial);
      expect(await stored()).toMatchObject(kept);
      expect(await store.recall(FIRST, 'now')).toBe(true);
    }));

  it('keeps the last scan of a repository that fails, and forgets the failure after the next scan', () =>
    withStore(async (store) => {
      await store.record(FIRST);
      await store.fail(FIRST.repository, 'gone\0', 'now');
      expect((await store.states())[0]).toMatchObject({ failure: 'gone', checks: 2, scan: { commit: FIRST.commit } });
      await store.recall(FIRST, 'now');
      expect(await store.checks()).toEqual(new Map([[FIRST.repository, { checks: 3, failure: undefined }]]));
    }));

  it('takes thousands of places, and any text', () =>
    withStore(async (store) => {
      const [place] = FIRST.places;
      if (place === undefined) throw new Error('no place');
      const paths = fc.sample(fc.string({ unit: 'binary', maxLength: 20 }), 2500);
      const places = paths.map((path, finding) => ({ ...place, finding, path: path.replaceAll('\0', '') }));
      await store.record({ ...FIRST, places });
      const [state] = await store.states();
      expect(await store.placesOf(state?.scan?.id ?? '')).toEqual(places);
    }));

  it('does nothing by half', () =>
    withStore(async (store) => {
      const [place] = FIRST.places;
      // Two of one number: the second is refused.
      const twice = [place, place].filter((each) => each !== undefined);
      await expect(store.record({ ...FIRST, places: twice })).rejects.toThrow(/the store `/);
      expect(await store.states()).toEqual([]);
      await store.record(FIRST);
      expect(await store.states()).toHaveLength(1);
    }));

  it('is not made by who only reads', async () => {
    const open = await makeStore();
    await expect(open().then(SqlStore.openExisting)).rejects.toThrow(
      /^no store in `(?:fleet\.sqlite|postgres:\/\/here)`; `auditlint fleet LIST` creates one$/,
    );
    const database = await open();
    expect(await database.reading((query) => database.hasTable(query, 'auditlint_schema'))).toBe(false);
    await (await SqlStore.open(database)).close();
    const store = await SqlStore.openExisting(await open());
    expect(await store.states()).toEqual([]);
    await store.close();
  });

  it('of a newer schema is refused in one sentence', () =>
    withStore(async (_store, open) => {
      const database = await open();
      await database.transaction((query) => query('UPDATE auditlint_schema SET version = 2'));
      await expect(SqlStore.open(database)).rejects.toThrow(
        /^the store `.+` has schema 2, but this auditlint supports 1; use the newer version that made it, or another store$/,
      );
    }));
});

describe('a store in a file', () => {
  it('is read without the lock of who writes', async () => {
    const wasm = await loadWasmDriver();
    const statements: string[] = [];
    const driver: SqliteDriver = {
      ...wasm,
      open(file) {
        const connection = wasm.open(file);
        const all: typeof connection.all = (sql, values) => {
          statements.push(sql);
          return connection.all(sql, values);
        };
        return { all, close: () => connection.close() };
      },
    };
    const file = join(makeProject(), 'fleet.sqlite');
    await (await SqlStore.open(SqliteDatabase.open(file, 'fleet.sqlite', wasm))).close();
    const store = await SqlStore.openExisting(SqliteDatabase.open(file, 'fleet.sqlite', driver));
    await Promise.all([
      store.states(),
      store.checks(),
      store.tally(),
      store.placesOf(''),
      store.scanBefore('', '', ''),
    ]);
    await store.close();
    expect(new Set(statements.map((sql) => sql.split(' ', 2).join(' ')).filter((sql) => !/^SELECT/.test(sql)))).toEqual(
      new Set(['BEGIN', 'COMMIT']),
    );
  });

  it('that is another file is refused, and left alone', async () => {
    const driver = await loadWasmDriver();
    const file = join(
      makeProject({ 'notes.txt': 'no database, but a long text of a hundred bytes '.repeat(40) }),
      'notes.txt',
    );
    await expect((async () => SqlStore.open(SqliteDatabase.open(file, 'notes.txt', driver)))()).rejects.toThrow(
      'the store `notes.txt` is not a store',
    );
  });

  it('in a folder that is not there is told in one sentence', async () => {
    const driver = await loadWasmDriver();
    const open = async () => SqlStore.open(SqliteDatabase.open('/nowhere/fleet.sqlite', 'fleet.sqlite', driver));
    await expect(open()).rejects.toThrow(/^the store `fleet.sqlite` cannot be used: Could not open the database .+$/);
  });

  it('survives a process that is killed in the middle of a transaction', async () => {
    const driver = await loadWasmDriver();
    const file = join(makeProject(), 'fleet.sqlite');
    const store = await SqlStore.open(SqliteDatabase.open(file, 'fleet.sqlite', driver));
    await store.record(FIRST);
    await killedInTransaction(file);
    expect(existsSync(`${file}.lock`)).toBe(true);
    // As old as it would be after a while.
    utimesSync(`${file}.lock`, new Date(0), new Date(0));
    const states = await store.states();
    expect(states.map(({ checks }) => checks)).toEqual([1]);
    await store.close();
  });

  it('waits for another process that is at work on it', async () => {
    const driver = await loadWasmDriver();
    const file = join(makeProject(), 'fleet.sqlite');
    const store = await SqlStore.open(SqliteDatabase.open(file, 'fleet.sqlite', driver));
    mkdirSync(`${file}.lock`);
    const recorded = store.record(FIRST).then(() => 'recorded');
    const early = new Promise((resolve) => setTimeout(() => resolve('waits'), 200));
    expect(await Promise.race([recorded, early])).toBe('waits');
    rmdirSync(`${file}.lock`);
    expect(await recorded).toBe('recorded');
    await store.close();
  });
});

/** Begins to change the store, and is killed before it has. */
async function killedInTransaction(file: string): Promise<void> {
  const module = fileURLToPath(
    new URL('../../node_modules/node-sqlite3-wasm/dist/node-sqlite3-wasm.js', import.meta.url),
  );
  const script = join(makeProject(), 'change.cjs');
  writeFileSync(
    script,
    `const { Database } = require(${JSON.stringify(module)});
     const database = new Database(${JSON.stringify(file)});
     database.exec('BEGIN IMMEDIATE');
     database.exec('UPDATE auditlint_repository SET checks = 99');
     console.log('begun');
     setInterval(() => undefined, 1000);`,
  );
  const child = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  child.kill('SIGKILL');
  await once(child, 'exit');
}
