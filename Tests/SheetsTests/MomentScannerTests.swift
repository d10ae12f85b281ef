import Testing

@testable import Sheets

@Suite("Dates and times in JSON strings") struct MomentScannerTests {
    /// toml++ reads the same text as a TOML value.
    private static func oracle(_ text: String) -> TOMLValue? {
        guard case .table(let table)? = try? TOMLReader.parse(Array("x = \(text)".utf8)) else {
            return nil
        }
        return switch table["x"] {
        case .offsetDateTime?, .localDateTime?, .localDate?, .localTime?: table["x"]
        default: nil
        }
    }

    private static func scanned(_ text: String) -> TOMLValue? {
        var scan = MomentScanner(text)
        return scan.moment()
    }

    @Test func readsWhatTOMLReads() {
        let dates = [
            "2026-01-02", "0000-01-01", "9999-12-31", "2024-02-29", "2023-02-29", "2026-13-01",
            "2026-00-10", "2026-04-31", "26-01-02", "2026-1-2", "2026/01/02", "",
        ]
        let separators = ["T", "t", " ", "", "_"]
        let times = [
            "03:04:05", "00:00:00", "23:59:59", "24:00:00", "23:60:00", "03:04", "3:04:05",
            "03:04:05.5", "03:04:05.000000001", "03:04:05.123456789", "03:04:05.", "03:04:05,5",
            "",
        ]
        let offsets = [
            "", "Z", "z", "+02:00", "-11:30", "+23:59", "-00:00", "+24:00", "+2:00", "+0200", "Q",
        ]
        var read = 0
        for date in dates {
            for separator in separators {
                for time in times {
                    for offset in offsets {
                        let text = date + separator + time + offset
                        // A blank at the end is no part of a TOML value.
                        guard text.last != " ", text.first != " " else { continue }
                        let value = Self.scanned(text)
                        #expect(value == Self.oracle(text), "\(text)")
                        if value != nil { read += 1 }
                    }
                }
            }
        }
        #expect(read > 300)
    }

    @Test func dropsDigitsBehindTheNinth() {
        #expect(
            Self.scanned("03:04:05.1234567899")
                == .localTime(
                    TOMLTime(hour: 3, minute: 4, second: 5, nanosecond: 123_456_789)))
    }

    @Test(arguments: [
        "2026-01-02 ", " 2026-01-02", "2026-01-02T", "2026-01-02T03:04:05Zx", "２026-01-02",
    ])
    func refuses(text: String) {
        #expect(Self.scanned(text) == nil)
    }
}
