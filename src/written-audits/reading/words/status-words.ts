/** What became of a claim, in words and marks. */
import type { StatedStatus } from '../../claim.ts';
import { PhraseTable } from './phrases.ts';

/** "not fixed" before "fixed": the longest phrase at a place counts, and the first place. */
export const STATUS_WORDS = new PhraseTable<StatedStatus>([
  [
    'open',
    'open | not fixed | unfixed | not resolved | unresolved | todo | to do | pending | new | not started | reopened | confirmed | still open | needs fix | not addressed | identified | outstanding | not done | not yet fixed | acknowledged | deferred | backlog | active | missing | broken | planned',
  ],
  [
    'open',
    'abierto | abierta | pendiente | sin resolver | no resuelto | nuevo | offen | ausstehend | nicht behoben | ouvert | ouverte | non corrige | non resolu | en attente | aberto | aberta | pendente | nao corrigido | nao resolvido',
  ],
  [
    'open',
    'открыт | открыта | открыто | не исправлено | не решено | ожидает | новый | 未修复 | 待修复 | 未解决 | 待处理 | 打开 | 未处理 | 未完成',
  ],
  [
    'in-progress',
    'in progress | wip | ongoing | partially fixed | partial | partially | partly fixed | partially resolved | mitigated | partially mitigated | started | in review | under review | en progreso | en curso | parcial | parcialmente | in arbeit | teilweise | en cours | partiel | partiellement | em andamento | em progresso | в работе | частично | в процессе | 进行中 | 修复中 | 部分修复 | 处理中',
  ],
  [
    'fixed',
    'fixed | resolved | done | closed | complete | completed | implemented | solved | corrected | addressed | patched | remediated | merged | verified fixed | repaired | shipped | fix applied | removed | added | fixed in',
  ],
  [
    'fixed',
    'corregido | corregida | resuelto | resuelta | cerrado | solucionado | arreglado | completado | hecho | behoben | gelost | erledigt | geschlossen | corrige | corrigee | resolu | resolue | ferme | termine | corrigido | corrigida | resolvido | resolvida | fechado | concluido',
  ],
  [
    'fixed',
    'исправлено | исправлен | исправлена | решено | закрыто | закрыт | выполнено | готово | 已修复 | 已解决 | 已关闭 | 已完成 | 完成 | 修复完成',
  ],
  [
    'accepted',
    'accepted | accepted risk | risk accepted | wont fix | won t fix | will not fix | by design | as designed | intended | intentional | known limitation | aceptado | riesgo aceptado | akzeptiert | accepte | aceito | принято | принят | не будет исправлено | 已接受 | 不修复 | 接受风险',
  ],
  [
    'retracted',
    'retracted | withdrawn | false positive | not a bug | invalid | not an issue | not a problem | non issue | no issue | rejected | refuted | disproved | disproven | not reproducible | falso positivo | zuruckgezogen | falsch positiv | retire | faux positif | retirado | отозвано | ложное срабатывание | не баг | 误报 | 撤回 | 不是问题 | 无效',
  ],
]);

/** A mark at the beginning of a cell or an item. */
export const STATUS_MARKS: ReadonlyMap<string, StatedStatus> = new Map([
  ['✅', 'fixed'],
  ['☑', 'fixed'],
  ['✔', 'fixed'],
  ['✓', 'fixed'],
  ['❌', 'open'],
  ['✗', 'open'],
  ['✘', 'open'],
  ['⏳', 'in-progress'],
  ['🔄', 'in-progress'],
  ['🚧', 'in-progress'],
]);
