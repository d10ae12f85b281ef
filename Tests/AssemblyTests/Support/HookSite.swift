import Crypto
import Foundation
import JSONModel
import TestSupport

/// A site whose server runs commands for pushes, and what those commands wrote down.
struct HookSite: Sendable {
    static let gitopsSecret = "gitops-secret"
    static let deploySecret = "deploy-secret"

    let site: Site
    let server: ServerProcess

    /// Every command adds a line to `runs` when it starts and when it ends, and while the file
    /// `hold` exists it waits.
    static func serving(
        entry: String = "", changes: [String: String?] = [:]
    ) async throws -> HookSite {
        let site = try await Site.make()
        let (config, all) = try configure(site, entry: entry)
        let server = try await ServerProcess.start(
            in: site.folder, repository: site.clone, remote: site.origin.path,
            all.merging(changes) { $1 }, arguments: ["--config", config])
        try await server.ready()
        return HookSite(site: site, server: server)
    }

    /// The command, the file that configures it, and the secrets.
    static func configure(
        _ site: Site, entry: String = ""
    ) throws -> (config: String, secrets: [String: String?]) {
        try site.folder.write(
            """
            #!/bin/sh
            echo "start $LIVETREE_REPOSITORY $LIVETREE_BRANCH $LIVETREE_COMMIT $*" >> runs
            while [ -e hold ]; do sleep 0.05; done
            echo "end $LIVETREE_REPOSITORY" >> runs
            """, to: "sync.sh", executable: true)
        let config = try site.folder.write(
            """
            hooks:
              gitops:
                interval: 0
                concurrency: 32
                repositories:
                  - {name: acme/one, branches: [main], command: [./sync.sh], secret: ONE_SECRET}
                  - name: acme/*
                    branches: [main]
                    command: [./sync.sh]
            \(entry)
              deploy:
                repository: acme/site
                branches: [main]
                command: [./sync.sh]
            """, to: "hooks.yaml")
        let secrets: [String: String?] = [
            "GITHUB_WEBHOOK_SECRET": gitopsSecret, "WEBHOOK_SECRET": deploySecret,
            "ONE_SECRET": "only-for-one",
        ]
        return (config, secrets)
    }

    /// The lines the commands wrote.
    var runs: [String] {
        let text = (try? String(contentsOfFile: site.folder.child("runs"), encoding: .utf8)) ?? ""
        return text.split(separator: "\n").map(String.init)
    }

    func hold() throws { try site.folder.write("", to: "hold") }
    func release() throws { try FileManager.default.removeItem(atPath: site.folder.child("hold")) }

    /// A GitHub push delivery, signed.
    func push(
        _ repository: String, branch: String = "main", commit: String? = nil,
        delivery: String = UUID().uuidString, event: String = "push",
        to path: String = "/api/webhook/gitops", secret: String = gitopsSecret
    ) async throws -> Answer {
        let hex = commit ?? String(repeating: "a", count: 40)
        let body = JSON.object([
            "ref": .string("refs/heads/\(branch)"), "after": .string(hex),
            "repository": .object(["full_name": .string(repository)]),
        ]).bytes
        return try await deliver(body, delivery: delivery, event: event, to: path, secret: secret)
    }

    /// Any body, signed as GitHub does.
    func deliver(
        _ body: [UInt8], delivery: String = UUID().uuidString, event: String = "push",
        to path: String = "/api/webhook/gitops", secret: String = gitopsSecret
    ) async throws -> Answer {
        let code = HMAC<SHA256>.authenticationCode(
            for: body, using: SymmetricKey(data: Array(secret.utf8)))
        return try await server.ask(
            path, method: "POST",
            headers: [
                "X-GitHub-Event": event, "X-GitHub-Delivery": delivery,
                "X-Hub-Signature-256": "sha256=" + code.map { Self.hex($0) }.joined(),
            ], body: body)
    }

    private static func hex(_ byte: UInt8) -> String {
        (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }

    func jobs() async throws -> [JSON] {
        let answer = try await server.ask(
            "/api/_internal/jobs", headers: ["Authorization": "Bearer \(ServerProcess.secret)"])
        guard case .array(let jobs)? = answer.json["jobs"] else { return [] }
        return jobs
    }
}
