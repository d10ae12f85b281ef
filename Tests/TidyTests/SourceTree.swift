import Foundation

/// The repository's own Swift files, read as text.
enum SourceTree {
    struct File {
        /// From the root of the repository.
        let path: String
        let text: String

        /// The target the file belongs to: the folder below `Sources` or `Harness`.
        var module: String { path.split(separator: "/").dropFirst().first.map(String.init) ?? "" }

        var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }

        /// Without comments.
        var code: String {
            lines.map { line in
                line.range(of: "//").map { line[..<$0.lowerBound] } ?? line
            }.joined(separator: "\n")
        }

        /// Modules imported, whatever the access level or the kind.
        var imports: Set<String> {
            var found: Set<String> = []
            for line in lines {
                for statement in line.split(separator: ";") {
                    let code = statement.range(of: "//").map { statement[..<$0.lowerBound] }
                    let words = (code ?? statement).split { $0 == " " || $0 == "\t" }
                        .filter { !$0.hasPrefix("@") }
                    guard let position = words.firstIndex(of: "import"), position <= 1,
                        let last = words.last, position + 1 < words.count
                    else { continue }
                    if let name = last.split(separator: ".").first { found.insert(String(name)) }
                }
            }
            return found
        }
    }

    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static func files(in folders: [String]) throws -> [File] {
        try folders.flatMap { folder -> [File] in
            let base = root.appendingPathComponent(folder)
            let paths = try FileManager.default.subpathsOfDirectory(atPath: base.path)
            return try paths.filter { $0.hasSuffix(".swift") }.sorted().map { path in
                File(
                    path: "\(folder)/\(path)",
                    text: try String(
                        contentsOf: base.appendingPathComponent(path), encoding: .utf8))
            }
        }
    }
}
