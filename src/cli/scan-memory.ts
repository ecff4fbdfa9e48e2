import type { PreparedScan } from '../audit/index.ts';
import { buildId, digest, digestOptions, type ScanCache } from '../cache/index.ts';
import { memoize } from '../collections/index.ts';
import { pathUnder } from '../discover/index.ts';
import { ENGINE_RULES, FILE_REPORT_SCHEMA_VERSION, type KnownReports, type ScanRequest } from '../engine/index.ts';
import { CACHE_USER } from './cache-user.ts';
import type { CheckOptions } from './check-options.ts';
import type { Io } from './io.ts';
import {
  type CachePlace,
  cacheReporter,
  configuredCache,
  type OpenedCache,
  openCache,
  placeCache,
  saveCache,
} from './open-cache.ts';
import type { CheckPlan, LookedAt } from './recall-check.ts';
import { findInputs, type PluginInput, type ScanInputs } from './scan-inputs.ts';
import type { WatchSession } from './watch/watch-session.ts';

/** A prepared scan that goes by what earlier ones found, and remembers what it finds itself. */
export interface RememberedScan {
  readonly remembering: PreparedScan;
  /** Writes what is new; never throws. */
  save(): void;
}

/** Scans of the same process before this one: those of a watch, or one that looked for an answer in vain. */
export interface ScansBefore {
  readonly session?: WatchSession | undefined;
  readonly looked?: LookedAt | undefined;
}

export function withMemory(
  prepared: PreparedScan,
  paths: readonly string[],
  options: CheckOptions,
  io: Io,
  { session, looked }: ScansBefore = {},
): RememberedScan {
  const { request, configurations } = prepared;
  const ofProcess = session && {
    shared: lazily(() => session.reports(mapContext(request, io), nameOfOptions(request))),
  };
  const forgetful = { remembering: { ...prepared, request: { ...request, ...ofProcess } }, save: () => undefined };
  const place = placeCache(request, options, configuredCache(configurations), io);
  if (place === undefined) return forgetful;
  const inputs = findInputs(request.stdin === undefined ? paths : [], options, pluginsOf(request), io);
  const open = (): OpenedCache | undefined => openForScan(place, inputs, options, io);
  const isLookedAt = looked?.digest === inputs.digest && looked.folder === place.folder;
  const known = isLookedAt ? toOpened(looked.cache, place, options, io) : undefined;
  const opened = known ?? (session === undefined ? open() : session.cacheUnder(inputs.digest, open));
  if (opened === undefined) return forgetful;
  const leftOut = pathUnder(request.root, place.folder) ?? '';
  const seen = isLookedAt ? { ...request, tree: looked.tree } : request;
  return {
    remembering: { ...prepared, request: remembering(seen, opened.cache, leftOut, io, session) },
    // Only then is it known which configurations there are.
    save: () => {
      if (isRecalled(prepared)) keepPlan(opened.cache, inputs, planOf(prepared, leftOut));
      opened.save();
    },
  };
}

function remembering(
  request: ScanRequest,
  cache: ScanCache,
  leftOut: string,
  io: Io,
  session: WatchSession | undefined,
): ScanRequest {
  return {
    ...request,
    shared: lazily(() => cache.reports(mapContext(request, io), request.options.optionsFor, session?.parsed)),
    // What is on standard input is in no file.
    ...(request.stdin === undefined && { answers: cache.answers }),
    ...(leftOut !== '' && { leftOut }),
  };
}

/** The plug-ins of a scan's rules, each once, as they were named. */
function pluginsOf({ rules }: ScanRequest): readonly PluginInput[] {
  const plugins = rules.flatMap(({ plugin }) => plugin ?? []);
  return [...new Map(plugins.map((plugin) => [plugin.entry, plugin])).values()];
}

/** What is recalled is held against no baseline. */
function isRecalled({ request, configurations }: PreparedScan): boolean {
  const all = configurations.allLayers.flat();
  return request.stdin === undefined && all.every(({ baseline }) => baseline === undefined);
}

function keepPlan(cache: ScanCache, { digest: key }: ScanInputs, plan: CheckPlan): void {
  if (JSON.stringify(plan) !== JSON.stringify(cache.plan(key))) cache.keepPlan(key, plan);
}

/** Reports whose context is known when the first is asked for: by then all files were found, and with them all configurations. */
function lazily(make: () => KnownReports): KnownReports {
  const reports = once(make);
  return {
    contentId: (tree, path) => reports().contentId(tree, path),
    contentIdOf: (bytes, tree, path) => reports().contentIdOf(bytes, tree, path),
    find: (place) => reports().find(place),
    keep: (place, report) => reports().keep(place, report),
  };
}

function once<T extends object>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

function openForScan(place: CachePlace, inputs: ScanInputs, options: CheckOptions, io: Io): OpenedCache | undefined {
  const report = cacheReporter(options, io);
  const cache = openCache(place, inputs, io, (sentence) => {
    if (!warned.has(io)) report(sentence);
    warned.add(io);
  });
  return cache && toOpened(cache, place, options, io);
}

/** Some commands open it more than once. */
const warned = new WeakSet<Io>();

function toOpened(cache: ScanCache, place: CachePlace, options: CheckOptions, io: Io): OpenedCache {
  return { cache, save: () => saveCache(cache, place, cacheReporter(options, io)) };
}

/** What names the options that hold for a path. */
function nameOfOptions({ options }: ScanRequest): (path: string) => string {
  const nameOf = memoize(digestOptions);
  return (path) => nameOf(options.optionsFor(path));
}

/** All that the report of a file depends on beside the file and its options. One that ran out of time is not kept. */
function mapContext({ rules, options }: ScanRequest, { env }: Io): string {
  const build = buildId(CACHE_USER.runtime, env.AUDITLINT_PARSER ?? 'wasm');
  const { maxFileBytes } = options.limits;
  const names = rules.map(({ name, plugin }) => (plugin === undefined ? name : [name, plugin.entry, plugin.digest]));
  return digest('map', [FILE_REPORT_SCHEMA_VERSION, build, maxFileBytes, names]).toString('base64url');
}

/** What `recallCheck` needs to know without reading the configuration or any rule. */
function planOf({ request, configurations, resolution }: PreparedScan, leftOut: string): CheckPlan {
  const own = new Set(ENGINE_RULES.map(({ name }) => name));
  const enabled = [...resolution.project.rules.keys()];
  return {
    exclude: request.exclude,
    respectsGitIgnore: request.respectsGitIgnore,
    leftOut,
    settings: configurations.settings,
    isNamed: configurations.chains === undefined,
    enabled,
    rules: resolution.rules
      .filter(({ name }) => own.has(name) || resolution.project.rules.has(name))
      .map(({ options: _, ...description }) => description),
  };
}
