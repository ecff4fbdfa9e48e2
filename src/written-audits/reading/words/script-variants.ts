/** Languages with two spellings of a word: the tables give one of them, and what is looked up in them is brought to it. */

/** The traditional form of a character and the simplified one, of the characters that the tables hold. */
const PAIRS =
  '與与嚴严為为義义從从價价優优體体債债兒儿內内決决處处務务動动勢势號号後后啟启響响圍围圖图壞坏塊块場场聲声備备復复複复實实審审導导應应開开異异棄弃當当錄录態态總总執执報报據据擇择換换數数斷断無无時时機机權权極极構构標标檢检沒没洩泄測测潰溃滾滚點点狀状環环現现碼码確确種种稱称競竞類类級级線线組组終终結结統统緩缓編编範范術术規规視视覽览計计認认議议論论設设證证評评該该詳详語语誤误說说讀读調调負负敗败責责資资踐践蹤踪輕轻較较輸输過过運运進进連连選选遺遗鑑鉴鎖锁錯错長长閉闭問问間间險险隨随隱隐項项預预頸颈題题風风驗验緊紧刪删別别則则劃划檔档頭头貝贝記记';

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
