/** What became of a claim, in words and marks. */
import type { StatedStatus } from '../../claim.ts';
import { marks, PhraseTable, wordSet } from './phrases.ts';

/** "not fixed" before "fixed": the longest phrase at a place counts, and the first place. */
export const STATUS_WORDS = new PhraseTable<StatedStatus>({
  open: `open | not fixed | unfixed | not resolved | unresolved | todo | to do | pending | new | not started | reopened | confirmed | still open | needs fix | not addressed | identified | outstanding | not done | not yet fixed | acknowledged | deferred | backlog | active | missing | broken | planned
    nadal otwarte | nadal brak | otwarte | aperto | abierto | abierta | pendiente | sin resolver | no resuelto | nuevo | offen | ausstehend | nicht behoben | ouvert | ouverte | non corrige | non resolu | en attente | aberto | aberta | pendente | nao corrigido | nao resolvido | открыт | открыта | открыто | не исправлено | не решено | ожидает | новый | 未修复 | 待修复 | 未解决 | 待处理 | 打开 | 未处理 | 未完成`,
  'in-progress': `in progress | wip | ongoing | partially fixed | partial | partially | partly fixed | partially resolved | mitigated | partially mitigated | started | in review | under review | częściowo zrealizowane | in corso | en progreso | en curso | parcial | parcialmente | in arbeit | teilweise | en cours | partiel | partiellement | em andamento | em progresso | в работе | частично | в процессе | 进行中 | 修复中 | 部分修复 | 处理中`,
  fixed: `fixed | resolved | done | closed | complete | completed | implemented | solved | corrected | addressed | patched | remediated | merged | verified fixed | repaired | shipped | fix applied | removed | added | fixed in
    corregido | corregida | resuelto | resuelta | cerrado | solucionado | arreglado | completado | hecho | behoben | gelost | erledigt | geschlossen | corrige | corrigee | resolu | resolue | ferme | termine | corrigido | corrigida | resolvido | resolvida | fechado | concluido
    zrealizowane | naprawione | rozwiązane | risolto | исправлено | исправлен | исправлена | решено | закрыто | закрыт | выполнено | готово | 已修复 | 已解决 | 已关闭 | 已完成 | 完成 | 修复完成`,
  accepted: `accepted | accepted risk | risk accepted | wont fix | won t fix | will not fix | by design | as designed | intended | intentional | known limitation | aceptado | riesgo aceptado | akzeptiert | accepte | aceito | принято | принят | не будет исправлено | 已接受 | 不修复 | 接受风险`,
  retracted: `retracted | withdrawn | false positive | not a bug | invalid | not an issue | not a problem | non issue | no issue | rejected | refuted | disproved | disproven | not reproducible | falso positivo | zuruckgezogen | falsch positiv | retire | faux positif | retirado | descartado | descartada | dismissed | discarded | verworfen | отозвано | отклонено | ложное срабатывание | не баг | 误报 | 撤回 | 不是问题 | 无效`,
});

/** What a heading over several claims says of all of them, beside words such as "issues": "Fixed (12)", "Nicht behobene Punkte". */
export const GROUP_STATUS_WORDS = new PhraseTable<StatedStatus>({
  open: `not fixed | not yet fixed | unfixed | unresolved | still open | open | outstanding | remaining | remaining open | deferred | no corregido | no corregidos | pendiente | pendientes | sin resolver | nicht behoben | nicht behobene | offen | offene | non corrige | non corriges | non resolus | restants | nao corrigido | nao corrigidos | pendente | pendentes | em aberto | не исправлено | не исправленные | неисправленные | открытые | оставшиеся | niezrealizowane | otwarte
    未修复 | 未解决 | 待修复 | 待解决 | 待处理 | 遗留`,
  fixed: `fixed | resolved | already fixed | already resolved | recently fixed | previously fixed | now fixed | corrected | remediated | closed | corregido | corregidos | corregida | corregidas | resuelto | resueltos | resueltas | solucionados | behoben | behobene | bereits behoben | bereits behobene | geloste | corrige | corriges | corrigees | resolus | deja corriges | corrigido | corrigidos | corrigidas | resolvido | resolvidos | resolvidas | ja corrigidos | исправлено | исправленные | исправленное | уже исправлено | решено | решенные | закрытые | naprawione | rozwiazane
    已修复 | 已解决 | 已修正 | 已关闭 | 修正済み | 対応済み | 解決済み | 수정됨 | 수정 완료 | 해결됨 | 해결 완료 | opgelost | verholpen`,
  retracted: `false positive | false positives | false alarms | retracted | withdrawn | rejected | falso positivo | falsos positivos | descartado | descartada | descartados | descartadas | dismissed | discarded | verworfen | verworfene | falsch positiv | falsch positive | fehlalarme | faux positifs | faux positif | отозванные | ложное срабатывание | ложные срабатывания | 误报 | 誤検知`,
  accepted: `accepted | accepted risk | wont fix | won t fix | aceptados | akzeptiert | akzeptierte | acceptes | aceitos | принятые`,
});

/** Beside a state in a heading: "Fixed in this session", "Already resolved". */
export const GROUP_FILLING = wordSet(`
  the and of in this that these were was have been has found discovered session sprint release version phase round pass review audit commit branch pr day week all items item points punkte punkt puntos points points list so far noted for future yet todos noch bereits already los las de del en esta items
`);

/** A mark at the beginning of a cell or an item. */
export const STATUS_MARKS = marks<StatedStatus>({ fixed: '✅ ☑ ✔ ✓', open: '❌ ✗ ✘', 'in-progress': '⏳ 🔄 🚧' });
