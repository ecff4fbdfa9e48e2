/** Words and colours of severity. */
import type { Severity } from '../../../findings/index.ts';
import { PhraseTable } from './phrases.ts';

/**
 * English, Spanish, German, French, Portuguese, Russian, Chinese, then colours. Words that mean severity in a field or a cell
 * only: "high", "info" and their like also stand in sentences.
 */
export const SEVERITY_WORDS = new PhraseTable<Severity>([
  [
    'P0',
    'critical | crit | blocker | blocking | blockers | showstopper | show stopper | severe | fatal | urgent | emergency | catastrophic | immediate | must fix',
  ],
  [
    'P0',
    'critico | critica | criticos | criticas | bloqueante | bloqueantes | grave | graves | muy alta | urgente | urgentes',
  ],
  ['P0', 'kritisch | kritische | kritischer | kritisches | blockierend | blocker | dringend | sehr hoch'],
  ['P0', 'critique | critiques | bloquant | bloquante | bloquants | tres elevee | urgent | urgence'],
  ['P0', 'bloqueador | bloqueadores | muito alta | gravissimo | kritik'],
  [
    'P0',
    'критический | критическая | критическое | критические | критично | критичный | критичная | критичное | критичные | критических | блокер | блокирующий | блокирующие',
  ],
  ['P0', '严重 | 致命 | 紧急 | 高危 | 嚴重 | 阻断 | 阻塞 | 极高'],
  ['P0', '심각 | 치명적 | 긴급 | kritiek'],
  ['P1', 'high | major | important | serious | error | errors | significant | higher'],
  ['P1', 'alto | alta | altos | altas | mayor | mayores | importante | importantes | serio'],
  ['P1', 'hoch | hohe | hoher | hohes | schwer | schwerwiegend | wichtig | wichtige | gross'],
  ['P1', 'eleve | elevee | eleves | elevees | majeur | majeure | majeurs | majeures | haute | haut'],
  ['P1', 'maior | maiores | serios | yüksek'],
  [
    'P1',
    'высокий | высокая | высокое | высокие | высоких | серьезный | серьезная | серьезные | важно | важный | важные | существенный',
  ],
  ['P1', '高 | 重要 | 较高 | 高优先级'],
  ['P1', '높음 | 높은 | 중요 | hoog | hoge | ernstig'],
  ['P2', 'medium | moderate | med | mid | warning | warnings | warn | normal | average | should fix'],
  ['P2', 'medio | media | medios | medias | moderado | moderada | moderados | moderadas | advertencia'],
  ['P2', 'mittel | mittlere | mittlerer | mittleres | mittelschwer | massig | moderat | warnung'],
  ['P2', 'moyen | moyenne | moyens | moyennes | modere | moderee | avertissement'],
  ['P2', 'medias | aviso | orta'],
  ['P2', 'средний | средняя | среднее | средние | средних | умеренный | умеренная | предупреждение'],
  ['P2', '中 | 中等 | 中危 | 一般 | 警告'],
  ['P2', '중간 | 보통 | 경고 | middel | gemiddeld | matig'],
  [
    'P3',
    'low | minor | trivial | cosmetic | info | informational | note | nit | nits | nitpick | suggestion | nice to have | negligible | optional | very low | minimal',
  ],
  ['P3', 'bajo | baja | bajos | bajas | menor | menores | leve | leves | sugerencia | informativo | cosmetico'],
  ['P3', 'niedrig | niedrige | niedriger | gering | geringe | geringfugig | kosmetisch | hinweis | unwichtig'],
  ['P3', 'faible | faibles | mineur | mineure | mineurs | mineures | cosmetique | bas | basse'],
  ['P3', 'baixo | baixa | baixos | baixas | menores | sugestao | düşük'],
  [
    'P3',
    'низкий | низкая | низкое | низкие | низких | незначительный | незначительная | мелкий | мелкие | мелочь | информационный | косметический',
  ],
  ['P3', '低 | 轻微 | 低危 | 次要'],
  ['P3', '낮음 | 낮은 | 경미 | 사소 | laag | lage'],
]);

/** Of several colours in one text, the first counts; a word counts more. */
export const SEVERITY_COLOURS: ReadonlyMap<string, Severity> = new Map([
  ['🔴', 'P0'],
  ['🛑', 'P0'],
  ['⛔', 'P0'],
  ['🚨', 'P0'],
  ['🟥', 'P0'],
  ['🟠', 'P1'],
  ['🟧', 'P1'],
  ['🟡', 'P2'],
  ['🟨', 'P2'],
  ['⚠', 'P2'],
  ['🟢', 'P3'],
  ['🟩', 'P3'],
  ['🔵', 'P3'],
  ['🟦', 'P3'],
  ['⚪', 'P3'],
  ['⬜', 'P3'],
]);

/** Words after one of severity that show that a whole heading is about severity: "Critical issues", "High priority", "Крит. проблемы". */
export const SEVERITY_GROUPS = new PhraseTable<'group'>([
  [
    'group',
    'issue | issues | finding | findings | bug | bugs | problem | problems | severity | priority | risk | risks | vulnerability | vulnerabilities | defect | defects | concern | concerns | gap | gaps | items | item | level | flaw | flaws | debt | fixes | impact | error | errors | warnings | observations | weaknesses | failures | blockers',
  ],
  [
    'group',
    'problema | problemas | hallazgo | hallazgos | riesgo | riesgos | error | errores | vulnerabilidades | prioridad | severidad | gravedad | fallos',
  ],
  [
    'group',
    'problem | probleme | befund | befunde | fehler | risiko | risiken | schwachstellen | prioritat | schweregrad | mangel',
  ],
  [
    'group',
    'probleme | problemes | constat | constats | risque | risques | vulnerabilites | priorite | gravite | severite | anomalies | bogues',
  ],
  [
    'group',
    'achado | achados | risco | riscos | erros | falha | falhas | vulnerabilidades | prioridade | severidade | gravidade',
  ],
  [
    'group',
    'проблема | проблемы | ошибка | ошибки | риск | риски | уязвимость | уязвимости | приоритет | серьезность | находки | замечания | дефекты | недостатки',
  ],
  ['group', '问题 | 缺陷 | 风险 | 漏洞 | 优先级 | 级别 | 发现 | 隐患 | 建议项 | 改进项 | 改进建议 | 遗留改进项'],
  ['group', '문제 | 이슈 | 우선순위 | 취약점 | 버그 | bevindingen | problemen | prioriteit'],
]);
