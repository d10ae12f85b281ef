import Foundation
import JSONModel
import TestSupport
import Testing

/// The pictures of docs/operating.md, taken of a real server. Only on demand:
/// `LIVETREE_PICTURES=docs/images swift test --filter OperatorPagePictures`
@Suite("Pictures of the operator's page", .serialized, .timeLimit(.minutes(3)))
struct OperatorPagePictures {
    private static let folder = ProcessInfo.processInfo.environment["LIVETREE_PICTURES"]

    private static let sheets: [(name: String, count: Int)] = [
        ("people", 1_240), ("projects", 86), ("updates", 412),
    ]

    /// A site of some size, whose server runs hook commands.
    private func serve() async throws -> (Site, ServerProcess) {
        let site = try await Site.empty()
        var files: [String: TestFile] = [:]
        for sheet in Self.sheets {
            files[".gitsheets/\(sheet.name).toml"] = .text(
                "[gitsheet]\nroot = \"\(sheet.name)\"\npath = \"${{ slug }}\"\n")
            for number in 1...sheet.count {
                files["\(sheet.name)/r\(number).toml"] = Site.person("r\(number)", number)
            }
        }
        try await site.origin.commit(files)
        try site.folder.write(
            "#!/bin/sh\necho \"Updating 4c1fe08..9d1ad20\"\n[ ! -e \"$1.broken\" ] || "
                + "{ echo 'error: 2 files would be overwritten' >&2; exit 65; }\n",
            to: "gitops_sync.sh", executable: true)
        let config = try site.folder.write(
            """
            hooks:
              gitops:
                interval: 0
                repositories:
                  - {name: acme/*, branches: [main], command: [./gitops_sync.sh]}
            """, to: "hooks.yaml")
        let server = try await ServerProcess.start(
            in: site.folder, repository: site.clone, remote: site.origin.path,
            [
                "CFP_WRITE_TOKEN": ServerProcess.writeToken, "CFP_DATA_BAD_RECORDS": "skip",
                "GITHUB_WEBHOOK_SECRET": HookSite.gitopsSecret,
            ], arguments: ["--config", config])
        try await server.ready()
        return (site, server)
    }

    private func change(_ site: Site, _ numbers: ClosedRange<Int>) async throws {
        var files: [String: TestFile] = [:]
        for number in numbers { files["people/r\(number).toml"] = Site.person("r\(number)", -1) }
        try await site.origin.commit(files)
    }

    private func synced(_ server: ServerProcess) async throws {
        try await until("all is pushed") {
            try await server.status()["pushDaemon"]?["pendingCommits"] == 0
        }
    }

    private func photograph(
        _ server: ServerProcess, _ name: String, width: Int64 = 1_100, isDark: Bool = false,
        isWhole: Bool = true
    ) async throws {
        let browser = try Chromium()
        let tab = try await Tab(
            browser, "http://127.0.0.1:\(server.port)/", width: width, isDark: isDark)
        try await tab.wait("document.getElementById('line').textContent === 'Live'")
        if isWhole {
            try await tab.click("#details")
            try await tab.value(
                "document.getElementById('secret').value = '\(ServerProcess.secret)'")
            try await tab.click("#ask button[type=submit]")
            try await tab.wait("document.body.dataset.detail === 'whole'")
            try await tab.value("document.activeElement.blur()")
        }
        try await tab.photograph(to: "\(Self.folder ?? ".")/page-\(name).png")
        #expect(tab.console == [])
    }

    @Test(.enabled(if: folder != nil && Chromium.program != nil, "no pictures are wanted"))
    func areTaken() async throws {
        let (site, server) = try await serve()
        try await change(site, 1...3)
        _ = try await server.reload()
        _ = try await server.write("PATCH", "/api/sheets/people/r9", #"{"number": 9000}"#)
        try await synced(server)
        try await change(site, 20...61)
        _ = try await server.reload()
        let hooks = HookSite(site: site, server: server)
        _ = try await hooks.push("acme/site")
        _ = try await hooks.push("acme/data")
        try await until("the commands have run") {
            try await hooks.jobs().filter { $0["state"] == "succeeded" }.count == 2
        }
        try await photograph(server, "good", isWhole: false)
        try await photograph(server, "good-dark", isDark: true)
        try await photograph(server, "good-phone", width: 390, isWhole: false)

        try await makeTrouble(site, server, hooks)
        try await photograph(server, "trouble")
        try await photograph(server, "trouble-dark", isDark: true)
        try await photograph(server, "trouble-phone", width: 390)
    }

    /// A conflict branch, a bad record, a failed command, and a push that the remote's new commits
    /// are in the way of.
    private func makeTrouble(_ site: Site, _ server: ServerProcess, _ hooks: HookSite) async throws
    {
        _ = try await site.origin.commit(["people/r7.toml": Site.person("r7", 70)])
        _ = try await server.write("PATCH", "/api/sheets/people/r7", #"{"number": 71}"#)
        let answer = try await server.ask(
            "/api/_internal/reconcile", method: "POST",
            headers: ["Authorization": "Bearer \(ServerProcess.secret)"])
        #expect(answer.json["outcome"] == "conflict-escaped")
        _ = try await site.origin.commit([
            "updates/r3.toml": "slug = \"r3\"\ntitle = \"Open\ntext = 1\n"
        ])
        _ = try await server.reload()
        try await synced(server)
        _ = try await site.origin.commit(["projects/r1.toml": Site.person("r1", 5)])
        _ = try await server.write("PATCH", "/api/sheets/people/r8", #"{"number": 800}"#)
        try await until("pushing is halted") {
            try await server.status()["pushDaemon"]?["state"] == "halted"
        }
        try site.folder.write("", to: "data.broken")
        _ = try await hooks.push("acme/data")
        try await until("the command has failed") {
            try await hooks.jobs().contains { $0["state"] == "failed" }
        }
    }
}
