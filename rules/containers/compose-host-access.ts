import { defineProjectRule } from '#kit';

export default defineProjectRule({
  docs: {
    summary: 'container with control over its host: Docker socket or privileged mode',
    why: 'An attacker in the container can start another one with the file system of the host, and is then root on the machine.',
    remedy:
      'Remove the mount or `privileged: true`; put a filtering socket proxy in front of Docker if the service needs a part of its API',
    harm: 'grants-access',
    severity: { 'service of the project': 'P1', 'tool that is made for it': 'P2' },
    precision: 'low',
    since: '0.1.0',
    cwe: [250, 269],
    origin: [{ document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '6' }],
    bad: '# path: compose.yml\nservices:\n  runner:\n    build: .\n    volumes:\n      - /var/run/docker.sock:/var/run/docker.sock\n',
    good: '# path: compose.yml\nservices:\n  runner:\n    build: .\n    environment:\n      DOCKER_HOST: tcp://socket-proxy:2375\n',
  },
  check(project, ctx) {
    for (const file of project.artifacts.of('compose')) {
      for (const { name, image, mounts, isPrivileged, span } of file.model.services) {
        // A proxy is what keeps the others from the socket.
        if (/socket-proxy/.test(image?.value ?? name.value)) continue;
        const mount = mounts.find(({ source }) =>
          /(?:^|\/)(?:docker|podman|containerd)\.sock$/.test(source?.value ?? ''),
        );
        if (mount === undefined && !isPrivileged) continue;
        const what = mount === undefined ? 'runs in privileged mode' : `mounts \`${mount.source?.value}\``;
        const given = mount?.span ?? name.span;
        ctx.report({
          at: file.placeOf(given.start >= span.start ? given : name.span),
          key: `${file.path} ${name.value}`,
          kind: TOOLS.test(image?.value ?? '') ? 'tool that is made for it' : 'service of the project',
          message: `container escape: \`${name.value}\` ${what}, which gives it control over the host`,
        });
      }
    }
  },
});

/** Images that watch, route to or manage the containers beside them. */
const TOOLS =
  /(?:^|\/)(?:traefik|portainer\S*|watchtower|cadvisor|dozzle|nginx-proxy|acme-companion|docker-gen|promtail|alloy|datadog|agent|autoheal|ofelia|homepage|diun|dind|docker|gitlab-runner|act_runner|telegraf|vector|fluent-bit|filebeat|netdata|beszel-agent|caddy-docker-proxy|tecnativa\S*)(?::|@|$)/;
