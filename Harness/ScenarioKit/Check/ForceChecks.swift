/// Whether anything was forced onto a remote.
package enum ForceChecks {
    /// Pushes that could overwrite or delete, by what they say.
    package static func arguments(_ calls: [GitCall]) -> [Finding] {
        calls.compactMap { call in
            call.forced.map { Finding(.neverForced, "git push was called with \($0)") }
        }
    }

    /// Changes by a server that are neither a creation nor a fast-forward.
    ///
    /// - Parameter isAncestor: whether the first commit is in the history of the second.
    package static func transitions(
        _ transitions: [RefTransition], name: (String?) -> String,
        isolation: isolated (any Actor)? = #isolation,
        isAncestor: (String, String) async throws -> Bool
    ) async rethrows -> [Finding] {
        var findings: [Finding] = []
        for move in transitions where move.mover == .server {
            guard let old = move.old else { continue }
            guard let new = move.new else {
                findings.append(Finding(.neverForced, "\(move.remote) lost \(move.ref)"))
                continue
            }
            if try await !isAncestor(old, new) {
                findings.append(
                    Finding(
                        .neverForced,
                        "\(move.remote) \(move.ref) went from \(name(old)) to \(name(new))"))
            }
        }
        return findings
    }

    /// Whether a ref is one on which what could not be replayed is kept.
    package static func isConflictBranch(_ ref: String) -> Bool {
        ref.hasPrefix("refs/heads/conflicts/") || ref.hasPrefix("refs/heads/livetree-conflicts/")
    }

    /// Refs of a remote that are not where its journal says: someone went round its hooks.
    ///
    /// The journal of the hook and that of the steps have no common order, so a ref may be at any
    /// commit that one of them names.
    package static func unexplained(
        _ remote: String, from before: [String: String], to after: [String: String],
        by transitions: [RefTransition], name: (String?) -> String
    ) -> [Finding] {
        let own = transitions.filter { $0.remote == remote }
        return Set(before.keys).union(after.keys).sorted().compactMap { ref in
            let moves = own.filter { $0.ref == ref }
            let now = after[ref]
            let isExplained =
                now == before[ref] && moves.isEmpty || moves.contains { $0.new == now }
                || now == before[ref] && moves.contains { $0.new != nil && $0.old == now }
            guard !isExplained else { return nil }
            return Finding(
                .neverForced, "\(remote) \(ref) is \(name(now)), and no push brought it there")
        }
    }

    /// Conflict branches of a remote that changed or went away.
    package static func conflictBranches(_ transitions: [RefTransition]) -> [Finding] {
        transitions.filter {
            $0.mover == .server && $0.old != nil && isConflictBranch($0.ref)
        }.map {
            Finding(
                .conflictRefsAppendOnly,
                "\($0.remote) \($0.ref) \($0.new == nil ? "was deleted" : "was moved")")
        }
    }
}
