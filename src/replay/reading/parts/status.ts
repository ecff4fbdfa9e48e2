import type { StatedStatus } from '../../claim.ts';
import { plainWords } from '../words/phrases.ts';
import { SEVERITY_GROUPS } from '../words/severity-words.ts';
import { GROUP_FILLING, GROUP_STATUS_WORDS, STATUS_MARKS, STATUS_WORDS } from '../words/status-words.ts';

/** Of a field or a cell that is known to speak of the status. */
export function readStatus(text: string): StatedStatus | undefined {
  const word = STATUS_WORDS.first(text);
  // "Code complete; not in the live runner": what is still to be done is behind.
  if (word !== undefined) return word.meaning === 'fixed' && LEFT_OPEN.test(text) ? 'in-progress' : word.meaning;
  for (const character of text) {
    const status = STATUS_MARKS.get(character);
    if (status !== undefined) return status;
  }
  return /^\s*(?:no|❌)\s*$/i.test(text) ? 'open' : /^\s*yes\s*$/i.test(text) ? 'fixed' : undefined;
}

const LEFT_OPEN =
  /[;,.—–-]\s{1,3}(?:but |aber |pero |mais |mas |но )?\W{0,2}(?:not|never|no|nicht|kein|sin|pas|não|не|нет)\s|[，；。](?:但|未|没有)/iu;

/** Of a title: only where the word is on its own between signs (`[FIXED] …`, `… — RESOLVED`, `✅ Fixed: …`). */
export function statusInTitle(text: string): StatedStatus | undefined {
  for (const part of text.split(/[:：—–|()[\]【】✅☑✔]|\s--?\s/)) {
    const bare = part.replaceAll(/[^\p{L}\p{N}\s']/gu, ' ').trim();
    if (bare === '' || bare.split(/\s+/).length > REMARK_WORDS) continue;
    const whole = STATUS_WORDS.whole(bare);
    const begun =
      /^(?:fixed|resolved|corregido|behoben|corrigé|corrigido|исправлено|已修复)(?:$|\s(?:in|by|with|on|at|via|en|durch|mit|dans|par|em|por|в)\s)/iu.test(
        bare,
      )
        ? 'fixed'
        : undefined;
    const status = whole ?? begun;
    if (status !== undefined && bare.toLowerCase() !== 'missing' && bare.toLowerCase() !== 'broken') return status;
  }
  return undefined;
}

/** Of a line that is on its own: a mark, and right after it the word that goes with it. */
export function statusOfRemark(text: string): StatedStatus | undefined {
  const [mark = '', ...words] = text.trim().split(/\s+/);
  const marked = STATUS_MARKS.get(mark.replaceAll('\uFE0F', ''));
  if (marked === undefined || words.length === 0 || words.length > REMARK_WORDS) return undefined;
  const said = statusInTitle(words.join(' '));
  return said === marked ? said : undefined;
}

const REMARK_WORDS = 9;

/** Of a heading that says what became of all below it, and nothing else: "✅ Fixed (12)", "Resolved issues", "已解决（发布前）". */
export function statusOfGroup(heading: string): StatedStatus | undefined {
  // Anyone who said it first says nothing of what became of it: "False positives from the linter's report".
  const bare = heading.replaceAll(/\([^()]*\)|（[^（）]*）/g, ' ').replace(SAID_BY, '');
  // "Security findings — all remediated" says it last.
  return groupStatus(bare) ?? groupStatus(bare.split(/\s(?:--?|—|–)\s/)[1] ?? '');
}

function groupStatus(bare: string): StatedStatus | undefined {
  const words = plainWords(bare).filter(
    (word) => !/^\d+$/.test(word) && !GROUP_FILLING.has(word) && SEVERITY_GROUPS.whole(word) === undefined,
  );
  const said = words.join(' ');
  return (
    GROUP_STATUS_WORDS.whole(said) ??
    (words.length === 1 && said.length <= 8 ? GROUP_STATUS_WORDS.first(said)?.meaning : undefined)
  );
}

const SAID_BY =
  /\s(?:from|reported by|raised by|found by|aus|gemeldet von|signal[ée]s par|reportados por|из)\s.{1,60}$/iu;

const COMMIT = /(?<![\p{L}\p{N}])(?=[0-9a-f]*\d)[0-9a-f]{7,40}(?![\p{L}\p{N}])/u;

/** An abbreviated or a whole commit id in a text. */
export function readCommit(text: string): string | undefined {
  return COMMIT.exec(text)?.[0];
}
