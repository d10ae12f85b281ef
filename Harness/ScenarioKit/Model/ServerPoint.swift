/// The places where a server started with `--harness` can be held, by name.
package enum ServerPoint {
    /// What is done to references, and what is written, between two points; it may be made to fail.
    private static let effects = [
        "conflict-branch", "replayed", "withdrawn", "accepted", "branch-moved", "objects-written",
    ]
    /// What cannot fail between two points.
    private static let steps = ["swapped", "push-told", "delivered"]

    /// Every point.
    package static let all =
        ["after-fetched"]
        + (effects + steps).flatMap { ["before-\($0)", "after-\($0)"] }

    /// The points behind which something may be made to fail.
    package static let failing = Set(effects.map { "before-\($0)" })
}
