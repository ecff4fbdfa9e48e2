/** What keeps a fleet from running: one sentence with what to do about it. */
export class FleetError extends Error {
  override readonly name = 'FleetError';
}

/** Why one repository was not scanned. The fleet goes on with the rest. */
export class RepositoryFailure extends Error {
  override readonly name = 'RepositoryFailure';

  constructor(
    message: string,
    /** Whether another try would end as this one did. */
    readonly isFinal: boolean,
  ) {
    super(message);
  }
}
