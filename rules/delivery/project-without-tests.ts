import { defineProjectRule, fileStart } from '#kit';
import type { ProjectModel } from '#project';
import { isComposeForDevelopment } from '#project/reach/for-development';
import { counted } from '#text/wording';

export default defineProjectRule({
  docs: {
    summary: 'missing tests or CI: an application that nothing checks before it is deployed',
    why: 'Nothing shows that a change breaks a feature before users do. Every upgrade and every fix is a risk.',
    remedy: 'Start with a test of the most important route or command, and run it in CI on every push',
    harm: 'hides-failures',
    severity: 'P2',
    precision: 'low',
    since: '0.1.0',
    cwe: [],
    origin: [{ document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '7' }],
    bad: '# path: Procfile\nweb: uvicorn orders.api:app\n# path: orders/__init__.py\n\n# path: orders/api.py\nfrom fastapi import FastAPI\n\nfrom orders.prices import price\n\napp = FastAPI()\n\n\n@app.get("/price/{item}")\ndef quote(item: str) -> float:\n    return price(item)\n# path: orders/prices.py\ndef price(item: str) -> float:\n    return float(len(item))\n',
    good: '# path: Procfile\nweb: uvicorn orders.api:app\n# path: .gitlab-ci.yml\ntest:\n  script: pytest\n# path: orders/__init__.py\n\n# path: orders/api.py\nfrom fastapi import FastAPI\n\nfrom orders.prices import price\n\napp = FastAPI()\n\n\n@app.get("/price/{item}")\ndef quote(item: str) -> float:\n    return price(item)\n# path: orders/prices.py\ndef price(item: str) -> float:\n    return float(len(item))\n# path: tests/test_prices.py\nfrom orders.prices import price\n\n\ndef test_price() -> None:\n    assert price("tea") == 3.0\n',
  },
  check(project, ctx) {
    const { files, modules } = project;
    const own = modules.filter(({ role }) => role === 'library' || role === 'entry-point');
    if (own.length < 3 || !isDeployed(project)) return;
    const hasTests = modules.some(({ role }) => role === 'test') || [...files].some((path) => TEST.test(path));
    const hasCi = [...files].some((path) => CI.test(path));
    if (hasTests && hasCi) return;
    const [path] = [
      ...[...files].filter((each) => /^readme\.(?:md|rst|txt)$/i.test(each)),
      ...own.map((each) => each.path),
    ];
    if (path === undefined) return;
    const missing = hasTests ? 'CI' : hasCi ? 'tests' : 'tests and CI';
    ctx.report({
      at: fileStart({ path }),
      key: 'tests',
      message: `missing ${missing}: ${hasTests ? 'no workflow runs the tests of' : 'no file tests'} the ${counted(own.length, 'module')} of this application`,
    });
  },
});

/** Something starts it as a service, or builds an image of it. */
const isDeployed = ({ artifacts, commands }: ProjectModel): boolean =>
  [...artifacts.of('dockerfile'), ...artifacts.of('compose')].some(({ path }) => !isComposeForDevelopment(path)) ||
  commands.some(({ isService, path }) => isService && !isComposeForDevelopment(path));

const TEST =
  /(?:^|\/)(?:__tests__|tests?|specs?|e2e|testing)\/|(?:^|\/)test_[^/]*$|[._-](?:tests?|spec)\.\w+$|(?:^|\/)(?:tests?|conftest)\.py$/i;
const CI =
  /^(?:\.github\/workflows\/|\.gitlab-ci\.ya?ml$|\.circleci\/|\.travis\.ya?ml$|azure-pipelines|bitbucket-pipelines|\.drone\.ya?ml$|\.woodpecker|cloudbuild|buildspec|appveyor|\.buildkite\/|\.gitea\/workflows\/|\.forgejo\/workflows\/|\.semaphore\/|\.tekton\/|\.harness\/|\.teamcity\/)|(?:^|\/)Jenkinsfile|(?:^|\/)azure-pipelines/i;
