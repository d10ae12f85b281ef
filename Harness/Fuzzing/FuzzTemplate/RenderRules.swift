import FuzzKit

@testable import Sheets

/// What holds for a template and a record.
enum RenderRules {
    /// The record has no path, or one that a file may have, that the template knows again, and
    /// that only this record's fields agree with.
    static func check(_ sheet: SheetDeclaration, _ record: TOMLTable, elsewhere: String) {
        let path: String
        do throws(PathTemplateError) {
            path = try sheet.template.render(.table(record))
        } catch {
            claim(!error.reason.isEmpty, "a record has no path, without a reason")
            return
        }
        checkNames(of: path)
        guard path.utf8.count <= Sheets.Limits.pathBytes else { return }
        claim(sheet.template.match(path) != nil, "\(path) is rendered and not known again")
        guard sheet.format.kind == .toml else { return }
        let text = TOMLWriter.bytes(of: record)
        if let problem = contradiction(in: text, at: path, of: sheet) {
            finding("the record does not fit the path it renders to: \(problem)")
        }
        checkElsewhere(sheet, text, path, elsewhere)
        checkCompletion(sheet, record, path)
    }

    private static func checkNames(of path: String) {
        for name in path.split(separator: "/", omittingEmptySubsequences: false) {
            claim(
                !name.isEmpty && name != "." && name != ".." && name.lowercased() != ".git",
                "\(path) is rendered, though no tree holds it")
        }
        let isSafe = path.unicodeScalars.allSatisfy {
            $0.value >= 0x20 && !"<>:\"|?*".unicodeScalars.contains($0) && $0 != "\u{FFFD}"
        }
        claim(isSafe, "\(path.debugDescription) is rendered, though no file may be called so")
    }

    /// At another path that the template can produce, the record contradicts it.
    private static func checkElsewhere(
        _ sheet: SheetDeclaration, _ text: [UInt8], _ path: String, _ elsewhere: String
    ) {
        // A path with the replacement character is refused for that.
        guard !elsewhere.utf8.elementsEqual(path.utf8), sheet.template.match(elsewhere) != nil,
            !elsewhere.unicodeScalars.contains("\u{FFFD}")
        else { return }
        claim(
            contradiction(in: text, at: elsewhere, of: sheet) != nil,
            "the record of \(path) is taken at \(elsewhere)")
    }

    private static func contradiction(
        in text: [UInt8], at path: String, of sheet: SheetDeclaration
    ) -> String? {
        text.withUnsafeBytes { bytes -> String? in
            do throws(SheetProblem) {
                _ = try sheet.read(recordPath: path, filePath: path + ".toml", bytes: bytes)
                return nil
            } catch {
                return error.reason.contains("the record's path says") ? error.reason : nil
            }
        }
    }

    /// Fields taken away come back from the path as they were, or the path is not enough.
    private static func checkCompletion(
        _ sheet: SheetDeclaration, _ record: TOMLTable, _ path: String
    ) {
        var bare = record
        let fields = sheet.template.fields.filter { $0.keys.count == 1 }
        for field in fields { bare[field.keys[0]] = nil }
        let completed: TOMLTable
        do throws(RecordRefusal) {
            completed = try sheet.completing(bare, stored: record, at: path)
        } catch {
            claim(!error.problems.isEmpty, "a record is refused without a reason")
            return
        }
        for field in fields {
            let (old, new) = (record[field.keys[0]], completed[field.keys[0]])
            switch old {
            // An expression's numbers are doubles, whose texts are not always the integer's.
            case .integer? where field.isExpression: continue
            case .string?, .integer?, .boolean?:
                claim(new == old, "the field \(field) of \(path) came back as another")
            default: claim(new != nil, "the field \(field) of \(path) did not come back")
            }
        }
    }
}
