import Foundation
import GitModel
import Webhooks
import Yams

/// Reads the nodes of a configuration file; notes every problem and goes on.
struct ConfigurationReader {
    private(set) var problems: [HookConfigurationError.Problem] = []
    /// Absolute; what relative paths are relative to.
    private let folder: String

    init(path: String) {
        let absolute =
            path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
        folder = String(absolute[..<(absolute.lastIndex(of: "/") ?? absolute.endIndex)])
    }

    /// The problems in the order of the file, a bounded number of them.
    var sortedProblems: [HookConfigurationError.Problem] {
        let sorted = problems.sorted { ($0.line, $0.column) < ($1.line, $1.column) }
        return Array(sorted.prefix(Limits.problems))
    }

    mutating func note(_ node: Node, _ text: String) {
        problems.append(
            .init(line: node.mark?.line ?? 1, column: node.mark?.column ?? 1, text: text))
    }

    // MARK: Sections

    mutating func document(_ root: Node?) -> HookConfiguration {
        guard let root, !isNull(root) else { return HookConfiguration() }
        guard case .mapping(let top) = root else {
            note(root, "the file must be a mapping with the key hooks")
            return HookConfiguration()
        }
        guard let hooks = top.first(where: { $0.key.scalar?.string == "hooks" })?.value,
            !isNull(hooks)
        else { return HookConfiguration() }
        let fields = fields(hooks, of: "hooks", known: ["gitops", "deploy"])
        return HookConfiguration(
            gitops: fields["gitops"].flatMap { gitops($0) },
            deploy: fields["deploy"].flatMap { deploy($0) })
    }

    private mutating func gitops(_ node: Node) -> HookConfiguration.GitOps? {
        let fields = fields(
            node, of: "gitops", known: ["schemes", "interval", "concurrency", "repositories"],
            required: ["repositories"])
        var gitops = HookConfiguration.GitOps(rules: [])
        if let node = fields["schemes"] { gitops.schemes = schemes(node) }
        if let node = fields["interval"] { gitops.interval = interval(node) }
        if let node = fields["concurrency"] {
            gitops.concurrency = number(node, "concurrency", 1...Limits.concurrency) ?? 1
        }
        if let node = fields["repositories"] {
            for item in list(node, "repositories", limit: Limits.rules) ?? [] {
                guard let rule = gitopsRule(item) else { continue }
                if let earlier = gitops.rules.first(where: { $0.name.covers(rule.name) }) {
                    note(item, "never reached: \(earlier.name.text) comes first and matches")
                }
                gitops.rules.append(rule)
            }
        }
        return gitops
    }

    private mutating func gitopsRule(_ node: Node) -> HookRule? {
        let before = problems.count
        let fields = fields(
            node, of: "a repository",
            known: [
                "name", "secret", "branches", "command", "directory", "timeout", "environment",
                "retries", "backoff",
            ], required: ["name", "branches", "command"])
        var rule = fields["name"].map { common(fields, name($0)) }
        if let node = fields["secret"] { rule?.secretVariable = variable(node, "secret") }
        if let node = fields["retries"] {
            rule?.retries = number(node, "retries", 0...Limits.retries) ?? 0
        }
        if let node = fields["backoff"] {
            rule?.backoff =
                duration(node, "backoff", .milliseconds(1)...Limits.longestBackoff)
                ?? Limits.longestBackoff
        }
        return problems.count == before ? rule : nil
    }

    private mutating func deploy(_ node: Node) -> HookConfiguration.Deploy? {
        let fields = fields(
            node, of: "deploy",
            known: [
                "schemes", "repository", "branches", "command", "directory", "timeout",
                "environment",
            ], required: ["repository", "branches", "command"])
        guard let node = fields["repository"] else { return nil }
        let name = name(node)
        if name?.isExact == false { note(node, "a deployment is for one repository, without a *") }
        var deploy = HookConfiguration.Deploy(rule: common(fields, name))
        if let node = fields["schemes"] { deploy.schemes = schemes(node) }
        return deploy
    }

