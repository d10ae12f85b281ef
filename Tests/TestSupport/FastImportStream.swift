import GitModel

/// The input of `git fast-import`, built in memory.
struct FastImportStream {
    private(set) var bytes: [UInt8] = []

    /// Appends one commit, and the question for its name.
    mutating func commit(
        to ref: String, message: String, time: Int64, parents: [CommitID],
        files: [(key: String, value: TestFile)]
    ) {
        line("reset \(ref)")
        line("commit \(ref)")
        line("mark :1")
        line("author Ada Author <ada@example.org> \(time) +0000")
        line("committer Carl Committer <carl@example.org> \(time) +0000")
        data(Array(message.utf8))
        for (index, parent) in parents.enumerated() {
            line("\(index == 0 ? "from" : "merge") \(parent.hex)")
        }
        for (path, file) in files where file.isRemoval { line("D \(Self.quoted(path))") }
        for (path, file) in files { put(file, at: Self.quoted(path)) }
        line("")
        line("get-mark :1")
    }

    private mutating func put(_ file: TestFile, at path: String) {
        switch file {
        case .bytes(let content):
            line("M 100644 inline \(path)")
            data(content)
        case .executable(let text):
            line("M 100755 inline \(path)")
            data(Array(text.utf8))
        case .symlink(let target):
            line("M 120000 inline \(path)")
            data(Array(target.utf8))
        case .gitlink(let commit):
            line("M 160000 \(commit) \(path)")
        case .removed:
            break
        }
    }

    private mutating func line(_ text: String) {
        bytes.append(contentsOf: text.utf8)
        bytes.append(UInt8(ascii: "\n"))
    }

    private mutating func data(_ content: [UInt8]) {
        line("data \(content.count)")
        bytes.append(contentsOf: content)
        bytes.append(UInt8(ascii: "\n"))
    }

    /// The path in git's C quotes, so that any character may be in it.
    private static func quoted(_ path: String) -> String {
        var text = "\""
        for scalar in path.unicodeScalars {
            switch scalar {
            case "\"", "\\": text += "\\\(scalar)"
            case "\n": text += "\\n"
            case "\t": text += "\\t"
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text + "\""
    }
}

extension TestFile {
    var isRemoval: Bool {
        if case .removed = self { true } else { false }
    }
}
