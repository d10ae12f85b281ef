import Push

/// Something worth reaching. A session that never reached one it should have proves too little.
package struct Mark: Hashable, Sendable, Comparable, CustomStringConvertible {
    package let description: String

    private init(_ kind: String, _ name: String) { description = "\(kind) \(name)" }

    /// A word of the contract: an outcome or an error code.
    static func outcome(_ word: String) -> Mark { Mark("outcome", word) }
    /// Why pushing did not get on.
    static func reason(_ word: String) -> Mark { Mark("reason", word) }
    /// The process died at this boundary.
    static func crash(_ boundary: String) -> Mark { Mark("crash", boundary) }
    static func fault(_ name: String) -> Mark { Mark("fault", name) }
    static func event(_ name: String) -> Mark { Mark("event", name) }

    /// How an attempt to push ended.
    static func push(_ outcome: PushOutcome) -> Mark {
        let name =
            switch outcome {
            case .confirmed: "confirmed"
            case .advanced: "advanced"
            case .seen: "seen"
            case .declined: "declined"
            case .diverged(let reason, _): "diverged-\(reason.rawValue)"
            case .raced: "raced"
            case .lineFailed: "line-failed"
            }
        return Mark("push", name)
    }

    package static func < (left: Mark, right: Mark) -> Bool {
        left.description < right.description
    }
}
