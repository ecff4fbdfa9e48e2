import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { groupBy } from '../../src/collections/index.ts';
import { agreementLine } from './agreement.ts';
import { plainName } from './remote.ts';
import { type DrawnFinding, readRound } from './round.ts';
import { SHEET_COLUMNS } from './sheet.ts';
import { formatTable, readTable } from './table.ts';
import { type Answer, parseAnswer, readVerdicts, SECOND_FILE, VERDICTS_FILE } from './verdicts.ts';

/**
 * Takes the filled sheets of a round into its record, once. Throws an Error with one sentence where a sheet is not as
 * it was drawn or an answer is missing; nothing is written then.
 */
export function collect(project: string, number: number, folder: string, print: (text: string) => void): void {
  const round = readRound(project, number);
  const target = join(round.folder, VERDICTS_FILE);
  if (existsSync(target)) throw new Error(`round ${number} is collected already, and is not read again: \`${target}\``);
  const sheets = [...groupBy(round.drawn, ({ repository }) => repository)];
  // The second reader sees a part of the sheet, and may name what was drawn beside it.
  const ids = new Set(round.drawn.map(({ id }) => id));
  const first = sheets.flatMap(([remote, own]) => readSheet(join(folder, `${plainName(remote)}.tsv`), own, ids));
  const second = sheets.flatMap(([remote, own]) => {
    const twice = own.filter(({ isReadTwice }) => isReadTwice);
    return twice.length === 0 ? [] : readSheet(join(folder, `${plainName(remote)}.second.tsv`), twice, ids);
  });
  writeFileSync(target, formatAnswers(first));
  writeFileSync(join(round.folder, SECOND_FILE), formatAnswers(second));
  print(`round ${number}: ${first.length} findings read`);
  print(agreementLine(readVerdicts(round).pairs));
}

interface SheetAnswer {
  readonly drawn: DrawnFinding;
  readonly answer: Answer;
}

function readSheet(file: string, drawn: readonly DrawnFinding[], ids: ReadonlySet<string>): SheetAnswer[] {
  if (!existsSync(file)) throw new Error(`\`${file}\` is missing: every sheet of the round is collected at once`);
  const byId = new Map(drawn.map((one) => [one.id, one]));
  const answers = new Map<string, SheetAnswer>();
  for (const row of readTable(file, SHEET_COLUMNS)) {
    const { id = '', path, line, cause = '' } = row.cells;
    const own = byId.get(id);
    if (own === undefined) throw new Error(`${row.place}: \`${id}\` was not drawn for this sheet`);
    if (answers.has(id)) throw new Error(`${row.place}: \`${id}\` is given twice`);
    if (path !== own.path || line !== String(own.line))
      throw new Error(`${row.place}: \`${id}\` was drawn at ${own.path}:${own.line}, not at ${path}:${line}`);
    if (cause !== '' && (cause === id || !ids.has(cause)))
      throw new Error(`${row.place}: the cause \`${cause}\` is not the id of another finding of the round`);
    answers.set(id, { drawn: own, answer: parseAnswer(row) });
  }
  const missing = drawn.find(({ id }) => !answers.has(id));
  if (missing !== undefined) throw new Error(`${file}: \`${missing.id}\` is missing`);
  return drawn.flatMap(({ id }) => answers.get(id) ?? []);
}

function formatAnswers(answers: readonly SheetAnswer[]): string {
  const rows = answers.map(({ drawn: { id, path, line }, answer }) => ({
    ...{ id, path, line, verdict: answer.verdict, severity_due: answer.severityDue },
    ...{ use: answer.use ?? '', cause: answer.cause, why: answer.why },
  }));
  return formatTable(SHEET_COLUMNS, rows);
}
