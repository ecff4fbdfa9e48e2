/** What stands before a colon, at the head of a column or over a part of a claim, and what it names. */
import { PhraseTable } from './phrases.ts';

export type FieldKind =
  | 'id'
  | 'severity'
  | 'status'
  | 'owner'
  | 'fixed-in'
  | 'commit'
  | 'rule'
  | 'category'
  | 'place'
  | 'line'
  | 'code-fix'
  | 'command'
  | 'fix'
  | 'code-now'
  | 'title'
  | 'text'
  | 'count'
  | 'ignored';

/** A row of one kind for each language or two; what is more special stands before what is less. */
export const FIELD_WORDS = new PhraseTable<FieldKind>([
  [
    'id',
    'id | ids | issue id | finding id | bug id | ref | key | code | nr | no | num | number | identificador | kennung | identifiant | номер | ид | 编号 | 序号',
  ],
  [
    'severity',
    'risiko | risque | severity | sev | priority | prio | risk level | severity level | criticality | risk rating | risk | level | urgency | cvss | cvss score | issue severity | sev level | rating',
  ],
  [
    'severity',
    'severidad | gravedad | prioridad | criticidad | nivel | riesgo | nivel de riesgo | schweregrad | prioritat | schwere | risikostufe | kritikalitat | gravite | severite | priorite | criticite | niveau | severidade | gravidade | prioridade | criticidade',
  ],
  [
    'severity',
    'серьезность | критичность | приоритет | уровень | важность | степень | 严重程度 | 严重性 | 优先级 | 级别 | 严重等级 | 等级 | 风险等级 | 风险级别 | 严重级别',
  ],
  ['severity', '深刻度 | 重要度 | 重大度 | 優先度 | 危険度 | öncelik'],
  ['severity', '심각도 | 우선순위 | 위험도 | 중요도 | ernst | prioriteit'],
  ['status', 'ステータス | 状況 | durum'],
  ['status', '상태 | 진행 상태'],
  [
    'status',
    'status | state | resolution | current status | fix status | fixed | resolved | estado | stand | zustand | statut | etat | situacao | статус | состояние | 状态 | 修复状态',
  ],
  [
    'owner',
    'owner | assignee | assigned to | assigned | responsible | dri | responsable | asignado a | asignado | verantwortlich | zustandig | assigne a | responsavel | atribuido a | ответственный | исполнитель | назначено | 负责人 | 责任人',
  ],
  [
    'fixed-in',
    'fixed in | fix commit | fixed by | resolved in | resolved by | fixing commit | commit fix | corregido en | behoben in | corrige dans | corrigido em | исправлено в | 修复提交 | 修复版本 | pr | pull request',
  ],
  [
    'commit',
    'commit | baseline commit | audited commit | commit hash | git commit | revision | sha | git sha | base commit | commit sha | head | baseline | reviewed commit | коммит | ревизия | 提交 | 提交版本 | 审计提交',
  ],
  ['rule', 'rule | rules | rule id | check | regla | regel | regle | regra | правило | 规则'],
  [
    'category',
    'category | type | kind | area | class | categoria | tipo | kategorie | typ | bereich | categorie | type d erreur | категория | тип | область | 类别 | 类型 | 分类 | dimension | tags | tag | label | labels | owasp | domain',
  ],
  [
    'place',
    'file | files | location | locations | path | paths | where | file path | affected files | affected file | files affected | source | code location | place | affected code | affected | affected components | affected component | file s | evidence file | source file | module | modules | file line | file and line | location s | locations affected | affected locations | component | components | target | site | sites | in',
  ],
  [
    'place',
    'dosya | dosyalar | archivo | archivos | ubicacion | ubicaciones | ruta | fichero | ficheros | donde | archivo s | archivos afectados | modulo | componente | datei | dateien | ort | fundstelle | fundstellen | pfad | stelle | stellen | betroffene dateien | betroffene datei | wo | modul | komponente',
  ],
  [
    'place',
    'fichier | fichiers | emplacement | emplacements | chemin | localisation | fichiers concernes | fichier concerne | ou | fichiers affectes | module concerne | composant | arquivo | arquivos | localizacao | local | caminho | onde | arquivos afetados',
  ],
  [
    'place',
    'файл | файлы | расположение | место | путь | где | местоположение | модуль | компонент | 文件 | 位置 | 路径 | 文件路径 | 代码位置 | 涉及文件 | 影响文件 | 相关文件 | 所在文件 | 模块 | 组件 | 问题位置 | 受影响文件',
  ],
  ['place', 'ファイル | 対象ファイル | 該当ファイル | 該当箇所 | 箇所 | 場所 | パス | モジュール | コンポーネント'],
  ['place', '위치 | 파일 | 경로 | 파일 위치 | 대상 파일 | 관련 파일 | 모듈 | 컴포넌트 | locatie | bestand | bestanden'],
  ['line', '라인 | 줄 | 행'],
  [
    'line',
    'line | lines | line number | line numbers | line s | linea | lineas | zeile | zeilen | ligne | lignes | linha | linhas | строка | строки | 行 | 行号 | 代码行',
  ],
  [
    'code-fix',
    'fixed code | after | fix code | correct code | corrected code | secure code | proposed code | recommended code | suggested code | code fix | should be | good | better | correct | new code | improved code | expected | expected code | replace with | use | use instead | fixed version | secure version | safe version | after fix | replacement | refactored | codigo corregido | despues | codigo recomendado | korrigierter code | nachher | code corrige | apres | codigo corrigido | depois | исправленный код | после | стало | правильно | 修复后 | 正确代码 | 修改后 | 改进后 | 修复代码 | 应改为 | 应为',
  ],
  [
    'command',
    'repro command | reproduction | repro | steps to reproduce | reproduction steps | how to reproduce | reproduce | poc | proof of concept | output | command | commands | verification | verify | how to verify | verification command | test | tests | test command | validation | exploit | test case | test plan | console output | log | logs | proof | verificacion | reproducir | pasos para reproducir | salida | reproduzieren | ausgabe | reproduktion | reproduire | sortie | reproduzir | passos para reproduzir | saida | verificacao | воспроизведение | как воспроизвести | шаги воспроизведения | проверка | вывод | 复现步骤 | 复现 | 验证 | 输出 | 验证方法 | 测试',
  ],
  [
    'fix',
    'fix | fixes | recommendation | recommendations | recommended fix | proposed fix | suggested fix | remediation | solution | mitigation | mitigations | action | actions | recommended action | required action | remedy | resolution steps | recommended | suggestion | suggestions | proposal | proposed solution | suggested solution | how to fix | fix required | required fix | next step | next steps | action required | action items | prevention | recommended solution | remediation steps | implementation | fix applied | what to do | corrective action | quick fix | improvement | improvements | suggested remediation | suggested approach | proposed change | proposed changes | changes made | fix suggestion | what was fixed | approach | advice | resolution | fix strategy | countermeasure | to fix',
  ],
  [
    'fix',
    'solucion | recomendacion | recomendaciones | correccion | arreglo | remediacion | mitigacion | accion | propuesta | solucion propuesta | accion recomendada | accion requerida | losung | empfehlung | empfehlungen | behebung | massnahme | massnahmen | korrektur | abhilfe | losungsvorschlag | vorschlag | solution proposee | recommandation | recommandations | correction | correctif | remede | action recommandee | mesure | proposition | solucao | recomendacao | recomendacoes | correcao | remediacao | mitigacao | acao | sugestao | proposta | acao recomendada | solucao proposta',
  ],
  [
    'fix',
    'исправление | решение | рекомендация | рекомендации | как исправить | предложение | меры | предлагаемое решение | что делать | устранение | 修复 | 建议 | 修复建议 | 解决方案 | 修复方案 | 改进建议 | 整改建议 | 解决方法 | 解决办法 | 处理建议 | 修改建议 | 优化建议 | 改进方案',
  ],
  ['fix', '修正 | 修正案 | 修正方法 | 対策 | 対応 | 対応策 | 推奨 | 推奨事項 | 推奨対応 | 提案 | 改善案 | 解決策'],
  ['code-fix', '修正後 | 修正後のコード | 改善後'],
  ['code-fix', '수정 코드 | 수정 후 | 개선 코드'],
  ['code-now', '현재 코드 | 문제 코드 | 기존 코드 | 수정 전 | 예시 | 코드 | huidige code | voorbeeld'],
  [
    'fix',
    '권고 | 수정 | 수정 방안 | 수정 방법 | 해결 방안 | 해결 방법 | 해결책 | 권장사항 | 권장 사항 | 권장 조치 | 개선 방안 | 개선안 | 개선 제안 | 조치 | 제안 | 대응 방안 | oplossing | aanbeveling | aanbevelingen | mitigatie | maatregel',
  ],
  ['fix', 'öneri | önerilen düzeltme | çözüm | yapılması gereken'],
  ['code-now', '現在のコード | 現状のコード | 該当コード | 修正前 | 証拠 | mevcut | örnek | örnekler'],
  [
    'code-now',
    'current code | vulnerable code | code | before | code snippet | snippet | problematic code | bad | existing code | current | wrong | evidence | insecure code | actual | actual code | buggy code | current implementation | affected code | problem code | example | examples | old code | relevant code | before fix | offending code | current state | incorrect',
  ],
  [
    'code-now',
    'codigo actual | antes | codigo vulnerable | codigo | evidencia | ejemplo | aktueller code | vorher | beispiel | nachweis | code actuel | avant | exemple | preuve | codigo atual | exemplo | текущий код | до | было | пример | код | 问题代码 | 当前代码 | 修复前 | 现有代码 | 代码 | 示例 | 修改前 | 代码示例 | 证据',
  ],
  [
    'title',
    'issue | finding | problem | bug | vulnerability | title | defect | issue title | name | summary | weakness | gap | smell | flaw | failure | failure mode | concern | error | risk description | debt item | item | observation | what | problema | hallazgo | titulo | vulnerabilidad | fallo | defecto | resumen | befund | fehler | mangel | schwachstelle | titel | zusammenfassung | probleme | constat | titre | vulnerabilite | defaut | anomalie | faille | achado | vulnerabilidade | falha | defeito | resumo | проблема | ошибка | название | уязвимость | находка | дефект | недостаток | замечание | 问题 | 缺陷 | 标题 | 漏洞 | 发现 | 名称 | 隐患',
  ],
  ['title', '問題 | 問題点 | 脆弱性 | 指摘 | 指摘事項 | 課題 | 不具合 | sorun'],
  [
    'title',
    '문제 | 문제점 | 이슈 | 취약점 | 버그 | 결함 | bevinding | kwetsbaarheid | probleem | 主要问题 | 存在问题 | 存在的问题 | 核心问题',
  ],
  [
    'text',
    'description | details | detail | symptom | symptoms | root cause | cause | why | impact | consequence | consequences | explanation | analysis | background | context | effect | effects | scenario | attack scenario | attack vector | attack | rationale | reason | reality | why it matters | why this matters | notes | note | comment | comments | what happens | failure scenario | how it happens | trigger | business impact | technical impact | likelihood | issue description | problem description | threat | result | behavior | observed | implication | implications | early warning | current behavior | additional info | discussion | potential impact | user impact | what s wrong | what is wrong | issues | problems | risks | findings | harm | exploitability | edge case | why it s a problem',
  ],
  [
    'text',
    'descripcion | detalle | detalles | sintoma | causa | causa raiz | impacto | consecuencia | por que | explicacion | analisis | escenario | nota | notas | beschreibung | ursache | auswirkung | auswirkungen | grund | erklarung | symptom | folge | folgen | hintergrund | analyse | szenario | hinweis | description | detail | cause | impact | consequence | explication | raison | symptome | pourquoi | remarque | effet | contexte',
  ],
  [
    'text',
    'descricao | detalhe | detalhes | sintoma | impacto | consequencia | explicacao | analise | cenario | observacao | описание | причина | симптом | влияние | последствия | последствие | почему | объяснение | подробности | анализ | сценарий | эффект | суть | 描述 | 原因 | 影响 | 问题描述 | 根本原因 | 后果 | 说明 | 分析 | 详情 | 现象 | 危害 | 风险 | 背景 | 影响范围 | 风险描述 | 问题分析 | 根因 | 备注',
  ],
  [
    'text',
    '影響 | etki | açıklama | 説明 | 詳細 | 原因 | 根本原因 | 理由 | 備考 | 攻撃例 | 攻撃シナリオ | 現状 | リスク',
  ],
  [
    'text',
    '설명 | 영향 | 원인 | 근본 원인 | 상세 | 현재 상태 | 현황 | 이유 | 위험 | 비고 | 내용 | beschrijving | oorzaak | gevolg | toelichting',
  ],
  [
    'count',
    'adet | quantite | count | total | issues count | number of issues | quantity | cantidad | anzahl | nombre | quantidade | количество | всего | 数量 | 总数 | 计数',
  ],
  [
    'ignored',
    'effort | estimate | estimated effort | time | date | cwe | references | reference | confidence | estimated time | fix effort | probability | deadline | due | eta | likelihood | reporter | found by | discovered | complexity | cost | sprint | phase | est | loc | esfuerzo | fecha | aufwand | datum | effort estime | date | esforco | data | трудозатраты | дата | оценка | срок | 工作量 | 日期 | 时间 | 预计时间',
  ],
]);
