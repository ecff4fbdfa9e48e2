/** Heads of columns that mean more than the label of a field does. */
import type { FieldKind } from './field-words.ts';
import { PhraseTable } from './phrases.ts';

/** `defect`: its cells state what is wrong; `measure`: numbers, prices, dates. */
export type ColumnKind = FieldKind | 'defect' | 'measure';

export const COLUMN_WORDS = new PhraseTable<ColumnKind>({
  count: `quantite | nombre | count | anzahl | cantidad | quantidade | количество | 数量`,
  defect: `issues | problems | vulnerabilities | findings | bugs | gaps | risks | weaknesses | vulnerabilites | problemas | hallazgos | vulnerabilidades | achados | уязвимости | проблемы | schwachstellen | описание проблемы | issue | finding | problem | bug | vulnerability | failure | failure mode | gap | weakness | risk | smell | flaw | defect | assumption | debt | limitation | concern | error | violation | threat | missing | anti pattern | issue title | what s wrong | issue description | defect description | debt item | symptom | bottleneck | suspected bug
    problema | hallazgo | fallo | vulnerabilidad | defecto | riesgo | debilidad | befund | fehler | mangel | schwachstelle | risiko | probleme | constat | anomalie | faille | vulnerabilite | risque | defaut | achado | falha | vulnerabilidade | defeito | risco | проблема | ошибка | уязвимость | дефект | недостаток | находка | риск | замечание | баг | пробел | недоработка | problema identificado | lacune | lacuna | brecha | 问题 | 缺陷 | 漏洞 | 风险 | 隐患 | 问题描述
    脆弱性 | 問題点 | 指摘事項 | 課題 | 不具合 | リスク | 문제 | 문제점 | 이슈 | 취약점 | 버그 | bevinding | kwetsbaarheid | probleem`,
  fix: `how it was fixed | how fixed | fix applied | what was done | как исправлено | 修复方式 | cómo se corrigió | comment corrigé | wie behoben`,
  text: `reality | attack vector | attack | issue detail | detail | details | why needed | why over engineered | why dangerous | adequate | notes | why deferrable`,
  measure: `cost | price | savings | time | duration | size | rate | monthly cost | estimated size | estimated time | elapsed time`,
});
