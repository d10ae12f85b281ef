import FuzzKit
import GitModel

@testable import HTTPAPI

/// What holds for values that a request brings in its query or its header fields.
enum ValueRules {
    static func check(_ target: RequestTarget) {
        for (name, value) in target.query {
            checkDuration(value)
            checkRange(value, of: name.utf8.count)
            checkIdentity(value)
            _ = EntityTags.condition(value, isStrong: true)
            claim(
                EntityTags.match("W/\"x\", " + value, "\"x\""), "a tag is not found before \(value)"
            )
        }
    }

    private static func checkDuration(_ text: String) {
        let duration = DurationText.parse(text)
        if let duration {
            claim(
                duration >= .zero && duration <= .seconds(3650 * 86_400), "\(text) is \(duration)")
        }
        guard text.utf8.last == UInt8(ascii: "s"), text.utf8.count <= 9,
            let seconds = Int(text.dropLast()), seconds >= 0, text.first?.isNumber == true
        else { return }
        let wanted: Duration? = seconds <= 3650 * 86_400 ? .seconds(seconds) : nil
        claim(duration == wanted, "\(text) is \(String(describing: duration))")
    }

    /// RFC 9110, section 14.1.2.
    private static func checkRange(_ text: String, of size: Int) {
        let range = ByteRange("bytes=" + text, of: size)
        if case .part(let part) = range {
            claim(
                !part.isEmpty && part.lowerBound >= 0 && part.upperBound <= size,
                "\(part) of \(size) bytes")
        }
        guard let match = text.wholeMatch(of: /([0-9]{0,9})-([0-9]{0,9})/) else { return }
        let wanted: ByteRange
        switch (Int(match.1), Int(match.2)) {
        case (nil, nil): wanted = .whole
        case (let first?, nil):
            wanted = first < size ? .part(first..<size) : .unsatisfiable
        case (nil, let last?):
            wanted = last > 0 && size > 0 ? .part(max(0, size - last)..<size) : .unsatisfiable
        case (let first?, let last?):
            if first >= size {
                wanted = .unsatisfiable
            } else {
                wanted = last < first ? .whole : .part(first..<min(size, last + 1))
            }
        }
        claim(range == wanted, "bytes=\(text) of \(size) is \(range), not \(wanted)")
    }

    private static func checkIdentity(_ text: String) {
        guard text.utf8.count < 512, let identity = Identity(text) else { return }
        let isClean = (identity.name + identity.mail).unicodeScalars.allSatisfy {
            $0.value >= 32 && $0.value != 127 && $0 != "<" && $0 != ">"
        }
        claim(isClean && !identity.name.isEmpty, "\(text.debugDescription) is an identity")
        claim(Identity(identity.description) == identity, "\(identity) is read as another")
    }
}
