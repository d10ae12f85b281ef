/// The pace of the push daemon.
package struct PushTiming: Sendable, Hashable {
    /// Wait after the first failure; it doubles with each further one.
    package let base: Duration
    /// The longest wait of the backoff, and of what a remote may ask for.
    package let cap: Duration
    /// Wait after a refusal that time alone does not heal.
    package let slow: Duration
    /// How much of a wait is left to chance: 0 none, 0.2 makes it 0.9 to 1.1 of its length.
    package let jitter: Double

    package init(
        base: Duration, cap: Duration, slow: Duration = .seconds(600), jitter: Double = 0.2
    ) {
        precondition(base > .zero && cap >= base && slow > .zero, "waits must be positive")
        precondition((0...1).contains(jitter), "jitter is a part")
        self.base = base
        self.cap = cap
        self.slow = slow
        self.jitter = jitter
    }
}
