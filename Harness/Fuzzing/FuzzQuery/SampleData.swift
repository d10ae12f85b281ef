import Foundation
import FuzzKit
import GitModel
import JSONModel
import LiveData
import Sheets

/// What is served to every input: one sheet, whose records hold each kind of value and names that
/// look alike.
enum SampleData {
    static let sheet = "people"

    static let live: LiveSnapshot = {
        let live = LiveSnapshot()
        live.swap(to: snapshot)
        return live
    }()

    static let snapshot: Snapshot = {
        let blob = BlobID(.zero)
        return Snapshot(
            commit: nil, tree: nil, generation: 1,
            sheets: [
                sheet: SheetSnapshot(
                    declaration: declaration, declarationBlob: blob,
                    records: SortedEntries(records.map { ($0.path, $0) }),
                    attachments: SortedEntries())
            ])
    }()

    static let records: [Record] = texts.enumerated().map { number, text in
        let path = names[number % names.count] + (number < names.count ? "" : "\(number)")
        do {
            let record = try Data(text.utf8).withUnsafeBytes { bytes in
                try declaration.read(recordPath: path, filePath: path, bytes: bytes)
            }
            let digits = String(number, radix: 16)
            let hex = String(repeating: "0", count: 40 - digits.count) + digits
            return Record(
                path: path, blob: BlobID(hex: hex) ?? BlobID(.zero), json: record.json)
        } catch {
            finding("the sample record \(number) is refused: \(error)")
        }
    }

    /// The records as values.
    static let values: [JSON] = records.map { record in
        guard let value = try? JSON.parse(record.json) else { finding("a record is no JSON") }
        return value
    }

    private static let declaration: SheetDeclaration = {
        let text = "[gitsheet]\nroot = 'people'\npath = '${{ file/** }}'\n"
        do throws(SheetProblem) {
            return try SheetDeclaration.parse(
                name: sheet, path: ".gitsheets/people.toml", bytes: Array(text.utf8))
        } catch {
            finding("the sample declaration is refused: \(error.reason)")
        }
    }()

    /// A name twice in both its normal forms, and one that equals an ASCII one to Unicode.
    private static let names = [
        "ada", "caf\u{E9}", "cafe\u{301}", "K", "\u{212A}", "a/b", "a b", "a+b", "100%", "z",
    ]

    private static let texts = [
        "a = 1", "a = 1.0", "a = '1'", "a = true", "a = [1, 2]", "a = ['1', 'x']", "a = {b = 1}",
        "a = {b = [1, {c = 'x'}]}", "'a.b' = 1", "a = 9223372036854775807",
        "a = 9223372036854775806", "a = 1e300", "a = -0.0", "a = nan", "a = inf",
        "a = 2024-05-06", "a = 2024-05-06T07:08:09Z", "a = ''", "a = '\"'", "a = \"\\n\\u0000\"",
        "a = '\u{E9}'", "a = 'e\u{301}'", "b = 1", "a = []", "a = {}", "a = -1", "a = 10",
        "a = 'A'",
    ]
}
