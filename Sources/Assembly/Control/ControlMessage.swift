import Foundation
import JSONModel

/// One line from the harness.
enum ControlMessage: Equatable {
    /// The wall clock stands still at this time.
    case clock(Date)
    /// The monotonic clock stands still and moves by `advance` alone.
    case standStill
    /// The monotonic clock is so much later.
    case advance(Duration)
    /// Wait at this point, whoever reaches it.
    case hold(String)
    /// Who waits at this point goes on; who comes later waits.
    case pass(String)
    /// Who waits at this point goes on into an error; who comes later waits.
    case fail(String)
    /// Go on from this point, and do not wait there again.
    case release(String)
    /// Say that all lines before this one were heard.
    case mark(Double)
    /// All instructions for the start were given.
    case go

    /// The clock moves at most this many seconds at once: ten years.
    private static let longestAdvance = 315_360_000.0

    /// Nil for a line that is none of them.
    init?(line: [UInt8]) {
        guard let json = try? JSON.parse(line), case .object(let members) = json,
            let member = members.first, members.count == 1
        else { return nil }
        switch (member.key, member.value) {
        case ("clock", .string(let text)):
            guard let date = try? Date(text, strategy: .iso8601) else { return nil }
            self = .clock(date)
        case ("stand", .bool(true)): self = .standStill
        case ("advance", let value):
            guard let seconds = Self.seconds(value) else { return nil }
            self = .advance(.seconds(seconds))
        case ("hold", .string(let point)): self = .hold(point)
        case ("pass", .string(let point)): self = .pass(point)
        case ("fail", .string(let point)): self = .fail(point)
        case ("release", .string(let point)): self = .release(point)
        case ("mark", let value):
            guard let number = Self.number(value) else { return nil }
            self = .mark(number)
        case ("go", .bool(true)): self = .go
        default: return nil
        }
    }

    private static func seconds(_ value: JSON) -> Double? {
        number(value).flatMap { (0...longestAdvance).contains($0) ? $0 : nil }
    }

    private static func number(_ value: JSON) -> Double? {
        switch value {
        case .integer(let count): Double(count)
        case .number(let number): number
        default: nil
        }
    }
}
