extension StepNarrator {
    /// Each wanted thing as a few words.
    static func expectation(_ expect: Expectation) -> [String] {
        answer(expect) + repositories(expect) + process(expect)
    }

    private static func answer(_ expect: Expectation) -> [String] {
        var parts: [String] = []
        if let status = expect.status {
            parts.append("status \(status.map(String.init).joined(separator: " or "))")
        }
        parts += [
            expect.outcome.map { "outcome \($0.rawValue)" },
            expect.reason.map { "reason \($0)" },
            expect.boot?.outcome.map { "booted \($0.rawValue)" },
            expect.boot?.reason.map { "boot reason \($0)" },
            expect.swapped.map { $0 ? "swapped" : "not swapped" },
            expect.pushed.map { $0 ? "pushed" : "not pushed" },
            expect.old.map { "old \($0)" }, expect.new.map { "new \($0)" },
            expect.commit.map { "commit \($0)" }, expect.served.map { "\($0) is served" },
            expect.ahead.map { "ahead \($0)" }, expect.behind.map { "behind \($0)" },
            expect.conflictBranch.map { "conflict branch \(text($0))" },
            expect.dropped.map { "dropped \($0.map(\.description).joined(separator: " "))" },
            expect.body.map { "body with \($0.map(\.name).joined(separator: ", "))" },
        ].compactMap { $0 }
        return parts
    }

    private static func repositories(_ expect: Expectation) -> [String] {
        var parts = (expect.refs ?? []).map { "\($0.ref) is \($0.commit)" }
        parts += (expect.graph ?? []).map { "\($0.of) looks as drawn" }
        parts += (expect.reachable ?? []).map {
            "\($0.commit) reachable from \($0.from)\($0.form == .replayed ? ", replayed" : "")"
        }
        parts += (expect.record ?? []).map { record in
            switch record.wanted {
            case .absent: "no record \(record.path)"
            case .fields(let fields):
                "record \(record.path) with \(fields.map(\.name).joined(separator: ", "))"
            }
        }
        parts += (expect.files ?? []).map { "\($0.actor):\($0.path) says \(text($0.wanted))" }
        if let fsck = expect.fsck { parts.append("fsck \(fsck.rawValue)") }
        if expect.locks != nil { parts.append("no locks") }
        if expect.worktree != nil { parts.append("a clean worktree") }
        return parts
    }

    private static func process(_ expect: Expectation) -> [String] {
        var parts: [String?] = []
        if let reads = expect.reads {
            parts += [
                reads.count.map { "reads of \(reads.of) \($0)" },
                reads.torn.map { "torn reads \($0)" },
                reads.errors.map { "failed reads \($0)" },
                reads.monotonic.map { "reads monotonic \($0.rawValue)" },
                reads.observed.map { "saw \($0.map(\.description).joined(separator: " "))" },
                reads.freshAfterAck.map { $0 ? "reads fresh after an answer" : "" },
                reads.p99.map { "p99 \($0)" },
            ]
        }
        if let push = expect.push {
            parts += [
                push.state.map { "push \($0.rawValue)" }, push.reason.map { "for \($0.rawValue)" },
                push.attempts.map { "push attempts \($0)" },
                push.retries.map { "push retries \($0)" },
                push.pending.map { "commits waiting \($0)" },
                push.forced.map { "forced pushes \($0)" },
                push.nextDelay.map { "next attempt in \($0)" },
            ]
        }
        if let cluster = expect.cluster {
            parts += [
                cluster.role.map { "its role is \($0.rawValue)" },
                cluster.writer.map { "the writer is \(text($0))" },
                cluster.nodes.map { "nodes \($0)" },
                cluster.converged.map { "the remote's commit is \($0 ? "" : "not ")served" },
                cluster.behind.map { nodes in
                    nodes.isEmpty ? "none is behind" : "behind: \(nodes.joined(separator: ", "))"
                },
            ]
        }
        parts += [
            expect.gate.map { "someone is held at \($0)" },
            expect.ready.map { "ready \($0)" },
            expect.alive.map { $0 ? "alive" : "not alive" },
            expect.exit.map { "exit \($0)" }, expect.cpu.map { "cpu \($0) %" },
        ]
        parts += (expect.log ?? []).map { log in
            let words = [log.level?.rawValue, log.event, log.count.map { "× \($0)" }]
            return "log \(words.compactMap { $0 }.joined(separator: " "))"
        }
        parts += (expect.metrics ?? []).map { "\($0.name) \($0.value)" }
        return parts.compactMap { $0 }.filter { !$0.isEmpty }
    }

    private static func text(_ matcher: TextMatcher) -> String {
        switch matcher {
        case .equal(let text): text
        case .pattern(let pattern): "/\(pattern)/"
        case .capture(let reference): reference.description
        case .absent: "absent"
        }
    }
}
