/** Packages that people install to look around in a container: what they are, and the programs by which something else may need them. As of 2026-11-20. */
import { words } from './words.ts';

/** Names are those of Debian, Alpine and Fedora (https://packages.debian.org, https://pkgs.alpinelinux.org). */
const GROUPS: readonly (readonly [kind: string, names: string])[] = [
  ['editor', 'vim vim-tiny vim-enhanced nano emacs emacs-nox neovim joe mc'],
  ['debugger', 'gdb gdbserver strace ltrace lldb valgrind linux-perf linux-tools-generic perf bpftrace'],
  [
    'network tool',
    'net-tools iputils-ping iputils dnsutils bind9-dnsutils bind-tools bind-utils telnet inetutils-telnet tcpdump nmap traceroute mtr iproute2 iproute netcat netcat-openbsd netcat-traditional nmap-ncat socat iperf3 whois',
  ],
  ['interactive tool', 'tmux screen htop iotop sysstat atop lsof tree less man-db openssh-server'],
  ['compiler', 'build-essential build-base gcc g++ clang gcc-c++'],
];

export const DEBUG_TOOLS: ReadonlyMap<string, string> = new Map(
  GROUPS.flatMap(([kind, names]) => words(names).map((name) => [name, kind] as const)),
);

/** Programs of packages whose name is another one; a package's own name is its program otherwise. */
export const PROGRAMS_OF_TOOLS: ReadonlyMap<string, readonly string[]> = new Map(
  [
    'net-tools ifconfig netstat route',
    'iputils-ping ping',
    'iputils ping',
    'dnsutils dig nslookup host',
    'bind9-dnsutils dig nslookup host',
    'bind-tools dig nslookup host',
    'bind-utils dig nslookup host',
    'inetutils-telnet telnet',
    'iproute2 ip ss tc',
    'iproute ip ss tc',
    'netcat nc',
    'netcat-openbsd nc',
    'netcat-traditional nc',
    'nmap-ncat ncat nc',
    'openssh-server sshd /usr/sbin/sshd',
    'linux-perf perf',
    'sysstat iostat sar pidstat',
    'vim-tiny vi vim',
  ].map((row) => {
    const [name = '', ...programs] = words(row);
    return [name, programs] as const;
  }),
);
