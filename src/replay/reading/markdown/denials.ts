/** What says that nothing is wrong. */

import { NEGATIONS } from '../words/defect-words.ts';
import { plainWords } from '../words/phrases.ts';
import { SECTION_WORDS } from '../words/section-words.ts';
import { SEVERITY_WORDS } from '../words/severity-words.ts';

/** "No known vulnerabilities", "Keine kritischen Befunde": a negation, and right behind it what would be wrong. */
export function deniesDefect(text: string): boolean {
  if (NOTHING_IN_CHINESE.test(text.trim())) return true;
  const [first = '', ...rest] = plainWords(text);
  if (!NEGATIONS.has(first)) return false;
  const at = rest.findIndex((word) => SECTION_WORDS.whole(word) === 'defects');
  const [next] = rest.slice(at + 1).filter((word) => !SEVERITY_WORDS.has(word));
  const isWhole = next === undefined || BEHIND.has(next);
  return at !== -1 && isWhole && rest.slice(0, at).every((word) => QUALIFYING.has(word) || SEVERITY_WORDS.has(word));
}

const NOTHING_IN_CHINESE =
  /^(?:未发现|未检测到|没有发现|暂无|無|无)[^，。；]{0,6}(?:问题|問題|漏洞|缺陷|风险|風險)[^，。；]{0,3}[。.]?$/u;

/** "No errors at startup", and not "no error reports". */
const BEHIND: ReadonlySet<string> = new Set(
  'found identified detected known reported detectada encontrada identificada detectee trouvee gefunden обнаружено at in of so to en em'.split(
    ' ',
  ),
);
const QUALIFYING: ReadonlySet<string> = new Set(
  'known open obvious serious conocidas bekannten connue conhecidas известных'.split(' '),
);
