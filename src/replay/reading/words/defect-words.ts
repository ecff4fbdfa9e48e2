/** Words with which a sentence says that something is wrong, for prose that no heading calls so. */
import { PhraseTable, wordSet } from './phrases.ts';

export const DEFECT_WORDS = new PhraseTable<'defect'>({
  defect: `bug | missing | never | fails | fail | failure | broken | breaks | break | wrong | incorrect | incorrectly | does not exist | do not exist | doesn t exist | don t exist | don t | doesn t | isn t | aren t | not implemented | unimplemented | not enforced | not validated | not thread safe | not atomic | not cancelled | not used | unused | unbounded | unlimited | leak | leaks | leaked | race | deadlock | crash | crashes | hardcoded | hard coded | ignored | ignores | silently | silent | swallow | swallows | swallowed | insecure | unsafe | vulnerable | vulnerability | exposes | exposed | duplicated | duplicate | dead code | orphaned | disconnected | stale | inconsistent | no validation | no limit | no retry | no timeout | no tests | not tested | not measured | not detectable | none exist | placeholder | stub | skeleton | todo | not locked | not pinned | overflow | overflows | blocks the event loop | misnomer | only exists | not done | not the case | absent | not a true | not truly | not referenced | not connected | not closed | not safe | not rotated | useless | redundant | lost | loses | corrupt | corrupts | injection | bypass | bypasses | cannot | can t | mismatch | outdated | deprecated | unmaintained | undefined | unhandled | impossible | not created | is not | are not | no mechanism | no metric | no explicit | no specific | not set | defaults to | only because | editable | hide | hides | hiding | floating tag | none of | no single | not included | not packaged | not found
    inconsistente | inconsistentes | esta vacio | esta vacia | no se encontro | no se encontraron | no esta | no estan | falta | faltan | nunca | falla | fallan | roto | rompe | incorrecto | no existe | no existen | no se valida | sin | fuga | condicion de carrera | ignora | silenciosamente | inseguro | expone | duplicado | muerto | obsoleto | no implementado
    fehlt | fehlen | nie | niemals | scheitert | kaputt | falsch | existiert nicht | ohne | leck | ignoriert | stillschweigend | unsicher | doppelt | toter | veraltet | nicht implementiert | wird nicht | werden nicht | hartkodiert
    manque | manquent | jamais | echoue | casse | incorrecte | n existe pas | n existent pas | sans | fuite | ignore | silencieusement | non securise | expose | duplique | mort | obsolete | non implemente | n est pas | ne sont pas
    ausente | falha | falham | quebrado | quebra | incorreto | nao existe | nao existem | sem | vazamento | expoe | duplicada | morto | nao implementado | nao e | nao valida | nao otimizado | nao utilizado | nao usado | nao tratado | nao ha | faltam | inexistente
    отсутствует | отсутствуют | никогда | не работает | сломан | сломано | неправильно | неверно | не существует | без | утечка | гонка | игнорирует | игнорируется | молча | небезопасно | дублируется | мертвый | устарел | не реализовано | не используется | не проверяется | нет
    brak | brakuje | nieaktualny | nieaktualna | nieaktualne | nie działa | nie dziala | nigdy | błędny | błędne | bledne | niepoprawne | nieużywane | zakodowane na sztywno | manca | mancano | mai | errato | errata | non esiste | non esistono | senza | rotto | duplicato | non implementato | 없다 | 없음 | 없었 | 부재 | 산재 | 누락 | 미구현 | 실패 | 오류 | 하드코딩 | 중복 | 불일치 | 취약 | 못한다 | 못했
    欠如 | 未検証 | 未実装 | 未認証 | 未使用 | 検証なし | 制限なし | ハードコード | 漏洩 | 脆弱 | 無視 | 存在しない | 缺少 | 缺失 | 没有 | 未 | 退化 | 矛盾 | 死代码 | 孤儿 | 失败 | 错误 | 不存在 | 泄漏 | 泄露 | 竞态 | 死锁 | 硬编码 | 忽略 | 不安全 | 重复 | 无效 | 不一致 | 无法 | 崩溃`,
});

/** An item that begins with one of these says that something is not there. */
export const NEGATIONS = wordSet(`
  no none not never missing lacks lack absent nobody nothing sin falta faltan ningun ninguna kein keine keinerlei fehlende aucun aucune pas manque sem falta nenhum nenhuma нет отсутствует отсутствуют 无
`);

/** A cell that holds one of these and nothing else says that what its row names is not there. */
export const ABSENT_WORDS = new PhraseTable<'absent'>({
  absent: `not implemented | missing | absent | does not exist | not started | not done | none | broken | not covered | not tested | not supported | unimplemented | no implementado | falta | ausente | fehlt | nicht implementiert | manquant | non implemente | nao implementado | отсутствует | не реализовано | 缺失 | 未实现 | 缺少`,
});

/** After these, what was said to be well is taken back: "Good, but only for the first device". */
export const BUT_WORDS = wordSet('but however only although except pero aber mais mas но только 但 但是');

/** At the beginning of an item, a cell or a title: this is said to be well. */
export const WELL_WORDS = new PhraseTable<'well'>({
  well: `ok | okay | good | fine | pass | passed | none | n a | safe | correct | compliant | no issue | no issues | no issues found | verified | adequate | acceptable | clean | excellent | keep | kept | not applicable | stable | sound | by design | bien | correcto | mantener | gut | behalten | keine | bon | aucun | bom | nenhum | хорошо | нет проблем | 良好 | 正常 | 保留 | 无 | 通过 | 問題なし | 問題ありません | 문제 없음 | 양호`,
});

/** An item that begins with one of these says what is well, unless it says that it was fixed. */
export const WELL_MARKS: readonly string[] = ['✅', '✔', '✓', '☑', '👍', '🎉', '💚'];
