import Foundation
import FuzzKit

@testable import Sheets

/// What holds for each text that is read as a markdown record.
enum MarkdownRules {
    /// Written and read again the fields are the same, and the text but for blank lines around it.
    static func check(_ text: UnsafeRawBufferPointer) {
        let sheet = SampleSheet.markdown
        guard let fields = try? sheet.fields(of: Array(text)) else { return }
        guard case .string(let body)? = fields["body"] else { finding("there is no text") }
        var header = fields
        header["body"] = nil
        let written: [UInt8]
        do {
            written = try sheet.bytes(of: fields)
        } catch {
            // A text of several lines in the front matter may hold the line that ends it.
            claim(
                holdsBorder(TOMLWriter.bytes(of: header)),
                "a record that was read cannot be written: \(error)")
            return
        }
        guard let again = try? sheet.fields(of: written) else {
            finding("what was written cannot be read: \(written.shown)")
        }
        guard case .string(let text)? = again["body"] else { finding("the text is gone") }
        var rest = again
        rest["body"] = nil
        claim(rest == header, "the front matter says something else: \(written.shown)")
        claim(
            trimmed(text).utf8.elementsEqual(trimmed(body).utf8),
            "the text says something else: \(written.shown)")
    }

    private static func holdsBorder(_ header: [UInt8]) -> Bool {
        header.split(separator: UInt8(ascii: "\n")).contains { $0.starts(with: "+++".utf8) }
    }

    private static func trimmed(_ text: String) -> String {
        text.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
