/// Every choice sequence of a generator, one after the other, instead of a sample of them.
///
/// Works as TigerBeetle's `exhaustigen`: the last choice that can still grow is raised, and what
/// came behind it starts again at 0.
package struct ChoiceEnumerator: Sendable {
    private var next: [UInt32]? = []

    package init() {}

    /// Whether all were given.
    package var isExhausted: Bool { next == nil }

    /// The next tape; nil when all were given.
    package mutating func tape() -> ChoiceTape? {
        next.map { ChoiceTape(replaying: $0) }
    }

    /// Tells what was chosen with the tape given last.
    package mutating func used(_ tape: ChoiceTape) {
        var choices = tape.choices
        while let last = choices.popLast() {
            if last + 1 < tape.bounds[choices.count] {
                next = choices + [last + 1]
                return
            }
        }
        next = nil
    }
}
