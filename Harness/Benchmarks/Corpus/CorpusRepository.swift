import Foundation

/// A bare repository that holds a corpus, and takes more commits on it.
final class CorpusRepository {
    let path: String
    let corpus: Corpus
    private var time: Int

    /// Opens what `create` or a clone of it left at `path`.
    init(at path: String, holding corpus: Corpus) throws {
        self.path = path
        self.corpus = corpus
        let text = try ChildProcess.output(
            ["git", "--git-dir=\(path)", "log", "-1", "--format=%ct", "refs/heads/main"])
        time = Int(text.trimmingCharacters(in: .whitespacesAndNewlines)) ?? 1_700_000_000
    }

    /// Writes the whole corpus as one commit on `main`, packed, by one `git fast-import`.
    static func create(_ corpus: Corpus, at path: String) throws {
        try ChildProcess.run(["git", "init", "--quiet", "--bare", "--initial-branch=main", path])
        let stream = try FastImport(into: path)
        stream.begin("refs/heads/main", time: 1_700_000_000, "Data")
        for file in corpus.declarations { try stream.add(file) }
        for number in 0..<corpus.records { try stream.add(corpus.record(number)) }
        try stream.finish()
    }

    /// One more commit on `main` for each list of files; the commits' ids.
    ///
    /// With `ref` they begin at `main` but stay on that reference.
    @discardableResult func commit(
        _ commits: [[Corpus.File]], ref: String = "refs/heads/main"
    ) throws -> [String] {
        let stream = try FastImport(into: path)
        for (number, files) in commits.enumerated() {
            time += 1
            stream.begin(ref, time: time, "Change \(time)")
            if number == 0 { stream.from("refs/heads/main^0") }
            for file in files { try stream.add(file) }
        }
        try stream.finish()
        let list = try ChildProcess.output([
            "git", "--git-dir=\(path)", "rev-list", "--reverse", "-\(commits.count)", ref,
        ])
        return list.split(separator: "\n").map(String.init)
    }

    /// Moves `main` of the repository at `path`, as a push would.
    static func move(_ path: String, to commit: String) throws {
        let file = "\(path)/refs/heads/main"
        try Data("\(commit)\n".utf8).write(to: URL(fileURLWithPath: file), options: .atomic)
    }

    func tip() throws -> String {
        try ChildProcess.output(["git", "--git-dir=\(path)", "rev-parse", "refs/heads/main"])
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// `count` records drawn from all, changed: no record twice.
    func changes(_ count: Int, version: Int, _ random: inout SeededGenerator) -> [Corpus.File] {
        var numbers: Set<Int> = []
        while numbers.count < min(count, corpus.records) {
            numbers.insert(random.int(below: corpus.records))
        }
        return numbers.sorted().map { corpus.record($0, version: version) }
    }
}
