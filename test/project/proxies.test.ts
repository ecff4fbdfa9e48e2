import { expect, test } from 'vitest';
import { locationsFor, locationsIn, nginxSetting } from '../../src/project/proxies.ts';
import { deliveryOf } from './read-project.ts';

function confOf(content: string) {
  const [file] = deliveryOf(new Map([['nginx.conf', content]])).artifacts.of('nginx');
  if (file === undefined) throw new Error('not read');
  return file;
}

/** Marks, paths and addresses of the locations through which a path of the application is called. */
const calledThrough = (path: string, content: string) =>
  locationsFor(path, locationsIn(confOf(content))).map(
    ({ mark, path: location, passes }) => `${mark}${location} ${passes.flatMap(({ targets }) => targets)}`,
  );

const APP = 'proxy_pass http://app:8000;';

test.each([
  ['a longer prefix', `location /ws/ { ${APP} } location / { ${APP} }`, ['/ws/ app:8000']],
  ['one that passes to a variable', `location /ws/ { proxy_pass $app; } location / { ${APP} }`, []],
  ['one that answers itself', `location /ws { return 404; } location / { ${APP} }`, []],
  ['one of gRPC', `location /ws { grpc_pass grpc://app:9000; } location / { ${APP} }`, ['/ws app:9000']],
  ['an exact path', `location = /ws/orders { ${APP} } location /ws/ { return 404; }`, ['=/ws/orders app:8000']],
  ['an exact path of another', `location = /ws { return 404; } location /ws { ${APP} }`, ['/ws app:8000']],
  ['a regular expression', `location ~ ^/ws/ { return 404; } location / { ${APP} }`, []],
  ['none is tried behind it', `location ~ ^/ws/ { return 404; } location ^~ /ws { ${APP} }`, ['^~/ws app:8000']],
  [
    'expressions of other paths',
    `location ~ ^/files?/ {} location ~* "\\.(js|css)$" {} location / { ${APP} }`,
    ['/ app:8000'],
  ],
  ['an expression of two', `location ~ ^/a/|^/ws/ {} location / { ${APP} }`, []],
  ['by a name', `location / { try_files $uri $uri/ @app; } location @app { ${APP} }`, ['/ app:8000']],
  ['a name of another server', `location / { try_files $uri @app; } } server { location @app { ${APP} }`, []],
  ['a file', `location / { try_files $uri /index.html; } location @app { ${APP} }`, []],
  ['a path in place of its own', 'location /shop/ { proxy_pass http://app:8000/; }', ['/shop/ app:8000']],
  ['a path below', 'location / { proxy_pass http://app:8000/api/; }', []],
  ['a path that is rewritten', `location / { rewrite ^/(.*)$ /api/$1 break; ${APP} }`, []],
  ['a socket', 'location / { proxy_pass http://unix:/run/app.sock; }', ['/ unix:/run/app.sock']],
  ['a socket and a path', 'location /a/ { proxy_pass http://unix:/run/app.sock:/; }', ['/a/ unix:/run/app.sock']],
  [
    'an upstream',
    'location / { proxy_pass http://apps; } } upstream apps { server a:1 weight=2; server b:2;',
    ['/ a:1,b:2'],
  ],
  ['a template', `location /ws/ { proxy_pass http://\${HOST}:8000; } location / { ${APP} }`, []],
])('the location of /ws/orders: %s', (_, locations, expected) => {
  expect(calledThrough('/ws/orders', `server { ${locations} }`)).toEqual(expected);
});

test.each([
  ['its own', 'a 1; server { a 2; location / { a 3; PASS } }', ['3']],
  ['that of the server', 'a 1; server { a 2; location / { PASS } }', ['2']],
  ['that of the file', 'a 1; server { location / { PASS } }', ['1']],
  ['all of one block', 'a 1; server { a 2; a 3; location / { PASS } }', ['2', '3']],
  ['none', 'server { location / { PASS } location /b { a 1; } }', []],
  ['beside an included file', 'server { location / { include more.conf; a 1; PASS } }', undefined],
  ['above an included file', 'server { include more.conf; location / { a 1; PASS } }', ['1']],
  ['beside files of nginx', 'server { location / { include /etc/nginx/uwsgi_params; a 1; PASS } }', ['1']],
  ['below the depth that is read', `${'b {'.repeat(60)} ${'}'.repeat(60)} server { a 2; location / { PASS } }`, ['2']],
])('the setting of a location: %s', (_, content, expected) => {
  const file = confOf(content.replace('PASS', APP));
  const [pass] = locationsIn(file).flatMap(({ passes }) => passes);
  expect(nginxSetting(file, pass?.directive.block, 'a')?.map(({ value }) => value.value)).toEqual(expected);
});
