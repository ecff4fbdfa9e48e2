/** Words and colours of severity. */
import type { Severity } from '../../../findings/index.ts';
import { marks, PhraseTable } from './phrases.ts';

/**
 * English, Spanish, German, French, Portuguese, Russian, Chinese, then colours. Words that mean severity in a field or a cell
 * only: "high", "info" and their like also stand in sentences.
 */
export const SEVERITY_WORDS = new PhraseTable<Severity>({
  P0: `critical | crit | blocker | blocking | blockers | showstopper | show stopper | severe | fatal | urgent | emergency | catastrophic | immediate | must fix | critico | critica | criticos | criticas | bloqueante | bloqueantes | grave | graves | muy alta | urgente | urgentes | kritisch | kritische | kritischer | kritisches | blockierend | dringend | sehr hoch
    critique | critiques | bloquant | bloquante | bloquants | tres elevee | urgence | bloqueador | bloqueadores | muito alta | gravissimo | kritik | критический | критическая | критическое | критические | критично | критичный | критичная | критичное | критичные | критических | блокер | блокирующий | блокирующие | 严重 | 致命 | 紧急 | 高危 | 阻断 | 阻塞 | 极高 | 심각 | 치명적 | 긴급 | kritiek`,
  P1: `high | major | important | serious | error | errors | significant | higher | alto | alta | altos | altas | mayor | mayores | importante | importantes | serio | hoch | hohe | hoher | hohes | schwer | schwerwiegend | wichtig | wichtige | gross | eleve | elevee | eleves | elevees | majeur | majeure | majeurs | majeures | haute | haut | maior | maiores | serios | yüksek
    высокий | высокая | высокое | высокие | высоких | серьезный | серьезная | серьезные | важно | важный | важные | существенный | 高 | 重要 | 较高 | 高优先级 | 높음 | 높은 | 중요 | hoog | hoge | ernstig`,
  P2: `medium | moderate | med | mid | warning | warnings | warn | normal | average | should fix | medio | media | medios | medias | moderado | moderada | moderados | moderadas | advertencia | mittel | mittlere | mittlerer | mittleres | mittelschwer | massig | moderat | warnung | moyen | moyenne | moyens | moyennes | modere | moderee | avertissement | aviso | orta
    средний | средняя | среднее | средние | средних | умеренный | умеренная | предупреждение | 中 | 中等 | 中危 | 一般 | 警告 | 중간 | 보통 | 경고 | middel | gemiddeld | matig`,
  P3: `low | minor | trivial | cosmetic | info | informational | note | nit | nits | nitpick | suggestion | nice to have | negligible | optional | very low | minimal | bajo | baja | bajos | bajas | menor | menores | leve | leves | sugerencia | informativo | cosmetico | niedrig | niedrige | niedriger | gering | geringe | geringfugig | kosmetisch | hinweis | unwichtig
    faible | faibles | mineur | mineure | mineurs | mineures | cosmetique | bas | basse | baixo | baixa | baixos | baixas | sugestao | düşük | низкий | низкая | низкое | низкие | низких | незначительный | незначительная | мелкий | мелкие | мелочь | информационный | косметический | 低 | 轻微 | 低危 | 次要 | 낮음 | 낮은 | 경미 | 사소 | laag | lage`,
});

/** Of several colours in one text, the first counts; a word counts more. */
export const SEVERITY_COLOURS = marks<Severity>({
  P0: '🔴 🛑 ⛔ 🚨 🟥',
  P1: '🟠 🟧',
  P2: '🟡 🟨 ⚠',
  P3: '🟢 🟩 🔵 🟦 ⚪ ⬜',
});

/** Words after one of severity that show that a whole heading is about severity: "Critical issues", "High priority", "Крит. проблемы". */
export const SEVERITY_GROUPS = new PhraseTable<'group'>({
  group: `issue | issues | finding | findings | bug | bugs | problem | problems | severity | priority | risk | risks | vulnerability | vulnerabilities | defect | defects | concern | concerns | gap | gaps | items | item | level | flaw | flaws | debt | fixes | impact | error | errors | warnings | observations | weaknesses | failures | blockers
    problema | problemas | hallazgo | hallazgos | riesgo | riesgos | errores | vulnerabilidades | prioridad | severidad | gravedad | fallos | probleme | befund | befunde | fehler | risiko | risiken | schwachstellen | prioritat | schweregrad | mangel | problemes | constat | constats | risque | risques | vulnerabilites | priorite | gravite | severite | anomalies | bogues
    achado | achados | risco | riscos | erros | falha | falhas | prioridade | severidade | gravidade | проблема | проблемы | ошибка | ошибки | риск | риски | уязвимость | уязвимости | приоритет | серьезность | находки | замечания | дефекты | недостатки | 问题 | 缺陷 | 风险 | 漏洞 | 优先级 | 级别 | 发现 | 隐患 | 建议项 | 改进项 | 改进建议 | 遗留改进项 | 문제 | 이슈 | 우선순위 | 취약점 | 버그 | bevindingen | problemen | prioriteit`,
});
