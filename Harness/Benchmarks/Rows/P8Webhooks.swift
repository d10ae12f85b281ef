import Crypto
import Foundation

/// Signed webhooks accepted, verified and coalesced, beside adnanh/webhook with the same rule.
enum P8Webhooks: Row {
    static let name = "P8"
    static let title = "signed webhooks a second, 16 connections"

    private static let secret = "c2VjcmV0IG9mIHRoZSBiZW5jaG1hcmsu"

    static func measure(_ bench: Bench, _ report: inout RowReport) async throws {
        let data = try bench.store.repository(bench.corpus(1_000))
        let config = bench.store.path("hooks.yaml")
        try Data(hooks.utf8).write(to: URL(fileURLWithPath: config))
        let server = try Livetree(
            bench, on: data.path, environment: ["GITHUB_WEBHOOK_SECRET": secret],
            arguments: ["--config", config], cores: Cores.served
        ).ready()
        let running = try Adnanh(bench, secret: secret, branch: "main", cores: Cores.served)
        let verifying = try Adnanh(bench, secret: secret, branch: "other", cores: Cores.served)
        let script = try sendingScript(bench)
        let load = Wrk(
            connections: 16, seconds: bench.rounds(4, quick: 2), script: script,
            cores: Cores.asking)
        let sides = [
            Side("livetree", "/s") {
                try load.run("http://127.0.0.1:\(server.port)/api/webhook/gitops").rate
            },
            Side("adnanh/webhook, a command each", "/s") {
                try load.run("http://127.0.0.1:\(running.port)/hooks/push").rate
            },
            Side("adnanh/webhook, verified, no command", "/s") {
                try load.run("http://127.0.0.1:\(verifying.port)/hooks/push").rate
            },
        ]
        let rates = try await bench.turns.run(sides, rounds: bench.rounds(7, quick: 4))
        report.add(rates)
        report.claim("livetree / adnanh", rates[0] / rates[1], .atLeast(2))
        report.note("adnanh/webhook cannot coalesce: it starts /bin/true for each push.")
        server.process.stop()
    }

    private static let hooks = """
        hooks:
          gitops:
            schemes: [github]
            interval: 0
            repositories:
              - name: acme/site
                branches: [main]
                command: [/bin/true]
                directory: /
                timeout: 60s

        """

    /// One push of GitHub's, signed, each time as another delivery.
    private static func sendingScript(_ bench: Bench) throws -> String {
        let payload = """
            {"ref":"refs/heads/main","before":"\(String(repeating: "a", count: 40))",\
            "after":"\(String(repeating: "b", count: 40))","created":false,"deleted":false,\
            "forced":false,"repository":{"id":1,"name":"site","full_name":"acme/site",\
            "private":false,"owner":{"login":"acme","name":"acme"},\
            "clone_url":"https://github.com/acme/site.git","default_branch":"main"},\
            "pusher":{"name":"ada","email":"ada@example.org"},"commits":[]}
            """
        let code = HMAC<SHA256>.authenticationCode(
            for: Data(payload.utf8), using: SymmetricKey(data: Data(secret.utf8)))
        let signature = code.map { String(format: "%02x", $0) }.joined()
        let text = """
            local count = 0
            local run = tostring({}):sub(8)
            local body = [[\(payload)]]
            local head = {["Content-Type"] = "application/json", ["X-GitHub-Event"] = "push",
              ["X-Hub-Signature-256"] = "sha256=\(signature)"}
            function request()
              count = count + 1
              head["X-GitHub-Delivery"] = run .. os.time() .. "-" .. count
              return wrk.format("POST", nil, head, body)
            end

            """
        let file = bench.store.path("send.lua")
        try Data(text.utf8).write(to: URL(fileURLWithPath: file))
        return file
    }
}