    /// What every rule has. A name that is none, and was noted, hides no other mistake.
    private mutating func common(_ fields: [String: Node], _ name: NamePattern?) -> HookRule {
        var rule = HookRule(
            name: name ?? .nobody, branches: [], command: [], directory: absolute("."))
        if let node = fields["branches"] { rule.branches = branches(node) }
        if let node = fields["command"] {
            rule.command = words(node, "command", limit: Limits.words)
            if let program = rule.command.first, program.contains("/") {
                rule.command[0] = absolute(program)
            }
        }
        if let node = fields["directory"], let path = word(node, "directory") {
            rule.directory = absolute(path)
        }
        if let node = fields["timeout"] {
            let range = Limits.shortestTimeout...Limits.longestTimeout
            rule.timeout = duration(node, "timeout", range) ?? rule.timeout
        }
        if let node = fields["environment"] { rule.environment = environment(node) }
        return rule
    }

    // MARK: Values of their own kind

    private mutating func name(_ node: Node) -> NamePattern? {
        guard let text = word(node, "name") else { return nil }
        guard let pattern = NamePattern(text) else {
            note(
                node,
                "a name is owner/name, owner/* or one exact text of at most "
                    + "\(Limits.exactNameBytes) bytes")
            return nil
        }
        return pattern
    }

    private mutating func branches(_ node: Node) -> [String] {
        (list(node, "branches", limit: Limits.branches) ?? []).compactMap { item in
            guard let text = word(item, "branches") else { return nil }
            guard BranchName(text) != nil, !text.hasPrefix("refs/") else {
                note(
                    item,
                    "\(Suggestion.quoted(text)) is no branch: write main, not refs/heads/main;"
                        + " there are no patterns")
                return nil
            }
            return text
        }
    }

    private mutating func schemes(_ node: Node) -> [SignatureScheme] {
        var schemes: [SignatureScheme] = []
        for item in list(node, "schemes", limit: SignatureScheme.allCases.count) ?? [] {
            guard let text = word(item, "schemes") else { continue }
            guard let scheme = SignatureScheme(rawValue: text) else {
                let known = SignatureScheme.allCases.map(\.rawValue)
                note(
                    item,
                    "unknown scheme \(Suggestion.quoted(text))"
                        + Suggestion.among(known, for: text))
                continue
            }
            if schemes.contains(scheme) { note(item, "\(text) is given twice") }
            schemes.append(scheme)
        }
        return schemes
    }

    private mutating func interval(_ node: Node) -> Duration {
        guard let interval = duration(node, "interval", .zero...(.seconds(3650 * 86_400)))
        else { return .zero }
        if interval > .zero, interval < Limits.shortestInterval {
            note(node, "interval is 0 (off) or at least 10s")
        }
        return interval
    }

    private mutating func environment(_ node: Node) -> [String] {
        var names: [String] = []
        for item in list(node, "environment", limit: Limits.variables, mayBeEmpty: true) ?? [] {
            guard let name = variable(item, "environment") else { continue }
            if name.hasPrefix("LIVETREE_") { note(item, "LIVETREE_ variables are always set") }
            names.append(name)
        }
        return names
    }

    private mutating func variable(_ node: Node, _ key: String) -> String? {
        guard let name = word(node, key) else { return nil }
        let isName =
            name.utf8.first.map { !($0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9")) } ?? false
        guard isName, name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") })
        else {
            note(node, "\(Suggestion.quoted(name)) is not the name of a variable")
            return nil
        }
        return name
    }

    /// A path from the configuration, relative to its file.
    private func absolute(_ path: String) -> String {
        let full = path.hasPrefix("/") ? path : folder + "/" + path
        return "/" + full.split(separator: "/").filter { $0 != "." }.joined(separator: "/")
    }
}
