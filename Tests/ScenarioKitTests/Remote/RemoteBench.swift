import Foundation
import TestSupport

@testable import ScenarioKit

/// A bare repository with one commit of 600 KiB behind a remote of ours, and the real git as client.
struct RemoteBench: Sendable {
    let folder: TemporaryFolder
    let git: ScenarioKit.GitProgram
    let remote: RemoteServer
    let tip: String

    var url: String { "http://127.0.0.1:\(remote.port)/origin.git" }

    /// Runs `body` with a listening remote.
    static func run<Result: Sendable>(
        _ body: @escaping @Sendable (RemoteBench) async throws -> Result
    ) async throws -> Result {
        try await JobScope.run { scope in
            let bench = try await RemoteBench(scope: scope)
            let result = try await body(bench)
            await bench.remote.stop()
            return result
        }
    }

    private init(scope: JobScope) async throws {
        folder = try TemporaryFolder()
        git = ScenarioKit.GitProgram(
            path: "/usr/bin/git",
            environment: ScenarioKit.GitProgram.hermetic(
                home: folder.path, path: "/usr/bin:/bin"))
        let root = try folder.makeFolder("remotes")
        try await git.must(["init", "-q", "--bare", "-b", "main", "origin.git"], in: root)
        let path = root + "/origin.git"
        try await git.must(["config", "http.receivepack", "true"], in: path)
        var random = SplitMix(seed: 3)
        let bytes = (0..<75_000).flatMap { _ in withUnsafeBytes(of: random.next(), Array.init) }
        let blob = try await git.must(["hash-object", "-w", "--stdin"], in: path, input: bytes).text
        let tree = try await git.must(
            ["mktree"], in: path, input: Array("100644 blob \(blob)\tbig\n".utf8)
        ).text
        tip = try await git.must(["commit-tree", "-m", "A", tree], in: path).text
        try await git.must(["update-ref", "refs/heads/main", tip], in: path)
        let backend = try await git.must(["--exec-path"], in: "/").text + "/git-http-backend"
        remote = RemoteServer(
            root: root, backend: backend, environment: git.environment, seed: 1, scope: scope)
        try await remote.start()
    }

    /// Clones into a new folder; short limits, so that a hang ends.
    func clone(_ name: String) async throws -> ScenarioKit.GitProgram.Result {
        try await git.run(
            ["clone", "-q", "--bare", url, name], in: folder.path,
            extra: ["GIT_HTTP_LOW_SPEED_LIMIT": "1", "GIT_HTTP_LOW_SPEED_TIME": "1"])
    }
}
