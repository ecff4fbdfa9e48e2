/** Languages with two spellings of a word: the tables give one of them, and what is looked up in them is brought to it. */

/** The traditional form of a character and the simplified one, of the characters that the tables hold. */
const PAIRS =
  '問问題题險险議议風风碼码緊紧嚴严級级現现狀状態态總总結结優优點点錯错誤误無无沒没過过復复複复響响異异執执報报據据環环設设計计證证驗验認认說说論论評评項项類类組组編编術术規规標标檢检測测洩泄鎖锁競竞斷断實实審审應应開开當当換换數数範范圍围處处務务動动備备壞坏隱隐後后構构檔档產产體体詳详';

const SIMPLIFIED: ReadonlyMap<string, string> = new Map(
  Array.from({ length: PAIRS.length / 2 }, (_, index) => [PAIRS.charAt(index * 2), PAIRS.charAt(index * 2 + 1)]),
);

/** What the two call by words of their own. */
const TERMS: readonly (readonly [string, string])[] = [
  ['程式码', '代码'],
  ['档案', '文件'],
  ['预设', '默认'],
];

const TRADITIONAL = new RegExp(`[${[...SIMPLIFIED.keys()].join('')}]`, 'g');

export function simplified(text: string): string {
  if (!/\p{Script=Han}/u.test(text)) return text.replaceAll('ß', 'ss');
  const written = text.replaceAll(TRADITIONAL, (character) => SIMPLIFIED.get(character) ?? character);
  return TERMS.reduce((said, [one, other]) => said.replaceAll(one, other), written);
}
