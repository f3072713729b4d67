/** How a destination is doing, as delivery tells it. */
export interface DestinationState {
  readonly name: string;
  /** `open`: the circuit breaker holds calls back; `paused`: nothing is sent until somebody mends the credentials. */
  readonly status: 'ok' | 'open' | 'probing' | 'paused';
  /** What went wrong last. */
  readonly reason?: string;
  /** Unix milliseconds. */
  readonly nextAttemptAt?: number;
}
