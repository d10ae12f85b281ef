import GitAccess
import GitModel

/// The invariants that hold at every moment.
extension Simulation {
    /// The first wait of the backoff, less its jitter.
    private static let shortestPause = Duration.milliseconds(900)

    /// Every commit of ours is on a branch of the clone or of the remote, itself or replayed, or
    /// its change is upstream, or the remote took it back and that was adopted.
    func checkNothingLost() {
        let branches = refs.filter { $0.key.text.hasPrefix("refs/heads/") }.map(\.value)
        checkKept(by: branches + origin.values, where: "no branch")
    }

    func checkKept(by tips: [CommitID], where place: String) {
        guard audit.violation == nil, !audit.own.isEmpty else { return }
        let kept = book.reachable(from: tips)
        let missing = audit.own.filter { !kept.contains(book.number(of: $0) ?? -1) }
        guard !missing.isEmpty else { return }
        let words = Set(kept.numbers.map { book.message(of: book.commit(number: $0)) })
        for commit in missing where !words.contains(book.message(of: commit)) {
            if audit.isAdopted, isTakenBack(commit) { continue }
            if isUpstream(commit, in: kept) {
                marks.insert(.event("dropped"))
                audit.own.removeAll { $0 == commit }
                continue
            }
            return violate("no-commit-lost", "\(name(commit)) is on \(place)")
        }
    }

    /// Whether the remote had the commit, or a replay of it, and has not now.
    private func isTakenBack(_ commit: CommitID) -> Bool {
        let words = book.message(of: commit)
        return audit.takenBack.numbers.contains {
            book.message(of: book.commit(number: $0)) == words
        }
    }

    /// Whether a commit's change is in a state that was published: replayed there it is empty.
    private func isUpstream(_ commit: CommitID, in kept: CommitSet) -> Bool {
        let after = book.records(of: commit)
        let before = book.records(of: book.content(of: commit)?.parents.first)
        return kept.numbers.contains { number in
            let records = book.records(of: book.commit(number: number))
            return RecordMap.merged(base: before, ours: records, theirs: after) == records
        }
    }

    /// What a push is about to do to a reference of the remote.
    func checkPush(_ order: PushOrder, from before: CommitID?) {
        if let before, !book.isAncestor(before, of: order.source) {
            violate(
                "never-forced", "\(order.destination) \(name(before)) → \(name(order.source))")
        }
        if order.isForConflict, let before, before != order.source {
            violate("conflict-refs-append-only", "\(order.destination) of the remote moved")
        }
        if !book.records(of: order.source).isServable, !order.isForConflict {
            violate("nothing-invalid-pushed", "\(name(order.source)) cannot be read")
        }
        let new = book.ancestors(of: order.source)
            .subtracting(book.reachable(from: origin.values))
        let restored = new.intersection(audit.takenBack).intersection(audit.published)
        if let number = restored.last {
            let commit = book.commit(number: number)
            violate("taken-back-stays-away", "\(name(commit)) is on the remote again")
        }
        if let number = new.numbers.first(where: {
            audit.refused.contains(book.commit(number: $0))
        }) {
            violate("no-unacked-visible", "\(name(book.commit(number: number))) was refused")
        }
    }

    /// A push comes no sooner than the backoff allows after the same one was refused.
    func checkPace(of orders: [PushOrder]) {
        let keys = orders.map {
            Audit.PushOrderKey(
                source: $0.source, destination: $0.destination, expected: $0.expected)
        }
        if let last = audit.lastPush, last.wasRefused, last.orders == keys,
            time.now - last.at < Self.shortestPause
        {
            violate("no-retry-spin", "pushed again \(time.now - last.at) after a refusal")
        }
        audit.lastPush = Audit.Push(orders: keys, at: time.now)
    }

    /// What is served is exactly one commit, and generations only grow.
    func checkAnswer() {
        guard let served = memory.served else { return }
        let tree = served.commit.flatMap { book.content(of: $0)?.tree }
        let files = tree.map { book.content(of: $0) } ?? [:]
        if served.files != files {
            violate("no-torn-read", "an answer of \(name(served.commit)) has other records")
        }
        if memory.generation <= audit.generationSeen {
            violate("monotonic-reads", "generation \(memory.generation) again")
        }
        audit.generationSeen = memory.generation
        if let tree, !book.records(in: tree).isServable {
            violate("nothing-invalid-served", "\(name(served.commit)) cannot be read")
        }
        if let commit = served.commit,
            book.ancestors(of: commit).numbers.contains(where: {
                audit.refused.contains(book.commit(number: $0))
            })
        {
            violate("no-unacked-visible", "a refused write is served")
        }
    }

    /// With nothing under way, what is served is the tip of the branch.
    func checkServed() {
        guard isAlive, let served = memory.served, localTip != audit.foreignTip else { return }
        if served.commit != localTip {
            violate(
                "head-is-served", "\(name(served.commit)) served, branch at \(name(localTip))")
        }
    }
}
