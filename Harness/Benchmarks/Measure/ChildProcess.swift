import Foundation

/// A program started without a shell. A server among them ends with the benchmark.
///
/// `Foundation.Process` takes milliseconds of its own to start and to notice an end.
final class ChildProcess {
    let pid: pid_t
    private var status: Int32?

    /// `input` and `output` are files; without them nothing comes in, and what comes out is lost.
    init(
        _ arguments: [String], environment: [String: String] = [:], input: String? = nil,
        output: String? = nil, errors: String? = nil
    ) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        // What this process ignores its children would ignore too.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var defaults = sigset_t()
        sigemptyset(&defaults)
        for number in [SIGINT, SIGTERM] { sigaddset(&defaults, number) }
        posix_spawnattr_setsigdefault(&attributes, &defaults)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
        let writing = O_WRONLY | O_CREAT | O_APPEND
        posix_spawn_file_actions_addopen(&actions, 0, input ?? "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, output ?? "/dev/null", writing, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, errors ?? "/dev/null", writing, 0o600)
        let words = arguments.map { strdup($0) } + [nil]
        let variables =
            Self.variables.merging(environment) { $1 }.map { strdup("\($0)=\($1)") } + [nil]
        defer { for text in words + variables { free(text) } }
        var pid: pid_t = 0
        let code = posix_spawnp(
            &pid, arguments[0], &actions, &attributes, words, variables)
        guard code == 0 else { throw BenchmarkError.program(arguments, "errno \(code)") }
        self.pid = pid
        EarlyEnd.started(pid)
    }

    deinit { kill() }

    /// Waits for the end; the exit status, or 128 and the number of the signal.
    @discardableResult func wait() -> Int32 {
        if let status { return status }
        var raw: Int32 = 0
        while waitpid(pid, &raw, 0) < 0 && errno == EINTR {}
        let ended = raw & 0x7F == 0 ? raw >> 8 & 0xFF : 128 + raw & 0x7F
        status = ended
        EarlyEnd.ended(pid)
        return ended
    }

    /// Nil while it runs.
    func ending() -> Int32? {
        var raw: Int32 = 0
        if status == nil, waitpid(pid, &raw, WNOHANG) == pid {
            status = raw & 0x7F == 0 ? raw >> 8 & 0xFF : 128 + raw & 0x7F
            EarlyEnd.ended(pid)
        }
        return status
    }

    func kill() {
        guard ending() == nil else { return }
        Foundation.kill(pid, SIGKILL)
        wait()
    }

    func stop() {
        guard ending() == nil else { return }
        Foundation.kill(pid, SIGTERM)
        wait()
    }

    /// Runs a program to its end, which has to be a good one.
    static func run(
        _ arguments: [String], environment: [String: String] = [:], input: String? = nil,
        output: String? = nil
    ) throws {
        let errors = FileManager.default.temporaryDirectory
            .appendingPathComponent("livetree-bench-\(UUID().uuidString)").path
        defer { unlink(errors) }
        let child = try ChildProcess(
            arguments, environment: environment, input: input, output: output, errors: errors)
        let status = child.wait()
        guard status == 0 else {
            let said = (try? String(contentsOfFile: errors, encoding: .utf8)) ?? ""
            throw BenchmarkError.program(arguments, "status \(status): \(said.suffix(1_000))")
        }
    }

    /// What a program prints.
    static func output(
        _ arguments: [String], environment: [String: String] = [:], input: String? = nil
    ) throws -> String {
        let file = FileManager.default.temporaryDirectory
            .appendingPathComponent("livetree-bench-\(UUID().uuidString)").path
        defer { unlink(file) }
        try run(arguments, environment: environment, input: input, output: file)
        return try String(contentsOfFile: file, encoding: .utf8)
    }

    /// Nothing of the user's git reaches the measured programs.
    private static let variables: [String: String] = {
        var own = ProcessInfo.processInfo.environment.filter {
            !$0.key.hasPrefix("GIT_") && !$0.key.hasPrefix("CFP_")
        }
        own["GIT_CONFIG_GLOBAL"] = "/dev/null"
        own["GIT_CONFIG_NOSYSTEM"] = "1"
        own["GIT_AUTHOR_NAME"] = "Bench"
        own["GIT_AUTHOR_EMAIL"] = "bench@localhost"
        own["GIT_COMMITTER_NAME"] = "Bench"
        own["GIT_COMMITTER_EMAIL"] = "bench@localhost"
        own["LC_ALL"] = "C"
        return own
    }()
}
