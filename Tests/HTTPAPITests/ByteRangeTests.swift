import Testing

@testable import HTTPAPI

@Suite("A range of bytes") struct ByteRangeTests {
    struct Row: CustomTestStringConvertible, Sendable {
        let header: String?
        var size = 10
        let range: ByteRange
        var testDescription: String { "\(header ?? "none") of \(size)" }
    }

    @Test(arguments: [
        Row(header: nil, range: .whole), Row(header: "", range: .whole),
        Row(header: "bytes=0-0", range: .part(0..<1)),
        Row(header: "bytes=0-9", range: .part(0..<10)),
        Row(header: "bytes=0-", range: .part(0..<10)),
        Row(header: "bytes=9-", range: .part(9..<10)),
        Row(header: "bytes=3-5", range: .part(3..<6)),
        Row(header: "bytes=5-99", range: .part(5..<10)),
        Row(header: "bytes=5-999999999999999", range: .part(5..<10)),
        Row(header: "bytes=-1", range: .part(9..<10)),
        Row(header: "bytes=-10", range: .part(0..<10)),
        Row(header: "bytes=-99", range: .part(0..<10)),
        Row(header: "bytes=10-", range: .unsatisfiable),
        Row(header: "bytes=10-12", range: .unsatisfiable),
        Row(header: "bytes=-0", range: .unsatisfiable),
        Row(header: "bytes=0-", size: 0, range: .unsatisfiable),
        Row(header: "bytes=-5", size: 0, range: .unsatisfiable),
        Row(header: "bytes=5-3", range: .whole), Row(header: "bytes=-", range: .whole),
        Row(header: "bytes=a-b", range: .whole), Row(header: "bytes=1-b", range: .whole),
        Row(header: "bytes=+1-2", range: .whole), Row(header: "bytes=1--2", range: .whole),
        Row(header: "bytes=--1", range: .whole), Row(header: "bytes= 1-2", range: .whole),
        Row(header: "bytes=0-1,3-4", range: .whole), Row(header: "lines=0-1", range: .whole),
        Row(header: "0-1", range: .whole), Row(header: "bytes=1", range: .whole),
        Row(header: "bytes=٣-٤", range: .whole),
        Row(header: "bytes=0-99999999999999999999999", range: .whole),
        Row(header: "bytes=-9223372036854775808", range: .whole),
    ])
    func isReadAsTheStandardSays(row: Row) {
        #expect(ByteRange(row.header, of: row.size) == row.range)
    }

    /// Whatever is asked for lies inside the file.
    @Test func neverLeavesTheFile() {
        for size in 0...4 {
            for first in ["", "0", "1", "2", "3", "4", "5"] {
                for last in ["", "0", "1", "2", "3", "4", "5"] {
                    guard case .part(let part) = ByteRange("bytes=\(first)-\(last)", of: size)
                    else { continue }
                    #expect(!part.isEmpty && part.lowerBound >= 0 && part.upperBound <= size)
                }
            }
        }
    }
}
