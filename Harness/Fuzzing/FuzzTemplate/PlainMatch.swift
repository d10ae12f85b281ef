@testable import Sheets

/// The matching of paths once more, slow and obvious: how many ways there are to split a name among
/// the parts of a segment.
enum PlainMatch {
    /// Whether the template can produce the path.
    static func admits(_ template: PathTemplate, _ path: String) -> Bool {
        guard path.utf8.count <= Sheets.Limits.pathBytes else { return false }
        let names = Self.names(of: path)
        guard !names.contains(where: \.isEmpty) else { return false }
        let count = template.segments.count
        guard template.recursive == nil ? names.count == count : names.count > count else {
            return false
        }
        return zip(names, template.segments).allSatisfy { ways(to: $0, $1) > 0 }
    }

    static func names(of path: String) -> [[UInt8]] {
        path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
            .map { Array($0) }
    }

    /// 0, 1, or 2 for more than one.
    static func ways(to name: [UInt8], _ parts: [PathPart]) -> Int {
        if parts.count == 1, case .bucket(_, _, let unit) = parts[0] {
            return isDate(String(decoding: name, as: UTF8.self), unit) ? 1 : 0
        }
        // ways[n]: in how many ways the parts so far make the first n bytes.
        var ways = [1] + Array(repeating: 0, count: name.count)
        for part in parts {
            var next = Array(repeating: 0, count: name.count + 1)
            if case .literal(let text) = part {
                for start in ways.indices where ways[start] > 0 {
                    guard name[start...].starts(with: text) else { continue }
                    next[start + text.count] = ways[start]
                }
            } else {
                var sum = 0
                for end in ways.indices {
                    sum = min(2, sum + ways[end])
                    next[end] = sum
                }
            }
            ways = next
        }
        return ways[name.count]
    }

    private static func isDate(_ name: String, _ unit: DateBucket.Unit) -> Bool {
        switch unit {
        case .year, .weekYear:
            name.utf8.count == 4 && name.utf8.allSatisfy { "0123456789".utf8.contains($0) }
        case .month: (1...12).contains { name == twoDigits($0) }
        case .day: (1...31).contains { name == twoDigits($0) }
        case .week: (1...53).contains { name == twoDigits($0) }
        }
    }

    private static func twoDigits(_ number: Int) -> String {
        number < 10 ? "0\(number)" : "\(number)"
    }
}
