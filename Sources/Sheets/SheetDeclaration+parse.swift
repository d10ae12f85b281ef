extension SheetDeclaration {
    /// Folder of the declarations.
    static let folder = ".gitsheets"

    /// Returns `people` for `.gitsheets/people.toml`; nil for what is no declaration.
    package static func sheetName(ofPath path: String) -> String? {
        let utf8 = path.utf8
        let prefix = (folder + "/").utf8
        guard utf8.starts(with: prefix), utf8.suffix(5).elementsEqual(".toml".utf8) else {
            return nil
        }
        let name = utf8.dropFirst(prefix.count).dropLast(5)
        guard !name.isEmpty, !name.contains(UInt8(ascii: "/")) else { return nil }
        return String(Substring(name))
    }

    /// Reads a declaration; `path` names it in problems.
    package static func parse(
        name: String, path: String, bytes: [UInt8]
    ) throws(SheetProblem) -> SheetDeclaration {
        if name.unicodeScalars.contains("\u{FFFD}") {
            throw SheetProblem(path: path, line: nil, reason: "the path is not valid UTF-8")
        }
        do throws(TOMLError) {
            return try TOMLReader.withBytes(of: bytes) { text throws(TOMLError) in
                try DeclarationReader.declaration(name: name, bytes: text)
            }
        } catch {
            throw SheetProblem(path: path, line: error.line, reason: error.message)
        }
    }
}
