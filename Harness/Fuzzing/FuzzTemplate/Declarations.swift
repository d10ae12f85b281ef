import FuzzKit

@testable import Sheets

/// Sheets that an input declares.
enum Declarations {
    /// Reads a text with a `[gitsheet]` as a declaration, any other as the template of one; nil when
    /// it is refused.
    static func sheet(_ text: [UInt8]) -> SheetDeclaration? {
        if text.firstRange(of: Array("[gitsheet".utf8)) != nil {
            do throws(SheetProblem) {
                return try SheetDeclaration.parse(
                    name: "sample", path: ".gitsheets/sample.toml", bytes: text)
            } catch {
                claim(!error.reason.isEmpty, "a declaration is refused without a reason")
                return nil
            }
        }
        do throws(PathTemplateError) {
            let template = try PathTemplate.parse(String(decoding: text, as: UTF8.self))
            return SheetDeclaration(
                name: "sample", root: "", template: template,
                format: RecordFormat(
                    kind: .toml, bodyField: nil, titleField: nil, normalizesBody: false),
                sorts: [], schema: nil, readOnlyReasons: [])
        } catch {
            claim(!error.reason.isEmpty, "a template is refused without a reason")
            return nil
        }
    }
}
