import Foundation
import Sheets
import Testing

/// Random three-way merges beside those of gitsheets.
@Suite struct RecordMergeOracleTests {
    struct Triple: Decodable {
        let base: Data
        let ours: Data
        let theirs: Data
        /// Nil where gitsheets sees a conflict; empty for an empty record.
        let text: Data?
        let clean: Bool
        let conflicts: [String]

        /// Whether a version has a NaN where gitsheets sees a conflict.
        func conflictsOverNaN(_ codec: RecordCodec) throws -> Bool {
            for version in [base, ours, theirs] {
                let fields = TOMLValue.table(try codec.fields(of: [UInt8](version)))
                for field in conflicts {
                    let keys = field.split(separator: ".").map(String.init)
                    guard let value = fields.value(at: keys) else { continue }
                    var alone = TOMLTable()
                    alone["v"] = .array([value, .integer(0)])
                    let text = String(decoding: TOMLWriter.bytes(of: alone), as: UTF8.self)
                    if text.contains("nan") { return true }
                }
            }
            return false
        }

        func replacing(_ word: String, _ other: String) -> Triple {
            let replace: (Data) -> Data = {
                Data(
                    String(decoding: $0, as: UTF8.self).replacingOccurrences(of: word, with: other)
                        .utf8)
            }
            return Triple(
                base: replace(base), ours: replace(ours), theirs: replace(theirs),
                text: text.map(replace), clean: clean, conflicts: conflicts)
        }
    }

    /// How the two may differ, and why.
    enum Disagreement: Hashable {
        /// The same merged fields, but one side's own bytes instead of canonical ones.
        case bytesOfOneSide
        /// gitsheets compares floats as numbers: a change of 0.0 to -0.0 is none to it.
        case signOfZero
        /// To gitsheets a NaN differs from itself: a record with one never merges.
        case notANumber
        case unexplained
    }

    @Test(
        .enabled(if: PythonOracle.hasGitsheets, "needs the Python package gitsheets"),
        arguments: [("toml", UInt32(1)), ("toml", 2), ("markdown", 3)])
    func mergesAsGitsheetsDoes(_ kind: String, _ seed: UInt32) async throws {
        let answer = try #require(
            await PythonOracle.run(["-c", MergeOracleScript.text, kind, "\(seed)", "1500"]))
        try #require(answer.status == 0)
        let triples = try JSONDecoder().decode([Triple].self, from: answer.output)
        #expect(triples.count == 1500)
        let codec = kind == "toml" ? RecordCodec.toml : RecordCodec.markdown
        var counts: [Disagreement: Int] = [:]
        var unexplained: [String] = []
        for triple in triples {
            let result = merge(triple, codec)
            guard var found = try disagreement(triple, result, codec) else { continue }
            if found == .unexplained {
                let positive = triple.replacing("-0.0", "0.0")
                if try disagreement(positive, merge(positive, codec), codec) != .unexplained {
                    found = .signOfZero
                }
            }
            counts[found, default: 0] += 1
            if found == .unexplained { unexplained.append(describe(triple, result)) }
        }
        #expect(unexplained.prefix(2) == [])
        #expect(unexplained.count == 0)
        // A generator that makes only one kind proves nothing.
        let conflicts = triples.count { !$0.clean }
        #expect(conflicts > 200)
        #expect(triples.count - conflicts - counts.values.reduce(0, +) > 200)
        #expect(counts[.notANumber, default: 0] > 0)
    }

    private func merge(_ triple: Triple, _ codec: RecordCodec) -> RecordMergeResult {
        RecordMerge.merge(
            base: [UInt8](triple.base), ours: [UInt8](triple.ours),
            theirs: [UInt8](triple.theirs), lineMerge: nil, format: codec.format,
            sorts: codec.sorts)
    }

    private func disagreement(
        _ triple: Triple, _ result: RecordMergeResult, _ codec: RecordCodec
    ) throws -> Disagreement? {
        let expected = triple.clean ? [UInt8](triple.text ?? Data()) : nil
        switch (result, expected) {
        case (.conflict, nil): return nil
        case (.merged(let bytes, _), let expected?):
            if bytes == expected { return nil }
            let ours = try codec.fields(of: bytes)
            let theirs = try codec.fields(of: expected)
            if ours == theirs { return .bytesOfOneSide }
            return .unexplained
        case (.merged, nil):
            return try triple.conflictsOverNaN(codec) ? .notANumber : .unexplained
        case (.conflict, _): return .unexplained
        }
    }

    private func describe(_ triple: Triple, _ result: RecordMergeResult) -> String {
        let texts = [triple.base, triple.ours, triple.theirs, triple.text ?? Data()]
            .map { String(decoding: $0, as: UTF8.self).debugDescription }
        let outcome =
            switch result {
            case .merged(let bytes, _): String(decoding: bytes, as: UTF8.self).debugDescription
            case .conflict(let reason): reason
            }
        return texts.joined(separator: " | ") + " \(triple.conflicts) here: \(outcome)"
    }
}

extension RecordCodec {
    /// A sheet of markdown records.
    static let markdown = RecordCodec(format: .markdown, sorts: [])
}
