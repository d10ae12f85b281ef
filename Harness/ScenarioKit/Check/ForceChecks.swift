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

    /// Conflict branches of a remote that changed or went away.
    package static func conflictBranches(_ transitions: [RefTransition]) -> [Finding] {
        transitions.filter {
            $0.mover == .server && $0.old != nil && $0.ref.hasPrefix("refs/heads/conflicts/")
        }.map {
            Finding(
                .conflictRefsAppendOnly,
                "\($0.remote) \($0.ref) \($0.new == nil ? "was deleted" : "was moved")")
        }
    }
}
