import Foundation
import FuzzKit
import HTTPTypes

@testable import HTTPAPI

/// What holds for each request target.
enum TargetRules {
    /// The target, split as Foundation splits it; nil when it is refused.
    static func checked(_ text: String) -> RequestTarget? {
        let plain = PlainTarget(text)
        let target: RequestTarget
        do throws(APIError) {
            target = try RequestTarget(text)
        } catch {
            claim(
                error.status == .badRequest && error.code == "bad-request",
                "refused with \(error.status)")
            claim(plain == nil, "\(text) is refused, though it can be decoded: \(error.message)")
            return nil
        }
        guard let plain else { finding("\(text) is decoded, though it should be refused") }
        claim(
            plain.segments.elementsEqual(target.segments, by: isSame),
            "the segments of \(text) are \(target.segments), not \(plain.segments)")
        claim(
            plain.query.elementsEqual(target.query) {
                isSame($0.name, $1.name) && isSame($0.value, $1.value)
            }, "the query of \(text) is \(target.query), not \(plain.query)")
        checkRoute(of: target)
        return target
    }

    /// The operators' endpoints, and those only, lie below their folder.
    private static func checkRoute(of target: RequestTarget) {
        guard let route = Route(target.segments) else { return }
        claim(!route.methods.isEmpty, "\(route) has no method")
        let isBelow = target.segments.starts(with: ["api", "_internal"])
        claim(route.isInternal == isBelow, "\(target.segments) is internal: \(route.isInternal)")
        if case .record(_, let path) = route {
            claim(
                isSame(path, target.segments.dropFirst(3).joined(separator: "/")),
                "\(target.segments) is the record \(path)")
        }
    }

    private static func isSame(_ one: String, _ other: String) -> Bool {
        one.utf8.elementsEqual(other.utf8)
    }
}

/// A request target, split and decoded by Foundation.
struct PlainTarget {
    var segments: [String] = []
    var query: [(name: String, value: String)] = []

    /// Nil for what has to be refused.
    init?(_ text: String) {
        let bytes = Array(text.utf8)
        let mark = bytes.firstIndex(of: UInt8(ascii: "?")) ?? bytes.count
        let path = bytes[..<mark].split(
            separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        for part in path.dropFirst() {
            guard let segment = Self.decoded(part) else { return nil }
            segments.append(segment)
        }
        for pair in bytes[mark...].dropFirst().split(separator: UInt8(ascii: "&")) {
            let spaced = pair.map { $0 == UInt8(ascii: "+") ? UInt8(ascii: " ") : $0 }
            let equals = spaced.firstIndex(of: UInt8(ascii: "=")) ?? spaced.count
            guard let name = Self.decoded(spaced[..<equals]),
                let value = Self.decoded(spaced[equals...].dropFirst())
            else { return nil }
            query.append((name, value))
        }
        guard query.count <= 32 else { return nil }
    }

    private static func decoded(_ part: ArraySlice<UInt8>) -> String? {
        let given = String(decoding: part, as: UTF8.self)
        guard let text = given.removingPercentEncoding, !text.unicodeScalars.contains("\0"),
            marks(in: text) == marks(in: given) + escapedMarks(in: given)
        else { return nil }
        return text
    }

    /// Foundation puts U+FFFD where `%A9` stands alone, in place of refusing it.
    private static func marks(in text: String) -> Int {
        text.unicodeScalars.count { $0 == "\u{FFFD}" }
    }

    private static func escapedMarks(in text: String) -> Int {
        text.uppercased().components(separatedBy: "%EF%BF%BD").count - 1
    }
}
