import { nodesOf } from '#ast';
import { defineSourceRule, NOT_PRODUCTION } from '#kit';

export default defineSourceRule({
  docs: {
    summary: "hard-coded path of one developer's machine",
    why: 'The path exists on one machine only. Everywhere else, in containers and in CI, the file is not found or is written where nobody looks.',
    remedy: 'Take the path from a setting, or build it from the folder of this file (`Path(__file__).parent`)',
    harm: 'breaks',
    severity: 'P2',
    precision: 'low',
    since: '0.1.0',
    cwe: [],
    origin: [{ document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '1.1' }],
    bad: 'import pandas as pd\n\nROWS = pd.read_csv("/home/maria/projects/shop/rows.csv")\n',
    good: 'from pathlib import Path\n\nimport pandas as pd\n\nROWS = pd.read_csv(Path(__file__).parent / "rows.csv")\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  visit: {
    Module(module, ctx) {
      for (const constant of nodesOf(module, 'Constant')) {
        const text = constant.value.kind === 'str' ? constant.value.value : '';
        const home = text.length > 300 ? undefined : HOME.exec(text)?.[0];
        // A docstring and a help text show a path; so does what is compared with one.
        if (home === undefined || constant.parent?.kind === 'Expr' || /\s{2}|\n/.test(text)) continue;
        if (
          constant.parent?.kind === 'Compare' ||
          (constant.parent?.kind === 'keyword' && SHOWN.test(constant.parent.arg ?? ''))
        )
          continue;
        ctx.report({
          at: constant,
          cause: ctx.path,
          message: `hard-coded path: \`${home}…\` exists on the machine of one developer`,
        });
      }
    },
  },
});

/** The home of a person; those of users that images and platforms have are the same everywhere. */
const HOME =
  /^(?:file:\/\/)?(?:\/home\/(?!(?:app|user|appuser|ubuntu|debian|admin|root|runner|node|jovyan|airflow|vscode|site|nonroot|worker|web|www|ec2-user|azureuser|deploy|git|postgres|docker|pi|service|celery|django|flask|python|circleci|coder|gitpod|student|username|your\w*|me|data|model|models|code|src)\b)[a-z][\w.-]*\/|\/Users\/(?!(?:Shared|username|user|your\w*|me)\b)[\w.-]+\/|[A-Za-z]:[\\/]+Users[\\/]+(?!(?:Public|username|user|your\w*)\b)[^\\/"*]+[\\/])\S/;
const SHOWN = /^(?:help|description|example|examples|doc|metavar|placeholder)$/;
