import type { SourceText } from '../../text/index.ts';
import type { AnchoredClaim } from '../anchor-claim.ts';
import { lastHeld } from '../quote-past.ts';
import type { Verdict } from '../replayed-claim.ts';
import type { CodeFile } from '../repository-code.ts';
import type { VerdictGround } from '../verdict.ts';
import { auditedFile, wholeFiles } from './audited-code.ts';
import { endedFact } from './present-fact.ts';

/** `debug=True`, `allow_anonymous true`, `echo: yes`: a name, and one of few values that it can have. */
const SETTING = /(?<![\w.$-])([A-Za-z_][\w.-]{2,60})(\s{0,3}[=:]\s{0,3}|\s{1,4})(true|false|on|off|yes|no)(?![\w.-])/gi;

interface Setting {
  readonly written: string;
  readonly name: string;
  readonly value: string;
}

/**
 * A setting that the title gives with its value, or the text as a piece of code by itself, stood in a file of the claim when the document was
 * written, and has another value there now. Of several in a text each must have: one of them is not what the claim is about.
 */
export function changedSettings(anchored: AnchoredClaim, ground: VerdictGround): Verdict | undefined {
  const files = wholeFiles(anchored, ground);
  const changesOf = (settings: readonly Setting[]): readonly Verdict[] =>
    settings.flatMap((setting) => {
      if (files.some((file) => lineOf(setting, file) !== undefined)) return [];
      return files.flatMap((file) => changeIn(setting, file, ground) ?? []).slice(0, 1);
    });
  const { titled, inline } = settingsOf(anchored);
  const [change] = changesOf(titled);
  if (change !== undefined) return change;
  const changes = changesOf(inline);
  return changes.length === inline.length ? changes[0] : undefined;
}

function settingsOf({ claim, quotes }: AnchoredClaim): Record<'titled' | 'inline', readonly Setting[]> {
  const inline = quotes.flatMap(({ quote: { text } }) => (wholeSetting(text) ? text : []));
  // A word before "no" or "on" is a sentence, unless it is written as code is.
  const titled = [...claim.title.matchAll(SETTING)].flatMap(([whole, , sign = '']) => (/[=:]/.test(sign) ? whole : []));
  return { titled: readSettings(titled), inline: readSettings(inline) };
}

const readSettings = (texts: readonly string[]): readonly Setting[] =>
  [...new Set(texts)].flatMap((text) => {
    const [match] = [...text.matchAll(SETTING)];
    return match?.[1] === undefined || match[3] === undefined
      ? []
      : { written: text.trim(), name: match[1], value: match[3] };
  });

const wholeSetting = (text: string): boolean => text.trim().replace(SETTING, '') === '';

function changeIn(setting: Setting, file: CodeFile, ground: VerdictGround): Verdict | undefined {
  const before = auditedFile(file.path, ground);
  const stood = before === undefined ? undefined : lineOf(setting, before);
  const now = lineOf({ name: setting.name }, file);
  if (stood === undefined || now === undefined) return undefined;
  const isHeld = ({ content }: SourceText): boolean => content.split(/\r\n|\r|\n/).some((line) => sets(line, setting));
  const removed = ground.past && lastHeld(file.path, ground.past, isHeld)?.removedIn;
  const because = `\`${setting.written}\` stood in \`${file.path}\`, line ${stood}, when the document was written, and line ${now} says otherwise now`;
  return endedFact(
    because,
    [{ message: `\`${setting.name}\` has another value`, path: file.path, line: now }],
    removed,
  );
}

/** A name and what stands behind it, in Python as in any file of settings. */
const ASSIGNED =
  /(?<![\w.$-])["']?([A-Za-z_][\w.-]{2,60})["']?(?:[ \t]{0,3}[=:][ \t]{0,3}|[ \t]{1,4})(?=["']?([\w${]{1,60}))/g;

/** Whether a line that is no comment sets a name, to a value where one is asked for. */
function sets(line: string, { name, value }: Pick<Setting, 'name'> & Partial<Setting>): boolean {
  const [code = ''] = line.split(/\s#/, 1);
  if (code.trimStart().startsWith('#')) return false;
  return [...code.matchAll(ASSIGNED)].some(
    ([, written, set]) => written === name && (value === undefined || set?.toLowerCase() === value.toLowerCase()),
  );
}

function lineOf(setting: Pick<Setting, 'name'> & Partial<Setting>, { text, lineCount }: CodeFile): number | undefined {
  for (let line = 1; line <= lineCount; line++) if (sets(text.lineText(line), setting)) return line;
  return undefined;
}
