/// The judgements over a history of reads. Pure: the same history, the same findings.
package struct ReadChecks: Sendable {
    /// How many findings of one kind are put into words.
    private static let told = 3

    package let history: ReadHistory
    /// Turns an id into a name.
    private let name: @Sendable (String?) -> String

    package init(
        _ history: ReadHistory, name: @escaping @Sendable (String?) -> String = { $0 ?? "absent" }
    ) {
        self.history = history
        self.name = name
    }

    /// Reads whose parts come from different commits.
    package var torn: [Finding] {
        history.reads.filter(\.isGood).compactMap { read in
            tornReason(read).map { Finding(.noTornRead, $0, reads: [read]) }
        }
    }

    private func tornReason(_ read: ReadRecord) -> String? {
        let place = "reader \(read.connection) (\(read.kind.word))"
        guard let commit = read.commit else { return "\(place): an answer without X-Data-Commit" }
        if let body = read.bodyCommit, body != commit {
            return "\(place): header says \(name(commit)), body says \(name(body))"
        }
        if let least = read.leastStamp, let greatest = read.greatestStamp, least != greatest {
            return "\(place): records of gen \(least) and gen \(greatest) in one answer"
        }
        guard let stamp = history.stamps[commit] else { return nil }
        if let seen = read.leastStamp, seen != stamp {
            return "\(place): gen \(seen) under \(name(commit)), whose gen is \(stamp)"
        }
        return selectionReason(read, stamp: stamp, place: place)
    }

    /// A search or filter by stamp finds everything or nothing, depending on the commit.
    private func selectionReason(_ read: ReadRecord, stamp: Int, place: String) -> String? {
        guard let wanted = read.wantedStamp, !read.truncated, history.stampedRecords >= 30 else {
            return nil
        }
        let all = min(history.stampedRecords, 100)
        // A name may hold the number too ("Person 2"), so some hits are no sign of the stamp.
        let foundThem = read.matches * 2 >= all
        guard foundThem != (wanted == stamp) else { return nil }
        return
            "\(place): gen=\(wanted) finds \(read.matches) of \(all) under \(name(read.commit)), "
            + "whose gen is \(stamp)"
    }

    /// Generations that go backwards on a connection, or name two commits.
    package func backward(_ scope: ReadsExpectation.Monotonic = .perConnection) -> [Finding] {
        guard history.starts.count <= 1 else {
            return history.lives.flatMap { ReadChecks($0, name: name).backward(scope) }
        }
        var findings: [Finding] = []
        var commits: [UInt64: String] = [:]
        var latest: [Int: ReadRecord] = [:]
        for read in history.reads.filter(\.isGood) {
            guard let generation = read.generation else {
                findings.append(
                    Finding(
                        .monotonicReads, "reader \(read.connection): no X-Data-Generation",
                        reads: [read]))
                continue
            }
            if let commit = read.commit {
                let known = commits[generation] ?? commit
                commits[generation] = known
                if known != commit {
                    findings.append(
                        Finding(
                            .monotonicReads,
                            "generation \(generation) is \(name(known)) and \(name(commit))",
                            reads: [read]))
                }
            }
            if let before = latest[read.connection], let earlier = before.generation,
                earlier > generation
            {
                findings.append(
                    Finding(
                        .monotonicReads,
                        "reader \(read.connection) saw generation \(earlier) "
                            + "(\(name(before.commit))), then \(generation) (\(name(read.commit)))",
                        reads: [before, read])
                )
            }
            latest[read.connection] = read
        }
        return scope == .global ? findings + backwardAcross() : findings
    }

    /// Over all connections: a read begun after another ended sees at least its generation.
    private func backwardAcross() -> [Finding] {
        let ended = history.reads.filter { $0.isGood && $0.generation != nil }
        var begun = ended
        begun.sort { $0.start < $1.start }
        var findings: [Finding] = []
        var next = 0
        var greatest: UInt64 = 0
        for read in begun {
            while next < ended.count, ended[next].end < read.start {
                greatest = max(greatest, ended[next].generation ?? 0)
                next += 1
            }
            if let generation = read.generation, generation < greatest {
                findings.append(
                    Finding(
                        .monotonicReads,
                        "generation \(generation) was read after \(greatest) had been",
                        reads: [read]))
            }
        }
        return findings
    }

    /// Reads begun after a reload's answer that saw an earlier generation than it established, or
    /// what it said to be gone.
    package var stale: [Finding] {
        guard history.starts.count <= 1 else {
            return history.lives.flatMap { ReadChecks($0, name: name).stale }
        }
        return earlier + gone
    }

    /// Reads that saw what was served before a reload, begun after its answer, where nobody ever
    /// saw what it led to: no generation can be known of that.
    private var gone: [Finding] {
        let observed = observed
        return history.acknowledgements.flatMap { promise -> [Finding] in
            guard promise.swapped, promise.generation == nil, let old = promise.old,
                let new = promise.new, old != new, !observed.contains(new)
            else { return [] }
            let returns = history.acknowledgements.contains {
                $0.new == old && $0.answered > promise.asked
            }
            guard !returns else { return [] }
            return history.reads.filter {
                $0.isGood && $0.start > promise.answered && $0.commit == old
            }.map { read in
                Finding(
                    .freshAfterAck,
                    "reader \(read.connection) saw \(name(old)) after \(name(new)) was "
                        + "acknowledged",
                    reads: [read])
            }
        }
    }

    private var earlier: [Finding] {
        var generations: [String: UInt64] = [:]
        for read in history.reads where read.isGood {
            guard let commit = read.commit, let generation = read.generation else { continue }
            generations[commit] = min(generations[commit] ?? generation, generation)
        }
        let promised = history.acknowledgements.compactMap { promise -> (MonotonicTime, UInt64)? in
            let known = promise.generation ?? promise.new.flatMap { generations[$0] }
            return known.map { (promise.answered, $0) }
        }.sorted { $0.0 < $1.0 }
        var begun = history.reads.filter { $0.isGood && $0.generation != nil }
        begun.sort { $0.start < $1.start }
        var findings: [Finding] = []
        var next = 0
        var least: UInt64 = 0
        for read in begun {
            while next < promised.count, promised[next].0 < read.start {
                least = max(least, promised[next].1)
                next += 1
            }
            if let generation = read.generation, generation < least {
                findings.append(
                    Finding(
                        .freshAfterAck,
                        "reader \(read.connection) saw generation \(generation) "
                            + "(\(name(read.commit))) after generation \(least) was acknowledged",
                        reads: [read]))
            }
        }
        return findings
    }

    /// Reads without a good answer while the server was supposed to be up.
    package var errors: [ReadRecord] {
        history.reads.filter { read in
            !read.isGood
                && !history.downtimes.contains { downtime in
                    read.end >= downtime.from && downtime.until.map { read.start <= $0 } ?? true
                }
        }
    }

    /// Every commit that was read.
    package var observed: Set<String> {
        Set(history.reads.filter(\.isGood).compactMap(\.commit))
    }

    /// The duration 99 of 100 reads did not exceed; nil without reads.
    package var p99: Duration? {
        let durations = history.reads.filter(\.isGood).map {
            $0.end.nanoseconds - $0.start.nanoseconds
        }.sorted()
        guard !durations.isEmpty else { return nil }
        return .nanoseconds(Int64(durations[min(durations.count - 1, durations.count * 99 / 100)]))
    }

    /// The first findings of a list in words, and how many more there are.
    package static func summary(_ findings: [Finding]) -> [Finding] {
        guard findings.count > told, let last = findings.first else { return findings }
        return findings.prefix(told)
            + [Finding(last.invariant, "… and \(findings.count - told) more")]
    }
}
