import { defineProjectRule } from '#kit';
import type { ArtifactFile } from '#project';
import { nginxSetting } from '#project/proxies';
import { listedCode } from '#text/wording';
import { proxiedPaths } from './_shared/proxied-paths.ts';

export default defineProjectRule({
  docs: {
    summary: 'upload route behind a proxy with the default limit of 1 MB',
    why: 'The proxy (nginx) answers 413 to every larger request before the application sees it. Uploads that work in development fail in production.',
    remedy: 'Set `client_max_body_size` in the server or location to the limit of the application',
    harm: 'breaks',
    severity: 'P2',
    precision: 'low',
    since: '0.1.0',
    cwe: [],
    origin: [{ document: 'Field report 2', finding: 'uploads fail behind the proxy' }],
    bad: '# path: app.py\nfrom fastapi import FastAPI, UploadFile\n\napp = FastAPI()\n\n\n@app.post("/api/photos")\nasync def add(photo: UploadFile):\n    return {"size": photo.size}\n# path: nginx.conf\nserver {\n    location /api/ {\n        proxy_pass http://127.0.0.1:8000;\n    }\n}\n',
    good: '# path: app.py\nfrom fastapi import FastAPI, UploadFile\n\napp = FastAPI()\n\n\n@app.post("/api/photos")\nasync def add(photo: UploadFile):\n    return {"size": photo.size}\n# path: nginx.conf\nserver {\n    client_max_body_size 20m;\n    location /api/ {\n        proxy_pass http://127.0.0.1:8000;\n    }\n}\n',
  },
  check(project, ctx) {
    const proxied = proxiedPaths(({ takesFile }) => takesFile === true, project);
    for (const file of new Set(proxied.map((each) => each.file))) {
      const own = proxied.filter(
        (each) => each.file === file && each.passes.every(({ directive }) => hasDefaultLimit(file, directive.block)),
      );
      const [first] = own;
      const pass = first?.passes[0]?.directive;
      if (pass === undefined) continue;
      ctx.report({
        at: file.placeOf(pass.value.span),
        key: file.path,
        cause: 'limit',
        message: `upload limit of 1 MB: no \`client_max_body_size\` is set for ${listedCode([...new Set(own.map(({ path }) => path))], 3)}, so nginx refuses larger files`,
      });
    }
  },
});

const hasDefaultLimit = (file: ArtifactFile<'nginx'>, block: number | undefined): boolean =>
  nginxSetting(file, block, 'client_max_body_size')?.length === 0;
