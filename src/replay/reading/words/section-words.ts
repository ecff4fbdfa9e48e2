/** What a heading says of the part below it. */
import { PhraseTable } from './phrases.ts';

/**
 * `defects`: what stands below are statements of what is wrong; `strengths`: of what is right; `remedies`: of what to do about
 * defects told elsewhere; `tracking`: of what became of them; `summary`: of what is told below; `aside`: of no code (method,
 * legend, contents).
 */
export type SectionKind = 'defects' | 'strengths' | 'remedies' | 'tracking' | 'summary' | 'aside';

export const SECTION_WORDS = new PhraseTable<SectionKind>([
  [
    'aside',
    'sign off | benefits | expected benefits | expected results | expected outcome | objective | objectives | goal | goals | success metrics | success criteria | acceptance criteria | exit criteria | issue severity legend | severity legend | table of contents | contents | toc | legend | severity definitions | severity levels | severity legend | issue severity legend | methodology | scope | about this | glossary | references | how to read | changelog | revision history | document history | severity scale | rating scale | sources | environment details | test environment | environment | completed improvements | completed | changes made | changes implemented | tests added | file modificati | archivos modificados | arquivos modificados | fichiers modifies | geanderte dateien | измененные файлы | 修改文件 | files added | files modified | files changed | files created | modified files | what was applied | applied fixes | fixes applied | ce qui a ete applique | correctifs appliques | corrections appliquees | new files | new components | files reviewed | files analyzed | files audited | reviewed files | audit scope | scope of | tools used | disclaimer | how to use | introduction | classification',
  ],
  [
    'aside',
    'objetivo | objetivos | beneficios | ziel | ziele | vorteile | objectif | objectifs | цель | цели | 目标 | 目的 | 收益 | indice | leyenda | metodologia | alcance | glosario | inhaltsverzeichnis | legende | methodik | umfang | glossar | table des matieres | sommaire | methodologie | perimetre | portee | glossaire | sumario | legenda | escopo | содержание | оглавление | методология | легенда | область проверки | 目录 | 图例 | 方法论 | 审计范围 | 范围 | 方法 | 术语',
  ],
  [
    'strengths',
    'buena practica | hallazgo positivo | hallazgos positivos | bonne pratique | boa pratica | achado positivo | gute praxis | strengths | strength | controls implemented | implemented controls | controls in place | measures implemented | positive | positives | positive observations | positive findings | good practices | good practice | good pattern | good patterns | what works | what works well | working well | what s good | what is good | what s solid | what holds | done well | went well | well done | what is right | strong points | things done right | no issues | no issues found | no findings | no action needed | well covered | well tested | well designed | well handled | already covered | confirmed correct | confirmed ok | checked and fine | no finding | not a finding | not findings | verified ok | verified correct | passed | passing | what is working | what s working | verified safe | verified secure | already fixed correctly | implemented correctly | good news | non issues | confirmed safe | clean | strong areas | praise | highlights | kudos | achievements | compliant | properly implemented | best practices followed | security strengths | ok | looks good | the good | not a problem | not problems',
  ],
  [
    'strengths',
    'fortalezas | puntos fuertes | aspectos positivos | lo bueno | buena practica | hallazgo positivo | hallazgos positivos | buenas practicas | lo que funciona | starken | positives | gute praktiken | was gut ist | gepruft negativ | gepruft und negativ | kein finding | keine findings | kein befund | keine befunde | unauffallig | gut gelost | was funktioniert | points forts | forces | points positifs | bonne pratique | bonnes pratiques | ce qui fonctionne | pontos fortes | pontos positivos | boa pratica | boas praticas | o que funciona | сильные стороны | плюсы | что хорошо | хорошие практики | достоинства | положительные | что работает | 优点 | 优势 | 亮点 | 良好实践 | 做得好 | 优秀实践 | 已正确实现',
  ],
  [
    'tracking',
    'resolution tracking | tracking | fix log | remediation status | resolution status | status tracking | issue tracker | progress | fix status | status summary | resolution summary | verification status | remediation log | seguimiento | nachverfolgung | suivi | acompanhamento | отслеживание | статус исправлений | 跟踪 | 修复进度 | 修复状态',
  ],
  [
    'remedies',
    'priority fixes | required fixes | risk mitigation | risk management | recommendation | recommendations | recommended | next steps | roadmap | action plan | action items | remediation plan | remediation roadmap | fix priority | implementation priority | implementation order | next actions | priority order | fix order | must be fixed | to fix first | what to fix | suggested fixes | proposed fixes | fix recommendations | quick wins | immediate actions | short term | long term | medium term | remediation priority | implementation plan | migration plan | plan | timeline | future work | improvements | suggestions | mitigations | prevention | refactoring plan | testing strategy | test plan | action required | priorities | prioritized | checklist | todo list | recommended actions | fix plan | proposed solution | can be deferred | effort estimate | estimated effort | cost conscious mitigations | remediation | suggested order | week 1 | week 2 | week 3 | week 4 | sprint 1 | sprint 2 | before launch',
  ],
  [
    'remedies',
    'correcciones prioritarias | corrections prioritaires | correcoes prioritarias | приоритетные исправления | 优先修复 | prioridades | prioritaten | priorites | приоритеты | приоритет исправлений | 优先级排序 | recomendaciones | proximos pasos | prioridad de implementacion | orden de implementacion | plan de accion | hoja de ruta | mejoras | empfehlungen | nachste schritte | massnahmenplan | verbesserungen | fazit | recommandations | prochaines etapes | plan d action | ameliorations | feuille de route | recomendacoes | plano de acao | melhorias | conclusao | рекомендации | следующие шаги | план действий | план исправления | улучшения | план | 建议 | 下一步 | 行动计划 | 改进计划 | 修复计划 | 总结与建议 | 路线图 | 优先级建议 | 改进建议',
  ],
  [
    'summary',
    'final evaluation | evaluacion final | abschlussbewertung | evaluation finale | avaliacao final | итоговая оценка | 最终评估 | 总体评价 | top files | top offenders | bottom line | conclusion | conclusions | verdict | final verdict | honest summary | final assessment | assessment | conclusiones | fazit | conclusao | вывод | выводы | заключение | итог | 结论 | executive summary | summary | overview | summary table | at a glance | tl dr | tldr | key takeaways | statistics | metrics summary | summary by | issue summary | findings summary | scorecard | score | scores | resumen | resumen ejecutivo | zusammenfassung | uberblick | ubersicht | resume | resume executif | synthese | vue d ensemble | resumo | resumo executivo | visao geral | резюме | сводка | обзор | краткое содержание | итоги | статистика | 摘要 | 执行摘要 | 概述 | 总览 | 汇总 | 概览 | 总结 | 统计 | 问题汇总',
  ],
  [
    'defects',
    'redundant | code to remove | files to remove | files to delete | obsolete | not implemented | partially implemented | nao implementado | parcialmente implementado | no implementado | nicht implementiert | teilweise implementiert | infracao | infracoes | non implemente | issue | issues | finding | findings | bug | bugs | problem | problems | vulnerability | vulnerabilities | defect | defects | failure | failures | failure mode | failure modes | bottleneck | bottlenecks | gap | gaps | weakness | weaknesses | risk | risks | concern | concerns | smell | smells | flaw | flaws | debt | technical debt | tech debt | missing | missing coverage | missing tests | missing test coverage | not covered | coverage gaps | test coverage gaps | missing unit tests | limitation | limitations | remaining limitations | remaining limits | known limits | uncovered | untested | test gaps | areas of concern | areas of attention | needs attention | blind spots | pain points | divergence | divergences | discrepancies | hazard | hazards | anti pattern | anti patterns | antipatterns | coupling | hidden coupling | under engineered | over engineered | overengineered | unnecessarily complex | underdeveloped | assumptions | what breaks | that break | what fails | fails first | not handled | edge cases | attack surface | bypass | bypass methods | impact | warnings | errors | race conditions | cve | cves | memory leaks | leak | leaks | dead code | duplication | duplicate code | unused | hardcoded | violations | violation | inconsistencies | inconsistency | regressions | pitfalls | hot spots | hotspots | broken | incomplete | stub | stubs | placeholder | placeholders | todo | todos | fixme | known issues | open issues | open questions | deficiencies | cost explosion | blockers | blocker | needs improvement | areas for improvement | improvement needed | what is missing | what s missing | what s wrong | what is wrong | red flags | problem areas | problematic | cons | threats | vulnerable | insecure | unsafe | deprecated | the bad | the ugly | not implemented | partially implemented | refactoring opportunities | would fail | likelihood of failure',
  ],
  [
    'defects',
    'sin uso | no utilizados | problema | problemas | hallazgo | hallazgos | error | errores | fallo | fallos | vulnerabilidad | vulnerabilidades | debilidad | debilidades | riesgo | riesgos | deuda tecnica | deudas tecnicas | bug | limitaciones | puntos debiles | cuellos de botella | deficiencias | faltante | faltantes | inconsistencias | codigo muerto | areas de atencion | puntos de atencion | areas de mejora | codigo duplicado | brechas',
  ],
  [
    'defects',
    'unbenutzte | ungenutzte | problem | probleme | befund | befunde | fehler | schwachstelle | schwachstellen | schwachen | risiko | risiken | mangel | sicherheitslucken | technische schulden | engpass | engpasse | lucken | auffalligkeiten | fehlend | fehlende | toter code | einschrankungen | verbesserungsbedarf',
  ],
  [
    'defects',
    'inutilises | inutilisees | probleme | problemes | constat | constats | anomalie | anomalies | vulnerabilite | vulnerabilites | faiblesse | faiblesses | points faibles | risque | risques | dette technique | dettes techniques | erreur | erreurs | bogue | bogues | lacune | lacunes | goulots d etranglement | defauts | manquant | manquants | faille | failles | code mort | limites restantes | limites connues | points d attention | points a corriger | code duplique',
  ],
  [
    'defects',
    'nao implementado | parcialmente implementado | infracao | infracoes | achado | achados | erro | erros | falha | falhas | vulnerabilidade | fraqueza | fraquezas | pontos fracos | risco | riscos | divida tecnica | dividas tecnicas | gargalo | gargalos | lacunas | defeitos | deficiencia | inconsistencias | codigo morto | ausente | ausentes | limitacoes | pontos de atencao | areas de melhoria | codigo duplicado',
  ],
  [
    'defects',
    'неиспользуемый | неиспользуемые | неиспользуемых | проблема | проблемы | ошибка | ошибки | баг | баги | уязвимость | уязвимости | дефект | дефекты | недостаток | недостатки | слабые места | слабые стороны | риск | риски | технический долг | техдолг | узкие места | замечания | находки | минусы | нарушения | мертвый код | отсутствует | что не так | пробел | пробелы | недоработки | ограничения | дублирование кода',
  ],
  [
    'defects',
    '未使用 | 问题 | 缺陷 | 漏洞 | 风险 | 隐患 | 不足 | 技术债务 | 技术债 | 瓶颈 | 错误 | 弱点 | 缺失 | 死代码 | 待改进 | 坏味道 | 缺点 | 需要改进 | 局限 | 重复代码 | 阻塞项 | 待确认 | 已删除',
  ],
  [
    'defects',
    'problemy | znane problemy | błędy | bledy | braki | luki | ryzyka | dług techniczny | dlug techniczny | rozbieżności | rozbieznosci | niezgodności | niezgodnosci | problemi | errori | difetti | criticità | rischi | debito tecnico | lacune | vulnerabilità | 문제 | 문제점 | 이슈 | 취약점 | 버그 | 위험 | 리스크 | 결함 | 오류 | 미비점 | 개선 필요',
  ],
  [
    'remedies',
    'yapılacaklar | öneriler | aksiyon planı | eylem planı | リファクタリング提案 | 改善提案 | 推奨事項 | 対応計画 | 改善計画 | ロードマップ | 今後の対応',
  ],
  ['summary', 'エグゼクティブサマリー | サマリー | 概要 | まとめ | 結論 | 評価スコア | özet | sonuç'],
  ['summary', '요약 | 결론 | 개요 | 총평 | samenvatting | conclusie'],
  ['strengths', '良い点 | 強み | 長所 | olumlu | pozitif'],
  ['strengths', '장점 | 강점 | 잘된 점 | 잘 된 점 | 좋은 점 | 긍정적 | sterke punten'],
  ['remedies', '체크리스트 | 로드맵 | 다음 단계 | 조치 계획 | 실행 계획 | aanbevelingen | actieplan'],
  ['defects', '主要问题 | 存在问题 | 存在的问题 | 核心问题 | bevindingen | kwetsbaarheden | problemen'],
  ['defects', '脆弱性 | 問題点 | 課題 | 指摘事項 | 不具合 | リスク | 技術的負債 | sorunlar | bulgular'],
]);

/** Headings that number parts of a document or a plan, and no finding: "Phase 1", "Part B2". */
export const PART_WORDS: ReadonlySet<string> = new Set(
  '方案 选项 вариант opcion opcao phase part section chapter categoria step week sprint day month quarter appendix stage wave round batch milestone option level tier layer priority version v task table figure category group module fase parte paso semana etapa abschnitt teil woche schritt phase etape semaine partie passo раздел часть фаза этап шаг неделя глава'.split(
    ' ',
  ),
);
