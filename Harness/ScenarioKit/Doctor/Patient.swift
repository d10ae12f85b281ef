import Foundation

/// The repository under examination. Everything here reads; git is kept from writing, from
/// the network and from the configuration of whoever asks.
struct Patient: Sendable {
    /// The folder with objects and refs: the bare folder, or what a work tree's `.git` names.
    let folder: String
    /// The work tree, nil for a bare repository.
    let worktree: String?
    /// The branch.
    let branch: String
    let git: GitProgram

    /// Finds the repository at `path`.
    ///
    /// - Throws: `HarnessError.unsupported` when there is none.
    init(at path: String, branch: String, git gitPath: String) async throws {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder),
            isFolder.boolValue
        else { throw HarnessError.unsupported("there is no folder \(path)") }
        let git = GitProgram(path: gitPath, environment: Self.environment)
        let found = try await git.run(["rev-parse", "--git-common-dir"], in: path)
        guard found.status == 0 else {
            throw HarnessError.unsupported("\(path) is no git repository: \(found.error)")
        }
        let common = found.text.hasPrefix("/") ? found.text : "\(path)/\(found.text)"
        folder = URL(fileURLWithPath: common).resolvingSymlinksInPath().path
        let tree = try await git.run(["rev-parse", "--show-toplevel"], in: path)
        worktree = tree.status == 0 ? tree.text : nil
        self.branch = branch
        self.git = git
    }

    /// No lock for the sake of speed, no protocol, so no lazy fetch of a partial clone either.
    static let environment: [String: String] = {
        var environment = GitProgram.hermetic(home: "/", path: "/usr/local/bin:/usr/bin:/bin")
        environment["GIT_OPTIONAL_LOCKS"] = "0"
        environment["GIT_ALLOW_PROTOCOL"] = "none"
        environment["GIT_CONFIG_COUNT"] = "2"
        environment["GIT_CONFIG_KEY_0"] = "safe.directory"
        environment["GIT_CONFIG_VALUE_0"] = "*"
        environment["GIT_CONFIG_KEY_1"] = "core.fsmonitor"
        environment["GIT_CONFIG_VALUE_1"] = "false"
        return environment
    }()

    /// Runs git on the repository.
    func ask(_ arguments: String...) async throws -> GitProgram.Result {
        try await git.run(["--git-dir=\(folder)"] + arguments, in: folder)
    }

    /// The commit a ref points to; nil without one, and when it cannot be read.
    func tip(_ ref: String) async throws -> String? {
        let answer = try await ask("rev-parse", "--verify", "--quiet", "\(ref)^{commit}")
        return answer.status == 0 ? answer.text : nil
    }

    /// The ref that HEAD names; nil when it names a commit.
    func head() async throws -> String? {
        let named = try await ask("symbolic-ref", "--quiet", "HEAD")
        if named.status == 0 { return named.text }
        // Git tells nothing of a HEAD whose ref is an empty file.
        guard let text = text("HEAD"), text.hasPrefix("ref: ") else { return nil }
        return text.dropFirst("ref: ".count).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// The value of a configuration key in the repository's own file.
    func setting(_ key: String) async throws -> String? {
        let answer = try await ask("config", "--file", "\(folder)/config", "--get", key)
        return answer.status == 0 ? answer.text : nil
    }

    /// Whether there is a file or folder of this name in the git folder.
    func has(_ name: String) -> Bool {
        FileManager.default.fileExists(atPath: "\(folder)/\(name)")
    }

    /// The commits a shallow clone was cut at; none in a whole one.
    var cuts: [String] {
        (text("shallow") ?? "").split(whereSeparator: \.isNewline).map(String.init)
            .filter { $0.count >= 40 && $0.allSatisfy(\.isHexDigit) }
    }

    /// The content of a file in the git folder; nil without one.
    func text(_ name: String) -> String? {
        FileManager.default.contents(atPath: "\(folder)/\(name)")
            .map { String(decoding: $0.prefix(1 << 20), as: UTF8.self) }
    }
}
