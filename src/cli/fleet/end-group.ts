/** Ends a process that leads a group, and all that are in it. Windows has no such groups: there the leader ends alone. */
export function endGroup(leader: number): void {
  try {
    process.kill(process.platform === 'win32' ? leader : -leader, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
