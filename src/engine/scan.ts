import { loadPythonParser, type PythonParser } from '../ast/lower/index.ts';
import {
  bytesIn,
  type DiscoveredFile,
  type Discovery,
  DiskTree,
  discoverInSteps,
  type FileTree,
} from '../discover/index.ts';
import { NoParser } from '../syntax/index.ts';
import { Interrupted } from './bounded-call.ts';
import { FileSource } from './file-source.ts';
import { takingDown } from './known-answers.ts';
import { lookAtCode } from './look-at-code.ts';
import type { MapTools } from './map-file.ts';
import { type Mapped, Mapping } from './mapping.ts';
import { RulePreparation } from './prepared-rules.ts';
import { reduceInSteps } from './reduce.ts';
import { maxBytesAt } from './scan-options.ts';
import type { ScanReport } from './scan-report.ts';
import type { ScanOutcome, ScanProgress, ScanRequest } from './scan-request.ts';
import { Turns } from './turns.ts';

/** Scans a repository: finds its files, maps each, on worker threads where that is worth it, and reduces to one report. */
export async function scan(request: ScanRequest): Promise<ScanOutcome> {
  return orInterrupted(request, scanAll);
}

async function scanAll(request: ScanRequest): Promise<ScanOutcome> {
  const found = await findFiles(request);
  if (found.kind !== 'found') return found;
  const known = request.answers?.find(found.discovery, found.tree);
  if (known !== undefined) return { kind: 'finished', report: known };
  const mapped = await mapFound(request, found, ({ files }) => files);
  if (mapped.kind !== 'mapped') return mapped;
  const { length } = mapped.discovery.files;
  request.onProgress?.({ phase: 'concluding', done: length, total: length });
  return { kind: 'finished', report: await conclude(request, found, mapped) };
}

/** The map half of a scan: finds all files, and maps those that `chosenOf` chooses, as one job of several does. */
export async function mapFiles(
  request: ScanRequest,
  chosenOf: (discovery: Discovery) => readonly DiscoveredFile[],
): Promise<MapOutcome> {
  return orInterrupted(request, async (each) => {
    const found = await findFiles(each);
    return found.kind === 'found' ? mapFound(each, found, chosenOf) : found;
  });
}

/** With how far it came, where it was interrupted. */
async function orInterrupted<T>(
  request: ScanRequest,
  work: (request: ScanRequest) => Promise<T>,
): Promise<T | Interruption> {
  let { done, total } = { done: 0, total: 0 };
  const onProgress = (step: ScanProgress): void => {
    ({ done, total } = step);
    request.onProgress?.(step);
  };
  try {
    return await work({ ...request, onProgress });
  } catch (error) {
    if (error instanceof Interrupted) return { kind: 'interrupted', done, total };
    throw error;
  }
}

type Interruption = Extract<ScanOutcome, { readonly kind: 'interrupted' }>;

/** What is to be scanned of it, by what its files say. */
export async function findAll(request: ScanRequest): Promise<FindOutcome> {
  const found = await findFiles(request);
  if (found.kind !== 'found') return found;
  const { discovery } = await lookAtCode(new FileSource(request, found.tree), found.discovery);
  return { ...found, discovery };
}

/** What there is to scan. */
export async function findFiles(request: ScanRequest): Promise<FindOutcome> {
  const now = request.timing?.now ?? (() => performance.now());
  const started = now();
  request.onProgress?.({ phase: 'discovering', done: 0, total: 0 });
  const tree = request.tree ?? new DiskTree(request.root);
  const { stdin } = request;
  const wanted = { ...request, tree, ...(stdin !== undefined && { stdinPath: stdin.path }) };
  const discovery = await new Turns(request).all(discoverInSteps(wanted));
  request.timing?.addPhase('discover', now() - started);
  const { missing, outside } = discovery;
  if (missing.length > 0 || outside.length > 0) return { kind: 'bad-paths', missing, outside };
  return { kind: 'found', discovery, tree };
}

interface Found {
  readonly kind: 'found';
  readonly discovery: Discovery;
  readonly tree: FileTree;
}

export type FindOutcome = Found | Extract<ScanOutcome, { readonly kind: 'bad-paths' }>;

/** What the map half gives; `skipped` are files that were to be mapped and could not be read. */
export type MapOutcome =
  | ({ readonly kind: 'mapped'; readonly discovery: Discovery } & Mapped)
  | Exclude<ScanOutcome, { readonly kind: 'finished' }>;

async function mapFound(
  request: ScanRequest,
  found: Found,
  chosenOf: (discovery: Discovery) => readonly DiscoveredFile[],
): Promise<MapOutcome> {
  const parser = await loadParser(request.parser);
  if (typeof parser === 'string') return { kind: 'no-parser', reason: parser };
  const now = request.timing?.now ?? (() => performance.now());
  const source = new FileSource(request, found.tree);
  const code = await lookAtCode(source, found.discovery);
  const mapping = new Mapping(request, source, code, prepareTools(request, parser, now));
  const mapped = await mapping.all(chosenOf(code.discovery));
  return { kind: 'mapped', discovery: code.discovery, ...mapped };
}

async function conclude(
  request: ScanRequest,
  { discovery: found, tree }: Found,
  { reports, skipped, discovery: looked }: Mapped & Pick<Found, 'discovery'>,
): Promise<ScanReport> {
  const { stdin, options } = request;
  const { discovery, discoveryAnswers } = takingDown(looked);
  const all = [...discovery.skipped, ...skipped];
  const steps = reduceInSteps({
    ...request,
    ...discovery,
    reports,
    read: (path) => (path === stdin?.path ? stdin.bytes : bytesIn(tree, path, maxBytesAt(path, options.limits))),
    skipped: all,
    root: request.root,
  });
  const report = await new Turns(request).all(steps);
  const answers = discoveryAnswers();
  if (answers !== undefined)
    request.answers?.keep({ discovery: found, tree, discoveryAnswers: answers, reports, report });
  return report;
}

/** The parser, or why there is none. */
async function loadParser(choice: ScanRequest['parser']): Promise<PythonParser | string> {
  try {
    return await loadPythonParser(choice);
  } catch (error) {
    if (error instanceof NoParser) return error.message;
    throw error;
  }
}

function prepareTools(request: ScanRequest, parser: PythonParser, now: () => number): MapTools {
  return {
    parser,
    rules: new RulePreparation(request.rules),
    limits: request.options.limits,
    now,
    timing: request.timing,
    inquiry: request.inquiry,
    onFault: request.onFault,
  };
}
