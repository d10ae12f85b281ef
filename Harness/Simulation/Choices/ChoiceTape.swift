/// The choices that make a case: a tape is replayed first and then extended from a seed.
///
/// Whatever is generated is a function of the tape alone, so a shorter or lower tape is a simpler
/// case: that is all the shrinking there is (Hypothesis works so). 0 is always the simplest choice.
package struct ChoiceTape: Sendable {
    /// Where choices come from behind the end of the tape.
    private enum Extension: Sendable {
        /// Every further choice is the simplest.
        case zeros
        case seeded(SeededNumbers)
    }

    /// What was chosen so far, each below the bound it was asked with.
    package private(set) var choices: [UInt32] = []
    /// The bounds that were asked with, one for each choice.
    package private(set) var bounds: [UInt32] = []
    private let tape: [UInt32]
    private var rest: Extension

    /// Replays `tape`, then chooses the simplest.
    package init(replaying tape: [UInt32]) {
        self.tape = tape
        rest = .zeros
    }

    /// Draws everything from the seed.
    package init(seed: UInt64) {
        tape = []
        rest = .seeded(SeededNumbers(seed: seed))
    }

    /// A choice from 0 to below `bound`, which is 1 or more. What the tape has too much is cut off.
    package mutating func below(_ bound: Int) -> Int {
        let bound = UInt32(bound)
        let choice: UInt32
        if choices.count < tape.count {
            choice = min(tape[choices.count], bound - 1)
        } else if case .seeded(var numbers) = rest {
            choice = UInt32(truncatingIfNeeded: ((numbers.next() >> 32) * UInt64(bound)) >> 32)
            rest = .seeded(numbers)
        } else {
            choice = 0
        }
        choices.append(choice)
        bounds.append(bound)
        return Int(choice)
    }

    /// True in `parts` of `whole` cases; false is the simple answer.
    package mutating func chance(_ parts: Int, of whole: Int) -> Bool {
        below(whole) >= whole - parts
    }

    /// One of the elements; the first is the simplest.
    package mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[below(elements.count)]
    }

    /// A count from `range`, smaller ones more often.
    package mutating func count(_ range: ClosedRange<Int>) -> Int {
        let width = range.upperBound - range.lowerBound + 1
        return range.lowerBound + min(below(width), below(width))
    }
}
