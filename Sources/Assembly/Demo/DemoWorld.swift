import Foundation
import GitModel
import Subprocess
import SystemPackage

/// The demo's folders: an origin with sample data, the server's clone, a person's clone.
struct DemoWorld: Sendable {
    static let changedRecord = "/api/sheets/people/ada-lovelace"
    private static let recordCount = 1000

    let folder: String
    private let environment: [String: String]

    var origin: String { folder + "/origin.git" }
    var server: String { folder + "/server.git" }
    private var writer: String { folder + "/writer" }

    init(environment: [String: String]) throws {
        self.environment = environment
        let url = FileManager.default.temporaryDirectory
            .appendingPathComponent("livetree-demo-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        folder = url.path
    }

    func remove() { try? FileManager.default.removeItem(atPath: folder) }

    /// Makes the origin and fills it with one commit, through one `git fast-import` stream.
    func seed() async throws {
        try await git(["init", "--quiet", "--bare", "--initial-branch=main", origin])
        try await git(["--git-dir=\(origin)", "fast-import", "--quiet"], input: Self.stream())
    }

    /// A person clones, changes one record, commits and pushes.
    func push(name: String) async throws -> CommitID {
        try await git(["clone", "--quiet", origin, writer])
        let path = writer + "/people/ada-lovelace.toml"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        try text.replacingOccurrences(of: "\"Ada Lovelace\"", with: "\"\(name)\"")
            .write(toFile: path, atomically: true, encoding: .utf8)
        try await git(["-C", writer, "commit", "--quiet", "--all", "--message=Correct a name"])
        try await git(["-C", writer, "push", "--quiet", "origin", "main"])
        let head = try await git(["-C", writer, "rev-parse", "HEAD"])
        guard let commit = CommitID(hex: head.prefix(40)) else {
            throw StopReason(.internalError, "git rev-parse answered \(head)")
        }
        return commit
    }

    @discardableResult
    private func git(_ arguments: [String], input: String = "") async throws -> String {
        var variables = environment.filter { !$0.key.hasPrefix("GIT_") }
        for (key, value) in [
            "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C",
            "GIT_AUTHOR_NAME": "Grace", "GIT_AUTHOR_EMAIL": "grace@example.invalid",
            "GIT_COMMITTER_NAME": "Grace", "GIT_COMMITTER_EMAIL": "grace@example.invalid",
        ] {
            variables[key] = value
        }
        let custom = variables.reduce(into: [Environment.Key: String]()) { result, pair in
            if let key = Environment.Key(rawValue: pair.key) { result[key] = pair.value }
        }
        let result = try await Subprocess.run(
            .name("git"), arguments: Arguments(arguments), environment: .custom(custom),
            input: .string(input), output: .string(limit: 65_536), error: .string(limit: 65_536))
        guard result.terminationStatus.isSuccess else {
            throw StopReason(
                .internalError,
                "git \(arguments.first ?? "") failed: \(result.standardError)")
        }
        return result.standardOutput
    }

    /// A sheet declaration and a thousand people, the same at each run.
    private static func stream() -> String {
        let first = ["Alan", "Barbara", "Edsger", "Frances", "Grace", "Hedy", "Ida", "Joan"]
        let last = ["Hopper", "Turing", "Liskov", "Allen", "Lamarr", "Rhodes", "Clarke", "Perlis"]
        let topics = ["transit", "housing", "elections", "parks", "budgets", "libraries"]
        var files = [
            (".gitsheets/people.toml", "[gitsheet]\nroot = \"people\"\npath = \"${{ slug }}\"\n")
        ]
        for number in 0..<recordCount {
            let isFirst = number == 0
            let name = isFirst ? "Ada Lovelace" : "\(first[number % 8]) \(last[number / 8 % 8])"
            let slug = isFirst ? "ada-lovelace" : "person-\(number)"
            let topic = topics[number % topics.count]
            files.append(
                (
                    "people/\(slug).toml",
                    """
                    bio = "Works on \(topic) and writes about it."
                    joined = 2020-01-\(number % 28 < 9 ? "0" : "")\(number % 28 + 1)
                    name = "\(name)"
                    number = \(number)
                    slug = "\(slug)"

                    """
                ))
        }
        var out =
            "commit refs/heads/main\ncommitter Grace <grace@example.invalid> 1767225600 +0000\n"
        out += "data 12\nSample data\n"
        for (path, text) in files {
            out += "M 100644 inline \(path)\ndata \(text.utf8.count)\n\(text)\n"
        }
        return out
    }
}
