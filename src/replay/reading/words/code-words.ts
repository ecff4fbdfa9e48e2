/** What is said before quoted code, or in a comment within it, of the role that it has. */
import type { QuotedCode } from '../../claim.ts';
import { marks, PhraseTable, wordSet } from './phrases.ts';

export type Role = QuotedCode['role'];

/** At the end of what is before a fence, or in a comment line within it. */
export const ROLE_WORDS = new PhraseTable<Role>({
  proposed: `should be | after | fixed | fix | proposed | correct | good | better | secure | recommended | suggested | use | use instead | use this | instead use | replace with | replaced with | with this | new | improved | refactored | safe | option a | option b | solution | corrected | could be | right | change to | becomes | recommendation | example fix | remediation | instead
    deberia ser | despues | corregido | correcto | recomendado | solucion | usar | sollte sein | nachher | besser | korrekt | losung | devrait etre | apres | corrige | recommande | deveria ser | depois | corrigido | solucao | должно быть | после | исправлено | правильно | лучше | решение | стало | 应该是 | 应改为 | 修复后 | 正确 | 建议 | 改为 | 修改后`,
  now: `before | current | currently | instead of | bad | wrong | vulnerable | insecure | problem | issue | existing | old | buggy | incorrect | unsafe | replace | change this | actual | now | broken | today | remove | antes | actualmente | vorher | aktuell | falsch | statt | avant | actuel | actuellement | au lieu de | atual | atualmente | errado | до | сейчас | текущий | вместо | неправильно | было | 修复前 | 当前 | 错误 | 修改前 | 现在`,
  command: `output | command | run | console | result | verify | reproduce | repro | prints | returns | log | logs | traceback | stack trace | salida | ausgabe | sortie | saida | вывод | команда | 输出 | 运行 | 命令`,
});

export const ROLE_MARKS = marks<Role>({ now: '❌ ✗ 🚫 ⛔ 👎', proposed: '✅ ✔ ✓ 👍' });

/** Languages of fences that hold what someone typed and what came back. */
export const COMMAND_LANGUAGES = wordSet(`
  bash sh shell console zsh powershell ps1 cmd terminal shell-session shellsession output log logs text-output pycon http curl traceback
`);

/** Programs whose name at the beginning of a line of code in backticks makes it a command. */
export const COMMAND_NAMES = wordSet(`
  pip pip3 python python3 docker docker-compose kubectl npm npx yarn git curl wget pytest ruff mypy black flake8 poetry uv make helm terraform aws gcloud alembic uvicorn gunicorn celery redis-cli psql grep rg sed awk cat ls rm cp mv chmod chown sudo apt apt-get brew export source cd bandit pip-audit safety openssl ssh dvc nvidia-smi $
`);
