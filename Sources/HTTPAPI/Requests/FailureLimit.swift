/// How many wrong credentials an address may send: a decision, with the time passed in.
///
/// Asked only after a credential was found wrong. So it can keep nobody out who has a right one,
/// from whatever address, and however many wrong ones came from there.
struct FailureLimit {
    /// When the failures of an address will all be forgotten: one is in each
    /// `Limits.failureInterval`.
    private var forgotten: [ClientAddress: ContinuousClock.Instant] = [:]
    private let interval = Limits.failureInterval
    private let burst = Limits.failureInterval * Limits.failures

    /// How many addresses are remembered.
    var count: Int { forgotten.count }

    /// Counts a failure. Nil: it is told that it failed; else it is told to come back after that
    /// long.
    mutating func failed(
        from address: ClientAddress, at now: ContinuousClock.Instant
    ) -> Duration? {
        let known = forgotten[address]
        let moment = max(known ?? now, now)
        let excess = now.duration(to: moment) + interval - burst
        guard excess <= .zero else { return excess }
        if known == nil, forgotten.count >= Limits.failureAddresses { makeRoom(at: now) }
        forgotten[address] = moment + interval
        return nil
    }

    /// Forgets those whose time is over; if that is none, those with the fewest failures.
    private mutating func makeRoom(at now: ContinuousClock.Instant) {
        forgotten = forgotten.filter { $0.value > now }
        guard forgotten.count >= Limits.failureAddresses else { return }
        let kept = forgotten.sorted { $0.value > $1.value }.prefix(Limits.failureAddresses * 3 / 4)
        forgotten = Dictionary(uniqueKeysWithValues: kept.map { ($0.key, $0.value) })
    }
}
