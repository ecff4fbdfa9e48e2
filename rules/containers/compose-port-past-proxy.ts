import type { ComposePort } from '#artifacts';
import { defineProjectRule } from '#kit';
import { isComposeForDevelopment } from '#project/reach/for-development';

export default defineProjectRule({
  docs: {
    summary: 'published port that bypasses the reverse proxy',
    why: 'Docker publishes the port on every interface. Clients reach the service in plain HTTP, past the TLS, limits and access rules of the proxy.',
    remedy: 'Remove `ports` (the proxy reaches the service by its name), or publish on `127.0.0.1`',
    harm: 'grants-access',
    severity: 'P2',
    precision: 'low',
    since: '0.1.0',
    cwe: [668],
    origin: [{ document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '6' }],
    bad: '# path: compose.yml\nservices:\n  web:\n    build: .\n    ports: ["8000:8000"]\n  proxy:\n    image: nginx:1.27\n    ports: ["443:443"]\n',
    good: '# path: compose.yml\nservices:\n  web:\n    build: .\n  proxy:\n    image: nginx:1.27\n    ports: ["443:443"]\n',
  },
  check(project, ctx) {
    for (const file of project.artifacts.of('compose')) {
      const { services } = file.model;
      const proxy = services.find(
        ({ image, ports }) =>
          PROXY.test(image?.value ?? '') && ports.some(({ target }) => target === '443' || target === '80'),
      );
      if (proxy === undefined || isComposeForDevelopment(file.path)) continue;
      for (const { name, build, ports } of services) {
        const port = build === undefined ? undefined : ports.find(isOpen);
        if (port === undefined || ports.some(({ target }) => target === '443' || target === '80')) continue;
        ctx.report({
          at: file.placeOf(port.span),
          key: `${file.path} ${name.value}`,
          cause: file.path,
          message: `bypassed proxy: port ${port.target} of \`${name.value}\` is published on every interface, past \`${proxy.name.value}\``,
          related: [{ ...file.placeOf(proxy.name.span), message: 'the proxy' }],
        });
      }
    }
  },
});

const PROXY =
  /(?:^|\/)(?:nginx|traefik|caddy|haproxy|httpd|envoy|nginx-proxy-manager|nginx-proxy|swag|openresty)(?::|@|$)/;

const isOpen = ({ hostAddress, published, protocol }: ComposePort): boolean =>
  (hostAddress === undefined || hostAddress === '0.0.0.0' || hostAddress === '::') &&
  published !== undefined &&
  !published.includes('$') &&
  protocol !== 'udp';
