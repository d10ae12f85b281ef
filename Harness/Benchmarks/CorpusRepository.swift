import Foundation

/// A bare repository in a temporary folder that holds a corpus; removed at the end.
final class CorpusRepository {
    let path: String
    private let folder: String
    private var time = 1_700_000_000

    /// Writes the whole corpus as one commit on `main`, packed, by one `git fast-import`.
    init(_ corpus: Corpus) throws {
        folder =
            FileManager.default.temporaryDirectory
            .appendingPathComponent("livetree-benchmark-\(UUID().uuidString)").path
        path = folder + "/data.git"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        try git(["init", "--quiet", "--bare", "--initial-branch=main", path])
        try commit(number: 0, of: corpus.records + corpus.declarations.count) { index in
            index < corpus.declarations.count
                ? corpus.declarations[index] : corpus.record(index - corpus.declarations.count)
        }
    }

    deinit {
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// Puts the files into one more commit on `main`.
    func commit(_ files: [Corpus.File]) throws {
        try commit(number: 1, of: files.count) { files[$0] }
    }

    private func commit(number: Int, of count: Int, file: (Int) -> Corpus.File) throws {
        let input = folder + "/stream"
        guard FileManager.default.createFile(atPath: input, contents: nil),
            let stream = FileHandle(forWritingAtPath: input)
        else { throw CocoaError(.fileWriteUnknown) }
        time += 1
        var text = "commit refs/heads/main\ncommitter Bench <bench@localhost> \(time) +0000\n"
        text += "data 4\nData\n"
        if number > 0 { text += "from refs/heads/main^0\n" }
        for index in 0..<count {
            let file = file(index)
            text += "M 100644 inline \(file.path)\ndata \(file.text.utf8.count)\n\(file.text)\n"
            if text.utf8.count > 1 << 20 {
                try stream.write(contentsOf: Data(text.utf8))
                text = ""
            }
        }
        try stream.write(contentsOf: Data((text + "\ndone\n").utf8))
        try stream.close()
        try git(["--git-dir=\(path)", "fast-import", "--quiet", "--done"], input: input)
    }

    private func git(_ arguments: [String], input: String? = nil) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["git"] + arguments
        if let input { process.standardInput = FileHandle(forReadingAtPath: input) }
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw BenchmarkError.git(arguments: arguments, status: process.terminationStatus)
        }
    }
}
