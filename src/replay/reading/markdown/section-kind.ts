import type { StatedPlace } from '../../claim.ts';
import { countOf, readId, withoutOrder, withoutPictures } from '../parts/claim-id.ts';
import { placesIn } from '../parts/places.ts';
import { isSeverityGroup, type Scale } from '../parts/severity.ts';
import { statusInTitle, statusOfGroup } from '../parts/status.ts';
import { DEFECT_WORDS } from '../words/defect-words.ts';
import { LINE_WORDS } from '../words/line-words.ts';
import { plainWords, wordSet } from '../words/phrases.ts';
import { simplified } from '../words/script-variants.ts';
import { SECTION_WORDS, type SectionKind } from '../words/section-words.ts';
import { BOLD_LINE, type Line, type Section, textOf } from './document.ts';
import { kindOfLabel } from './labels.ts';

/** Parts that tell again what others do. */
export const REPEATING: ReadonlySet<SectionKind | undefined> = new Set<SectionKind | undefined>([
  'remedies',
  'summary',
  'tracking',
]);

/** What a heading says of the part below it, `above` what the headings above it said; undefined where nothing was said. */
export function kindOfSection(section: Section, above: SectionKind | undefined, scale: Scale): SectionKind | undefined {
  const text = withoutOrder(textOf(section.heading));
  const own = kindOfHeading(text, textOf(section.heading));
  if (isSeverityGroup(text, scale) && own !== 'strengths') {
    return above === 'strengths' || above === 'remedies' || above === 'aside' ? above : 'defects';
  }
  // Below a heading of defects a counted heading is one of them: "1. Progress is lost".
  if (above === 'defects' && own !== 'strengths' && countOf(textOf(section.heading)) !== undefined) return above;
  // "**Critical findings:**" in a summary names again what is reported elsewhere.
  if (above === 'summary' && section.depth === BOLD_LINE) return own === 'defects' ? above : (own ?? above);
  if (above === undefined || above === 'defects' || above === 'summary') return own ?? above;
  if (above === 'aside' && own === 'defects' && section.depth < BOLD_LINE) return own;
  return above;
}

/** What became of claims is said over claims: "Fixed (12)". */
function kindOfHeading(text: string, written: string): SectionKind | undefined {
  if (statusOfGroup(text) !== undefined) return 'defects';
  const said = kindSaid(text) ?? (callsRemedies(text) ? 'remedies' : undefined);
  if ((said === undefined || said === 'strengths') && saysBadly(written)) return 'defects';
  return said ?? (saysWell(written) ? 'strengths' : EXCEEDS.test(text) ? 'defects' : undefined);
}

/** "Functions over 50 lines": what is below is too much. */
const EXCEEDS =
  /(?:(?<!\p{L})(?:over|above|more than|longer than|exceeding|m[áa]s de|mais de|acima de|plus de|über|mehr als|больше|более|свыше)|超过|[>＞])\s{0,3}\d/iu;

/** By its last word, which says what it is: "Suggested measures (by priority)". */
function callsRemedies(heading: string): boolean {
  const words = plainWords(heading.replaceAll(/\([^()]*\)|（[^（）]*）/g, ' '));
  return words.length <= 3 && kindOfLabel(words.at(-1) ?? '') === 'fix';
}

/** "🟡 Other credentials exposed": what goes with the sign. */
function saysBadly(heading: string): boolean {
  if (/[❌✗✘]\s{0,3}(?:\([^()]{0,30}\)\s*)?$/u.test(heading)) return true;
  return /^\W{0,8}[🔴🟠🟡🚨⚠❌]/u.test(heading) && DEFECT_WORDS.has(heading.replaceAll(/\([^()]*\)/g, ' '));
}

/** Whether a heading names a kind of part and says nothing of its own: "Problems and suggestions". */
export function isBareKind(heading: string): boolean {
  const found = SECTION_WORDS.all(heading).map(({ phrase }) => phrase);
  const left = found.reduce((words, phrase) => words.replace(phrase, ''), plainWords(withoutOrder(heading)).join(' '));
  const rest = left.split(' ').filter((word) => !FILLING.has(word));
  return found.length > 0 && rest.join('').replaceAll(/\d/g, '').length <= 1;
}

const FILLING = wordSet(`
  and the of y e et und de der die и main key other known identified found detected detectadas detectados identificadas identificados encontradas encontrados gefundene erkannte detectes identifies обнаруженные выявленные
`);

/** A tick at the beginning, and no word that it was fixed. */
function saysWell(heading: string): boolean {
  return /^\W{0,8}[✅✔☑👍💚]/u.test(heading.replace(/^\s*[\d.]{0,8}\s*/, '')) && statusInTitle(heading) === undefined;
}

/** The first word says it ("Issues and recommendations"), unless the last one makes it a legend ("Issue severity levels"). */
export function kindSaid(heading: string): SectionKind | undefined {
  const said = heading.replaceAll(TOPIC, ' ');
  const all = SECTION_WORDS.all(said);
  const found = all.filter(({ meaning, phrase }) => meaning === 'defects' || isSetOff(said, phrase, meaning));
  return found.at(-1)?.meaning === 'aside' ? 'aside' : found[0]?.meaning;
}

/**
 * A word without spaces around it names the part where it begins or ends what is said: 锁定范围与效能 is about a lock; and so does a word of
 * praise: "The password is passed as an argument" praises nothing.
 */
function isSetOff(heading: string, phrase: string, meaning: SectionKind): boolean {
  if (!/\p{Script=Han}/u.test(phrase)) {
    const words = plainWords(readId(heading)?.rest ?? withoutOrder(heading)).join(' ');
    return meaning !== 'strengths' || words.startsWith(phrase) || words.endsWith(phrase);
  }
  const said = simplified(withoutOrder(heading)).split(/[:：()（）|/、—–&]/u);
  return said.some((part) => part.trim().startsWith(phrase) || part.trim().endsWith(phrase));
}

/** What a part is about, whether well done or badly. */
const TOPIC =
  /\b(?:error (?:handling|messages?|types?)|manejo de errores|gesti[oó]n de errores|gestion des erreurs|tratamento de erros)\b|обработк[аи] ошибок|错误处理/giu;

/** A heading that names files and nothing else: what is below it is about them. */
export function isFileHeading(line: Line): boolean {
  return placeHeadingOf(line)?.ranges.length === 0;
}

/** "File: `ui.py` (lines 10-20)": a file with lines, and nothing else. */
export function isPlaceHeading(line: Line): boolean {
  return (placeHeadingOf(line)?.ranges.length ?? 0) > 0;
}

function placeHeadingOf(line: Line): StatedPlace | undefined {
  const text = withoutOrder(withoutPictures(textOf(line)));
  const [place] = placesIn(text, 1);
  if (place === undefined || place.path === '') return undefined;
  const name = place.path.split('/').at(-1) ?? '';
  const bare = text.replaceAll('\\', '/').replaceAll('`', '').replaceAll(place.path, ' ').replaceAll(name, ' ');
  const rest = plainWords(bare);
  return rest.every((word) => BESIDE_FILES.has(word) || LINE_WORDS.has(word) || /^\d+$/.test(word)) ? place : undefined;
}

const BESIDE_FILES = wordSet(`
  file module the in lines loc line issues issue findings finding archivo fichero datei fichier arquivo фаил 文件 and review critical high medium low line py of total
`);
