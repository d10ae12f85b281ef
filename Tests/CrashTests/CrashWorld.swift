import Foundation
import GitModel
import JSONModel
import Subprocess
import SystemPackage
import TestSupport
import Testing

/// An origin and a server's clone that can be copied and reconciled again and again.
struct CrashWorld: Sendable {
    let folder: TemporaryFolder
    let origin: TestRepository
    let server: TestRepository

    /// A sheet and one record, on both sides.
    static func make() async throws -> CrashWorld {
        let folder = try TemporaryFolder()
        let origin = try await TestRepository.create(in: folder)
        try await origin.commit([
            ".gitsheets/people.toml": "[gitsheet]\nroot = 'people'\npath = '${{ slug }}'\n",
            "people/jane.toml": person("jane"),
        ])
        let server = try await origin.clone(named: "server.git")
        try await server.git("config", "core.logAllRefUpdates", "true")
        let tip = try #require(try await origin.tip())
        try await server.git("update-ref", "refs/livetree/accepted/main", tip.hex)
        return CrashWorld(folder: folder, origin: origin, server: server)
    }

    static func person(_ slug: String, _ fields: String = "") -> TestFile {
        .text("\(fields)name = \"\(slug.capitalized)\"\nslug = \"\(slug)\"\n")
    }

    /// The same two repositories, in a folder of their own.
    func copy() throws -> CrashWorld {
        let other = try TemporaryFolder()
        for name in ["origin.git", "server.git"] {
            try FileManager.default.copyItem(
                atPath: folder.child(name), toPath: other.child(name))
        }
        return CrashWorld(
            folder: other,
            origin: .existing(at: other.child("origin.git"), in: other),
            server: .existing(at: other.child("server.git"), in: other))
    }

    /// How a run of `livetree reconcile` ended.
    struct Ending {
        let status: TerminationStatus
        let report: JSON?
        let log: String

        var wasKilled: Bool {
            if case .signaled = status { true } else { false }
        }
        var outcome: String? {
            if case .string(let text) = report?["outcome"] { return text }
            guard case .string(let code) = report?["error"]?["code"] else { return nil }
            return code
        }
    }

    /// Runs `livetree reconcile`, or a wrong server's.
    func reconcile(adopting adoption: String?, mutant: String? = nil) async throws -> Ending {
        var arguments = mutant.map { [$0] } ?? []
        arguments.append("reconcile")
        if let adoption { arguments += ["--adopt", adoption] }
        var environment = GitProgram.environment
        environment["CFP_DATA_REPO_PATH"] = server.path
        environment["CFP_DATA_REMOTE"] = origin.path
        let variables = environment.compactMap { name, value in
            Environment.Key(rawValue: name).map { ($0, value) }
        }
        let result = try await Subprocess.run(
            .path(.init(mutant == nil ? Products.livetree : Products.mutant)),
            arguments: Arguments(arguments),
            environment: .custom(Dictionary(uniqueKeysWithValues: variables)),
            output: .bytes(limit: 1 << 20), error: .string(limit: 1 << 20))
        return Ending(
            status: result.terminationStatus,
            report: try? JSON.parse(result.standardOutput), log: result.standardError)
    }

    /// What must be the same however often a reconcile was cut short: content, authors and
    /// messages of every branch on both sides. Committer dates differ.
    func state() async throws -> [String] {
        var lines: [String] = []
        for (name, repository) in [("origin", origin), ("server", server)] {
            let refs = try await repository.git(
                "for-each-ref", "--format=%(refname)", "refs/heads")
            for ref in refs.split(separator: "\n") {
                let history = try await repository.git(
                    "log", "--format=%T %an %at %s", "--topo-order", String(ref))
                let isConflict = ref.hasPrefix("refs/heads/conflicts/")
                lines.append("\(name) \(isConflict ? "a conflict branch" : ref):\n\(history)")
            }
        }
        return lines.sorted()
    }
}

/// What the build made.
enum Products {
    static var livetree: String {
        ProcessInfo.processInfo.environment["LIVETREE_EXECUTABLE"] ?? beside("livetree")
    }
    static var mutant: String { beside("livetree-mutant") }

    private static func beside(_ name: String) -> String {
        let bundle = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        return bundle.deletingLastPathComponent().appendingPathComponent(name).path
    }
}
