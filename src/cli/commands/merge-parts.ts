import { closeSync, openSync, readSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  checkedOutCommit,
  openParts,
  PartError,
  type PartHead,
  type PreparedScan,
  pluginsOf,
  readParts,
  sizesBelow,
  startOfLine,
  type WholeScan,
} from '../../audit/index.ts';
import { bytesIn } from '../../discover/index.ts';
import { findAll, maxBytesAt, reduceReports, type ScanReport } from '../../engine/index.ts';
import { relativePath } from '../../text/index.ts';
import type { MergeOptions } from '../check-options.ts';
import { planCategory, planFailOn, planFullness, planGrouping, planOutputs } from '../check-plan.ts';
import type { ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { loadRules } from '../known-rules.ts';
import { checkWritable } from '../output/output-file.ts';
import { UsageError } from '../usage-error.ts';
import { writeCheck } from './check.ts';
import { prepareCheck } from './prepare-check.ts';
import { badPaths } from './run-scan.ts';
import { Baselines, concludedScan } from './scan-anew.ts';

/** Whether a file begins as a part of a scan does. */
export function isPart(file: string): boolean {
  const begin = Buffer.from(startOfLine('head'));
  const read = Buffer.alloc(begin.length);
  let open: number | undefined;
  try {
    open = openSync(file, 'r');
    return readSync(open, read) === begin.length && read.equals(begin);
  } catch {
    // Anyone who reads it as a report says why it cannot be read.
    return false;
  } finally {
    if (open !== undefined) closeSync(open);
  }
}

/**
 * Makes the report of all parts of a scan, the one that a single run would have made. What is not in the parts is taken from the
 * checkout here, as a single run takes it from there: the configuration, which paths exist, the lines that reports show.
 */
export async function mergeParts(files: readonly string[], options: MergeOptions, io: Io): Promise<ExitCode> {
  const outputs = planOutputs(options, io.cwd);
  const failOn = planFailOn(options);
  planCategory(options);
  planFullness(options);
  planGrouping(options);
  try {
    const whole = openParts(files.map((shownAs) => ({ file: resolve(io.cwd, shownAs), shownAs })));
    const prepared = await prepareAgain(whole.head, options, io);
    const baselines = new Baselines(options, prepared, io);
    const untrustedFolders = [io.cwd, prepared.request.root];
    for (const { file, shownAs } of outputs) if (file !== undefined) checkWritable(file, shownAs, untrustedFolders);
    const concluded = concludedScan(await reduceParts(whole, prepared, io), prepared, baselines);
    const settings = { paths: whole.head.wish.paths, outputs, failOn };
    return await writeCheck({ ...concluded, finish: () => undefined }, settings, options, io);
  } catch (error) {
    if (!(error instanceof PartError)) throw error;
    throw new UsageError(error.message, { cause: error });
  }
}

/** The scan of the parts, as it is here. */
async function prepareAgain(
  { wish, commit, plugins = [] }: PartHead,
  { plugin }: MergeOptions,
  io: Io,
): Promise<PreparedScan> {
  const { paths, noIgnore, ...options } = wish;
  // A part may come from anywhere, so what it names is not run.
  const rules = await loadRules({ ...(plugin !== undefined && { plugin }) }, undefined, io);
  refuseOtherPlugins(plugins, pluginsOf(rules));
  const prepared = await prepareCheck(
    paths,
    { ...withoutUndefined(options), ...(noIgnore && { noIgnore }) },
    io,
    {},
    rules,
  );
  const here = checkedOutCommit(prepared.request.root, io.env);
  if (commit !== undefined && here !== undefined && here !== commit) {
    throw new PartError(`the parts are of commit ${commit}, but this is ${here}; check that commit out, or scan again`);
  }
  return prepared;
}

function refuseOtherPlugins(theirs: ReturnType<typeof pluginsOf>, ours: ReturnType<typeof pluginsOf>): void {
  const isHere = ({ name, digest }: (typeof theirs)[number]): boolean =>
    ours.some((each) => each.name === name && each.digest === digest);
  const missing = theirs.find((each) => !isHere(each));
  if (missing !== undefined) {
    throw new PartError(
      `the parts were made with the plug-in \`${missing.name}\`, which is different here; pass the same one with \`--plugin\``,
    );
  }
  const [more] = ours.slice(theirs.length);
  if (more !== undefined) throw new PartError(`the parts were made without the plug-in \`${more.name}\`; omit it`);
}

async function reduceParts(whole: WholeScan, { request, configurations }: PreparedScan, io: Io): Promise<ScanReport> {
  const found = await findAll(request);
  if (found.kind !== 'found') throw badPaths(found, io);
  // Those of the folders are read while the files are found.
  if (configurations.digest !== whole.head.configuration) {
    throw new PartError('the parts were made with a different configuration; scan and merge with the same one');
  }
  const { discovery } = found;
  const own = new Set(whole.parts.map(({ file }) => relativePath(request.root, file)));
  const files = discovery.files.filter(({ path }) => !own.has(path));
  const { skipped, ...read } = readParts(whole, files, sizesBelow(request.root));
  return reduceReports({
    ...request,
    ...discovery,
    ...read,
    root: request.root,
    read: (path) => bytesIn(found.tree, path, maxBytesAt(path, request.options.limits)),
    // The parts lie here now, and did not when a single run would have looked.
    allPaths: new Set([...discovery.allPaths].filter((path) => !own.has(path))),
    skipped: [...discovery.skipped, ...skipped],
  });
}

/** The same members but for those that are undefined, which is what the type says. */
function withoutUndefined<T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as never;
}
