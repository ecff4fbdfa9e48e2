import { defineProjectRule } from '#kit';
import type { ArtifactFile } from '#project';
import { nginxSetting, type ProxyPass } from '#project/proxies';
import { listedCode } from '#text/wording';
import { proxiedPaths } from './_shared/proxied-paths.ts';

export default defineProjectRule({
  docs: {
    summary: 'proxy that does not forward the upgrade of a WebSocket route',
    why: 'The proxy removes `Upgrade` and `Connection` from a request. The application sees a plain GET, answers with an error, and no client can open the connection.',
    remedy:
      'Set `proxy_http_version 1.1`, `proxy_set_header Upgrade $http_upgrade` and `proxy_set_header Connection "upgrade"` in the location',
    harm: 'breaks',
    severity: 'P1',
    precision: 'low',
    since: '0.1.0',
    cwe: [],
    origin: [{ document: 'Field report 2', finding: 'WebSocket upgrade headers missing in the proxy' }],
    bad: '# path: app.py\nfrom fastapi import FastAPI, WebSocket\n\napp = FastAPI()\n\n\n@app.websocket("/ws/orders")\nasync def orders(socket: WebSocket):\n    await socket.accept()\n# path: nginx.conf\nserver {\n    location / {\n        proxy_pass http://127.0.0.1:8000;\n    }\n}\n',
    good: '# path: app.py\nfrom fastapi import FastAPI, WebSocket\n\napp = FastAPI()\n\n\n@app.websocket("/ws/orders")\nasync def orders(socket: WebSocket):\n    await socket.accept()\n# path: nginx.conf\nserver {\n    location / {\n        proxy_pass http://127.0.0.1:8000;\n        proxy_http_version 1.1;\n        proxy_set_header Upgrade $http_upgrade;\n        proxy_set_header Connection "upgrade";\n    }\n}\n',
  },
  check(project, ctx) {
    const proxied = proxiedPaths(({ methods }) => methods.includes('WEBSOCKET'), project);
    const cut = proxied.flatMap(({ path, file, passes }) => {
      const missing = passes.map((pass) => headersMissing(pass, file));
      const [pass] = passes;
      return missing.some((each) => each.length === 0) || pass === undefined
        ? []
        : [{ path, file, pass: pass.directive, missing: missing[0] ?? [] }];
    });
    for (const pass of new Set(cut.map((each) => each.pass))) {
      const own = cut.filter((each) => each.pass === pass);
      const [first] = own;
      if (first === undefined) continue;
      ctx.report({
        at: first.file.placeOf(pass.value.span),
        key: `${first.file.path} ${pass.value.value}`,
        message: `WebSocket upgrade is not forwarded: the location of ${listedCode(
          own.map(({ path }) => path),
          3,
        )} does not pass ${listedCode(first.missing, 2)}`,
      });
    }
  },
});

/** Headers of a location replace all of those around it; none where an included file may set them. */
function headersMissing({ directive }: ProxyPass, file: ArtifactFile<'nginx'>): readonly string[] {
  const set = nginxSetting(file, directive.block, 'proxy_set_header');
  if (set === undefined || directive.name.value !== 'proxy_pass') return [];
  const given = new Set(
    set.flatMap(({ value }) => /^([\w-]+)\s+(?!["']{2})/.exec(value.value)?.[1]?.toLowerCase() ?? []),
  );
  return ['Upgrade', 'Connection'].filter((name) => !given.has(name.toLowerCase()));
}
