import { defineProjectRule } from '#kit';

export default defineProjectRule({
  docs: {
    summary: 'SSH host key of a deployment is not verified',
    why: 'A man in the middle can answer in place of the server. They receive the code, secrets and commands of the deployment, and can pass the session on with changes.',
    remedy: 'Store the host key as a secret or in the repository, and write that to `known_hosts`',
    harm: 'grants-access',
    severity: 'P2',
    precision: 'low',
    since: '0.1.0',
    cwe: [322],
    origin: [{ document: 'Field report 2', finding: '3: host key check off' }],
    bad: '# path: deploy.sh\n#!/bin/sh\nssh -o StrictHostKeyChecking=no deploy@shop.example.com ./restart\n',
    good: '# path: deploy.sh\n#!/bin/sh\nssh -o UserKnownHostsFile=deploy/known_hosts deploy@shop.example.com ./restart\n',
  },
  check(project, ctx) {
    for (const { command, kind, path, placeOf } of project.commands) {
      if (kind === 'markdown') continue;
      const texts = [...command.words, ...command.environment.flatMap(({ value }) => value ?? [])].map(
        ({ text }) => text,
      );
      const off = texts.map((text) => OFF.exec(text)?.[0]).find((found) => found !== undefined);
      const isScanned =
        command.words[0]?.text === 'ssh-keyscan' &&
        command.redirections.some(({ operator }) => operator.startsWith('>'));
      if (off === undefined && !isScanned) continue;
      ctx.report({
        at: placeOf(command.span),
        key: `${path} ${off ?? 'ssh-keyscan'}`,
        cause: path,
        message: isScanned
          ? 'host key not verified: `ssh-keyscan` trusts whichever server answers at the time of the deployment'
          : `host key not verified: \`${off}\` accepts any server`,
      });
    }
  },
});

const OFF =
  /StrictHostKeyChecking[= ](?:"?no|off|accept-new)\b|UserKnownHostsFile[= ]\/dev\/null|ANSIBLE_HOST_KEY_CHECKING=[Ff]alse/;
