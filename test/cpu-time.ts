/** Milliseconds of the processor that this process has used, of all its threads: what other programs take of the machine is not in it. */
export function cpuMilliseconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
