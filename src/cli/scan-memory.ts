import type { PreparedScan } from '../audit/index.ts';
import { buildId, digest } from '../cache/index.ts';
import { pathUnder } from '../discover/index.ts';
import { ENGINE_RULES, FILE_REPORT_SCHEMA_VERSION, neededParts, type ScanRequest } from '../engine/index.ts';
import { CACHE_USER } from './cache-user.ts';
import type { CheckOptions } from './check-options.ts';
import type { Io } from './io.ts';
import {
  type CachePlace,
  configuredCache,
  type OpenedCache,
  openCache,
  placeCache,
  saveCache,
  tellOfCache,
} from './open-cache.ts';
import type { CheckPlan } from './recall-check.ts';
import { findInputs, type ScanInputs } from './scan-inputs.ts';
import type { WatchSession } from './watch/watch-session.ts';

/** A prepared scan that goes by what earlier ones found, and remembers what it finds itself. */
export interface RememberedScan {
  readonly remembering: PreparedScan;
  /** Writes what is new; never throws. */
  save(): void;
}

export function withMemory(
  prepared: PreparedScan,
  paths: readonly string[],
  options: CheckOptions,
  io: Io,
  session?: WatchSession,
): RememberedScan {
  const { request, configuration } = prepared;
  const ofProcess = session && { shared: session.reportsUnder(configuration?.text ?? '') };
  const forgetful = { remembering: { ...prepared, request: { ...request, ...ofProcess } }, save: () => undefined };
  const place = placeCache(request, options, configuredCache(configuration), io);
  if (place === undefined) return forgetful;
  const inputs = findInputs(request.stdin === undefined ? paths : [], options, io);
  // Somebody saved it while it was read.
  if (inputs.configuration !== (configuration?.text ?? '')) return forgetful;
  const open = (): OpenedCache | undefined => openForScan(place, inputs, options, io);
  const opened = session === undefined ? open() : session.cacheUnder(inputs.digest, open);
  if (opened === undefined) return forgetful;
  const { cache, save } = opened;
  const leftOut = pathUnder(request.root, place.folder) ?? '';
  const context = mapContext(request, io);
  // What stands on standard input is in no file.
  const answers = request.stdin === undefined ? cache.answers : undefined;
  // What is recalled is held against no baseline.
  const isRecalled = answers !== undefined && configuration?.baseline === undefined;
  if (isRecalled && cache.plan(inputs.digest) === undefined) cache.keepPlan(inputs.digest, planOf(prepared, leftOut));
  return {
    remembering: {
      ...prepared,
      request: {
        ...request,
        shared: cache.reports(context, request.options.optionsFor, session?.parsed),
        conclusions: cache.conclusions(context, request.options.project),
        ...(answers !== undefined && { answers }),
        ...(leftOut !== '' && { leftOut }),
      },
    },
    save,
  };
}

function openForScan(place: CachePlace, inputs: ScanInputs, options: CheckOptions, io: Io): OpenedCache | undefined {
  const tell = tellOfCache(options, io);
  const cache = openCache(place, inputs, io, tell);
  return cache && { cache, save: () => saveCache(cache, place, tell) };
}

/** All that the report of a file depends on beside the file and its options. */
function mapContext({ rules, options }: ScanRequest, { env }: Io): string {
  const parts = [...neededParts(rules, options.project)].sort();
  const build = buildId(CACHE_USER.runtime, env.AUDITLINT_PARSER ?? 'wasm');
  const names = rules.map(({ name }) => name);
  return digest('map', [FILE_REPORT_SCHEMA_VERSION, build, options.limits, parts, names]).toString('base64url');
}

/** What `recallCheck` needs to know without reading the configuration or any rule. */
function planOf({ request, configuration, resolution }: PreparedScan, leftOut: string): CheckPlan {
  const own = new Set(ENGINE_RULES.map(({ name }) => name));
  const enabled = [...resolution.project.rules.keys()];
  return {
    exclude: request.exclude,
    respectsGitIgnore: request.respectsGitIgnore,
    leftOut,
    failOn: configuration?.failOn?.value ?? 'P1',
    enabled,
    rules: resolution.rules
      .filter(({ name }) => own.has(name) || resolution.project.rules.has(name))
      .map(({ options: _, ...description }) => description),
  };
}
