import FuzzKit
import JSONModel

@testable import Sheets

/// What holds for each text that is read as a TOML record, or refused.
enum DocumentRules {
    /// Read, written and read again it is the same; what is served says the same; and the bounds
    /// were kept.
    static func check(_ text: UnsafeRawBufferPointer) {
        let value: TOMLValue
        do throws(TOMLError) {
            value = try TOMLReader.parse(text)
        } catch {
            checkRefusal(error, of: text)
            return
        }
        guard case .table(let table) = value else { finding("the root is no table") }
        claim(
            String(validating: text, as: UTF8.self) != nil, "what is not UTF-8 was read as a record"
        )
        let shape = Shape(of: value)
        claim(shape.values <= Sheets.Limits.values + 1, "\(shape.values) values were read")
        claim(shape.nesting <= Sheets.Limits.nesting, "\(shape.nesting) levels were read")
        let written = TOMLWriter.bytes(of: table)
        checkWriting(of: table, as: written)
        checkServing(of: table, text, shape, written)
    }

    private static func checkRefusal(_ error: TOMLError, of text: UnsafeRawBufferPointer) {
        claim(!error.message.isEmpty, "a text is refused without a reason")
        guard let line = error.line else { return }
        let lines = text.count { $0 == UInt8(ascii: "\n") } + 1
        claim((1...lines + 1).contains(line), "refused at line \(line) of \(lines)")
    }

    private static func checkWriting(of table: TOMLTable, as written: [UInt8]) {
        let again: TOMLValue
        do throws(TOMLError) {
            again = try TOMLReader.parse(written)
        } catch {
            // The canonical form can be larger than what it was made of.
            guard error.message.hasPrefix("more than ") || error.message.hasPrefix("larger than ")
            else {
                finding("what was written cannot be read, \(error.message): \(written.shown)")
            }
            return
        }
        claim(again == .table(table), "what was written says something else: \(written.shown)")
        guard case .table(let read) = again else { return }
        let second = TOMLWriter.bytes(of: read)
        claim(second == written, "written twice: \(written.shown) and \(second.shown)")
    }

    /// The record as it goes out, from the text and from the values, and back as a `PUT` of just
    /// that.
    private static func checkServing(
        of table: TOMLTable, _ text: UnsafeRawBufferPointer, _ shape: Shape, _ written: [UInt8]
    ) {
        let served: [UInt8]
        do throws(SheetProblem) {
            served = try SampleSheet.plain.read(recordPath: "x", filePath: "x.toml", bytes: text)
                .json
        } catch {
            claim(
                error.reason.contains("the record's path says"),
                "it can be read, but not served: \(error.reason)")
            return
        }
        claim(
            served == table.json, "served as \(served.shown), its fields are \(table.json.shown)")
        guard shape.brackets < Sheets.Limits.nesting else { return }
        do {
            let body = try JSON.parse(served)
            let fields = try SampleSheet.plain.fields(putting: body, over: table, at: nil)
            claim(fields == table, "put back as it was served it differs: \(served.shown)")
            let bytes = try SampleSheet.plain.bytes(of: fields)
            claim(bytes == written, "put back it is written as \(bytes.shown)")
        } catch {
            finding("put back as it was served it is refused: \(error): \(served.shown)")
        }
    }
}
