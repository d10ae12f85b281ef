import Crypto
import Foundation
import JSONModel
import TestSupport
import Testing

/// Looks for each secret in everything a server tells or leaves behind.
@Suite("Secrets", .timeLimit(.minutes(4))) struct SecretsTests {
    private static let reload = "reloadsecretqkzwv"
    private static let reloadBefore = "reloadsecretbefore"
    private static let gitHub = "githubsecretqkzwv"
    private static let deploy = "deploysecretqkzwv"
    private static let own = "ownsecretqkzwvxyz"
    private static let write = "writetokenqkzwvxy"
    private static let remote = "remotepasswordqkz"

    /// Also as they are sent in a basic authentication.
    private static let all =
        [reload, reloadBefore, gitHub, deploy, own, write, remote, AlertReceiver.token]
        + [Data("bot:\(remote)".utf8).base64EncodedString()]

    private static let script = """
        #!/bin/sh
        echo "arguments: $*"
        env
        exit 3
        """

    private static let hooks = """
        hooks:
          gitops:
            schemes: [github, gitlab]
            interval: 0
            repositories:
              - {name: acme/one, branches: [main], command: [./show.sh], secret: ONE_SECRET}
              - {name: acme/*, branches: [main], command: [./show.sh]}
          deploy:
            repository: acme/site
            branches: [main]
            command: [./show.sh]
        """

    private static func variables(_ receiver: AlertReceiver) -> [String: String] {
        [
            "CFP_DATA_RELOAD_SECRET": "\(reload),\(reloadBefore)", "GITHUB_WEBHOOK_SECRET": gitHub,
            "WEBHOOK_SECRET": deploy, "ONE_SECRET": own, "CFP_WRITE_TOKEN": write,
            "CFP_ALERT_URL": receiver.url, "CFP_PUSH_BACKOFF_BASE": "20ms",
        ]
    }

    /// The receiver asks for other credentials, as a git host does.
    private static func remoteURL(_ receiver: AlertReceiver) -> String {
        "http://bot:\(remote)@127.0.0.1:\(receiver.port)/acme/site.git"
    }

    /// Whatever is to be searched, with a name.
    private struct Artefacts {
        private(set) var texts: [(name: String, bytes: Data)] = []

        mutating func add(_ name: String, _ text: String) { add(name, Data(text.utf8)) }

        mutating func add(_ name: String, _ bytes: Data) { texts.append((name, bytes)) }

        mutating func add(_ name: String, _ answer: Answer) {
            add(name, "\(answer.status) \(answer.headers)")
            add(name, Data(answer.body))
        }

        /// Every file below a folder.
        mutating func add(folder: String) throws {
            let paths = try #require(FileManager.default.enumerator(atPath: folder))
            for case let path as String in paths {
                if let bytes = FileManager.default.contents(atPath: "\(folder)/\(path)") {
                    add(path, bytes)
                }
            }
        }

        func hold(_ secret: String) -> [String] {
            texts.filter { $0.bytes.range(of: Data(secret.utf8)) != nil }.map(\.name)
        }
    }

    private static func signature(_ body: [UInt8], _ secret: String) -> String {
        let code = HMAC<SHA256>.authenticationCode(
            for: body, using: SymmetricKey(data: Array(secret.utf8)))
        return "sha256=" + code.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    private static func deliver(
        _ repository: String, to path: String, _ secret: String, _ server: ServerProcess
    ) async throws -> Answer {
        let body = JSON.object([
            "ref": "refs/heads/main", "after": .string(String(repeating: "a", count: 40)),
            "repository": .object(["full_name": .string(repository)]),
        ]).bytes
        return try await server.ask(
            path, method: "POST",
            headers: [
                "X-GitHub-Event": "push", "X-GitHub-Delivery": UUID().uuidString,
                "X-Hub-Signature-256": signature(body, secret),
            ], body: body)
    }

    /// Asks everything there is, with right and wrong credentials.
    private static func useEverything(
        _ server: ServerProcess, _ artefacts: inout Artefacts
    ) async throws {
        let secrets = [reload, reloadBefore, write, gitHub, "wrong"]
        for secret in secrets {
            let headers = ["Authorization": "Bearer \(secret)"]
            for (method, path) in [
                ("POST", "/api/_internal/reload-data"), ("POST", "/api/_internal/reconcile"),
                ("GET", "/api/_internal/status"), ("GET", "/api/_internal/jobs"),
                ("PUT", "/api/sheets/people/eve"), ("POST", "/api/transactions"),
                ("GET", "/"), ("GET", "/metrics"), ("GET", "/api/openapi.json"),
                ("GET", "/api/health/ready"),
            ] {
                let body = method == "PUT" ? Array(#"{"slug": "eve"}"#.utf8) : nil
                artefacts.add(
                    "\(method) \(path)",
                    try await server.ask(path, method: method, headers: headers, body: body))
            }
        }
        for (repository, path, secret, status) in [
            ("acme/one", "/api/webhook/gitops", own, 202),
            ("acme/two", "/api/webhook/gitops", gitHub, 202),
            ("acme/site", "/webhook/deploy", deploy, 202),
            ("acme/two", "/api/webhook/gitops", deploy, 401),
        ] {
            let answer = try await deliver(repository, to: path, secret, server)
            #expect(answer.status == status, "\(repository)")
            artefacts.add("delivery to \(repository)", answer)
        }
        artefacts.add(
            "a delivery with a token",
            try await server.ask(
                "/api/webhook/gitops", method: "POST",
                headers: ["X-Gitlab-Token": gitHub, "X-Gitlab-Event": "Push Hook"],
                body: Array(#"{"object_kind": "push"}"#.utf8)))
    }

    @Test func areInNothingThatAServerTellsOrLeaves() async throws {
        let receiver = try await AlertReceiver()
        let site = try await Site.make()
        _ = try await site.cloneBefore()
        try site.folder.write(Self.script, to: "show.sh", executable: true)
        let config = try site.folder.write(Self.hooks, to: "hooks.yaml")
        let variables = Self.variables(receiver)
        let server = try await ServerProcess.start(
            in: site.folder, repository: site.clone, remote: Self.remoteURL(receiver),
            variables.mapValues { $0 }, arguments: ["--config", config])
        try await server.ready()
        var artefacts = Artefacts()
        try await Self.useEverything(server, &artefacts)
        try await until("the alert of the refused credentials came") {
            !receiver.received.isEmpty
        }
        var jobs = try await server.ask(
            "/api/_internal/jobs", headers: ["Authorization": "Bearer \(Self.reload)"])
        try await until("the commands have run") {
            jobs = try await server.ask(
                "/api/_internal/jobs", headers: ["Authorization": "Bearer \(Self.reload)"])
            return jobs.text.components(separatedBy: "\"failed\"").count == 4
        }
        #expect(jobs.text.contains("LIVETREE_REPOSITORY=acme/one"), "the commands' output is there")
        artefacts.add("the jobs", jobs)
        for arguments in [
            ["reconcile"], ["status"], ["jobs", "list", "--json"],
            ["check-config", "--config", config], ["verify", "--repo", site.clone],
        ] {
            var environment = ServerProcess.environment(
                repository: site.clone, remote: Self.remoteURL(receiver))
            environment.merge(variables) { _, new in new }
            let end = try await ServerProcess.run(
                environment, arguments: arguments, in: site.folder)
            artefacts.add(arguments.joined(separator: " "), end.error)
        }
        #expect(try await server.terminate().code == 0)
        artefacts.add("the log", ServerProcess.text(of: try #require(server.log)))
        try artefacts.add(folder: site.clone)
        for alert in receiver.received { artefacts.add("an alert", "\(alert.body)") }
        #expect(artefacts.texts.count > 80 && artefacts.hold("acme/one").count > 2)
        for secret in Self.all { #expect(artefacts.hold(secret) == [], "\(secret)") }
    }

    @Test func areNotInTheWordsOfAStartThatFails() async throws {
        let receiver = try await AlertReceiver()
        let folder = try TemporaryFolder()
        for (name, value) in [
            ("CFP_DATA_REMOTE", Self.remoteURL(receiver)),
            ("CFP_DATA_REMOTE", "http://bot:\(Self.remote)@127.0.0.1:1/acme/site.git"),
            ("CFP_ALERT_URL", "ftp://bot:\(Self.remote)@127.0.0.1/x?token=\(AlertReceiver.token)"),
            ("CFP_ALERT_URL", "\(AlertReceiver.token)"),
        ] {
            var environment = ServerProcess.environment(
                repository: folder.child("clone.git"), remote: folder.child("nowhere"))
            environment.merge(Self.variables(receiver)) { _, new in new }
            environment[name] = value
            let end = try await ServerProcess.run(environment, in: folder)
            #expect(end.code == 69 || end.code == 78, "\(end.error)")
            for secret in Self.all { #expect(!end.error.contains(secret), "\(name): \(end.error)") }
        }
    }

    @Test func theRemoteOfTheCloneHasNoCredentials() async throws {
        let receiver = try await AlertReceiver()
        let site = try await Site.make()
        let clone = try await site.cloneBefore()
        // As an earlier build left it.
        try await clone.git("config", "remote.origin.url", Self.remoteURL(receiver))
        let server = try await ServerProcess.start(
            in: site.folder, repository: site.clone, remote: Self.remoteURL(receiver))
        try await server.ready()
        let url = try await clone.git("config", "remote.origin.url")
        #expect(url == "http://127.0.0.1:\(receiver.port)/acme/site.git")
    }
}
