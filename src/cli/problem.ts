/** A mistake that the user can mend: printed as one message, without a stack trace, and the process ends with 2. */
export class UserError extends Error {
  override readonly name = 'UserError';
}

/** Exit code of a command that was not started rightly: wrong configuration, port taken, store unwritable. */
export const EXIT_MISUSE = 2;

/** Exit code of a failure that is ours. */
export const EXIT_FAILURE = 1;
