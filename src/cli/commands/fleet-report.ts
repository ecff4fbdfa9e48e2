import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { TOOL } from '../../audit/version.ts';
import {
  buildFleetReport,
  counted,
  type FleetStore,
  fleetLines,
  formatFleetCsv,
  formatFleetJson,
  sarifFiles,
} from '../../fleet/index.ts';
import { shellWord } from '../../reporters/index.ts';
import { oneOf } from '../check-plan.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { FleetReportOptions } from '../fleet/fleet-options.ts';
import { planSince, planStore } from '../fleet/fleet-plan.ts';
import { openStore, withOpened } from '../fleet/open-fleet.ts';
import type { Io } from '../io.ts';
import { checkWritable, refuseLink, writeOutputFile } from '../output/output-file.ts';
import { Writer } from '../output/writer.ts';
import { UsageError } from '../usage-error.ts';

const FLEET_FORMATS = ['table', 'json', 'csv', 'sarif'] as const;
type FleetFormat = (typeof FLEET_FORMATS)[number];

/** `auditlint fleet report`: what the store holds. */
export async function fleetReport(options: FleetReportOptions, io: Io): Promise<ExitCode> {
  const format = oneOf('--format', options.format, FLEET_FORMATS);
  const since = planSince(options);
  const { output } = options;
  if (output === '') throw new UsageError('`-o` needs a file name');
  const place = planStore(options, io);
  if (format === 'sarif' && output === undefined) {
    throw new UsageError('`--format sarif` writes one file per repository: pass a folder with `-o`');
  }
  if (format === 'sarif' && since !== undefined) {
    throw new UsageError('`--since` does not work with SARIF, whose consumers detect new findings by fingerprint');
  }
  if (format !== 'sarif' && output !== undefined) checkWritable(resolve(io.cwd, output), output, [io.cwd]);
  return withOpened(async (opened) => {
    const store = opened(await openStore(place, 'read', io));
    if (format === 'sarif') await writeSarifFiles(store, output ?? '', io);
    else await writeTable(store, { format, since, output }, io);
    return EXIT.clean;
  });
}

interface TableWish {
  readonly format: Exclude<FleetFormat, 'sarif'>;
  readonly since: string | undefined;
  readonly output: string | undefined;
}

async function writeTable(store: FleetStore, { format, since, output }: TableWish, io: Io): Promise<void> {
  const report = await buildFleetReport(store, since);
  let text = '';
  const stream = output === undefined ? io.stdout : { write: (chunk: string) => (text += chunk) };
  const writer = new Writer(stream, output === undefined ? io.env : {});
  if (format === 'table') await writer.lines(fleetLines(report));
  else writer.document(format === 'json' ? formatFleetJson(report, TOOL) : formatFleetCsv(report));
  if (output !== undefined) writeOutputFile(resolve(io.cwd, output), output, text, [io.cwd]);
}

async function writeSarifFiles(store: FleetStore, output: string, io: Io): Promise<void> {
  const folder = resolve(io.cwd, output);
  refuseLink(folder, output, [io.cwd]);
  try {
    mkdirSync(folder, { recursive: true });
  } catch (cause) {
    throw new UsageError(`\`${output}\` is not a folder and cannot be created`, { cause });
  }
  let count = 0;
  for await (const { name, text } of sarifFiles(store)) {
    writeOutputFile(join(folder, name), join(output, name), text, [io.cwd]);
    count++;
  }
  new Writer(io.stderr, io.env).line(`auditlint: wrote ${counted(count, 'file')} to ${shellWord(output)}`);
}
