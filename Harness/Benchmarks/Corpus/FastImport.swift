import Foundation

/// One stream for `git fast-import`, the quickest way to write many objects.
final class FastImport {
    private let repository: String
    private let file: String
    private let stream: FileHandle
    private var text = ""

    init(into repository: String) throws {
        self.repository = repository
        file = repository + ".stream"
        guard FileManager.default.createFile(atPath: file, contents: nil),
            let stream = FileHandle(forWritingAtPath: file)
        else { throw BenchmarkError.inconsistent("cannot write \(file)") }
        self.stream = stream
    }

    deinit { unlink(file) }

    func begin(_ ref: String, time: Int, _ message: String) {
        text += "commit \(ref)\ncommitter Bench <bench@localhost> \(time) +0000\n"
        text += "data \(message.utf8.count)\n\(message)\n"
    }

    func from(_ commit: String) { text += "from \(commit)\n" }

    func add(_ file: Corpus.File) throws {
        text += "M 100644 inline \(file.path)\ndata \(file.text.utf8.count)\n\(file.text)\n"
        if text.utf8.count > 1 << 20 { try flush() }
    }

    func finish() throws {
        text += "\ndone\n"
        try flush()
        try stream.close()
        try ChildProcess.run(
            ["git", "--git-dir=\(repository)", "fast-import", "--quiet", "--force", "--done"],
            input: file)
    }

    private func flush() throws {
        try stream.write(contentsOf: Data(text.utf8))
        text = ""
    }
}
