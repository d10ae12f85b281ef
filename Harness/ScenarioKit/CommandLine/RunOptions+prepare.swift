import Foundation

extension RunOptions {
    /// Finds the programs a run needs and makes its folder.
    ///
    /// - Parameters:
    ///   - server: the server's executable; nil is `livetree` beside this program.
    ///   - mutant: the name of a wrong server, made by `livetree-mutant` beside this program.
    ///   - output: the folder; nil is a new one below `.scenarios/runs`.
    package static func prepare(
        server: String?, mutant: String? = nil, output: String?, seed: UInt64, keep: Bool,
        timeoutScale: Double
    ) async throws -> RunOptions {
        let server = try program(
            server ?? beside(mutant == nil ? "livetree" : "livetree-mutant"), option: "--server")
        if let mutant { try await check(mutant, of: server) }
        let git = try gitOnPath()
        let backend = try await backend(of: git)
        let folder = absolute(output ?? defaultFolder(seed: seed))
        try OutputFile.makeFolder(folder)
        var options = RunOptions(server: server, git: git, backend: backend, output: folder)
        options.serverArguments = mutant.map { [$0] } ?? []
        options.seed = seed
        options.keep = keep
        options.timeoutScale = timeoutScale
        options.context = try await context(of: options, mutant: mutant)
        return options
    }

    /// Takes the program that was there before the one under test.
    mutating func take(old program: String?) throws(HarnessError) {
        guard let program else { return }
        oldServer = try Self.program(program, option: "--old")
        context?.old = oldServer
    }

    /// The same, played with another git; its records are in a folder of their own.
    func with(git: String) async throws -> RunOptions {
        guard FileManager.default.isExecutableFile(atPath: git) else {
            throw HarnessError.environment("\(git) is no program")
        }
        var options = self
        options.git = git
        options.backend = try await Self.backend(of: git)
        let version = GitVersion.of(git).text
        options.output += "/git-\(version)"
        options.context?.git = version
        return options
    }

    private static func backend(of git: String) async throws -> String {
        let program = GitProgram(
            path: git, environment: GitProgram.hermetic(home: "/", path: "/usr/bin:/bin"))
        let backend = try await program.must(["--exec-path"], in: "/").text + "/git-http-backend"
        guard FileManager.default.isExecutableFile(atPath: backend) else {
            throw HarnessError.environment("\(git) has no http-backend")
        }
        return backend
    }

    /// A remote's URL; a folder is meant from here, wherever git is started.
    static func remote(_ url: String) -> String {
        FileManager.default.fileExists(atPath: url) ? absolute(url) : url
    }

    /// A misspelt name must not look like a server that was caught.
    private static func check(_ mutant: String, of program: String) async throws {
        let probe = GitProgram(path: program, environment: [:])
        let answer = try await probe.run([mutant, "--version"], in: "/")
        guard answer.status == 0 else {
            let usage = try await probe.run([], in: "/")
            let names = MutantTable.names(inUsage: usage.output + usage.error)
            throw HarnessError.unsupported(
                "there is no wrong server named \(mutant); known: "
                    + names.joined(separator: ", "))
        }
    }

    /// What this run is: the versions of what it plays with.
    private static func context(
        of options: RunOptions, mutant: String?
    ) async throws -> RunContext {
        let hermetic = GitProgram.hermetic(home: "/", path: "/usr/bin:/bin")
        func version(_ program: String, _ arguments: [String]) async throws -> String {
            let answer = try await GitProgram(path: program, environment: hermetic)
                .run(arguments + ["--version"], in: "/")
            return answer.lines.first ?? "of no known version"
        }
        let git = try await version(options.git, [])
        let server = try await version(options.server, options.serverArguments)
        let name = (options.server as NSString).lastPathComponent
        var context = RunContext(
            git: git.replacing("git version ", with: ""), server: "\(name) \(server)",
            seed: options.seed, started: Date().formatted(.iso8601), folder: options.output)
        context.mutant = mutant
        context.commit = try await checkout(around: options.server, hermetic: hermetic)
        context.machine = machine
        let words = CommandLine.arguments.dropFirst().map(Verdict.shell)
        context.command = (["scenarios"] + words).joined(separator: " ")
        return context
    }

    /// The commit of the checkout around a program; nil when there is none.
    private static func checkout(
        around program: String, hermetic: [String: String]
    ) async throws -> String? {
        let git = GitProgram(path: "/usr/bin/git", environment: hermetic)
        let folder = (program as NSString).resolvingSymlinksInPath
        let place = (folder as NSString).deletingLastPathComponent
        guard FileManager.default.isExecutableFile(atPath: git.path) else { return nil }
        let head = try await git.run(["rev-parse", "--short=10", "HEAD"], in: place)
        guard head.status == 0, let commit = head.lines.first else { return nil }
        let changes = try await git.run(["status", "--porcelain", "-uno"], in: place)
        return commit + (changes.lines.isEmpty ? "" : "+")
    }

    /// `2 processors, load 0.61`
    private static var machine: String {
        var load = [0.0]
        let count = getloadavg(&load, 1)
        let busy = count == 1 ? ", load \(FailureText.seconds(load[0]).dropLast())" : ""
        return "\(ProcessInfo.processInfo.activeProcessorCount) processors\(busy)"
    }

    private static func defaultFolder(seed: UInt64) -> String {
        let format = Date.ISO8601FormatStyle(
            dateSeparator: .omitted, timeSeparator: .omitted, timeZone: .gmt)
        let now = Date().formatted(format)
        return ".scenarios/runs/\(now)-\(seed)-\(ProcessInfo.processInfo.processIdentifier)"
    }

    /// Points `latest` beside the folder to it; only a convenience, so failing is no error.
    func becomeLatest() {
        let path = (output as NSString).deletingLastPathComponent + "/latest"
        try? FileManager.default.removeItem(atPath: path)
        try? FileManager.default.createSymbolicLink(
            atPath: path, withDestinationPath: (output as NSString).lastPathComponent)
    }

    /// The program of this name beside this one.
    static func beside(_ name: String) throws -> String {
        let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        return (own as NSString).deletingLastPathComponent + "/\(name)"
    }

    /// The path of a program, seen from the root.
    static func program(_ path: String, option: String) throws(HarnessError) -> String {
        let path = absolute(path)
        guard FileManager.default.isExecutableFile(atPath: path) else {
            throw .environment("\(path) is no program; name one with \(option)")
        }
        return path
    }

    /// The path seen from the root.
    static func absolute(_ path: String) -> String {
        path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
    }

    /// The git program of this machine.
    static func gitOnPath() throws -> String {
        guard let git = find("git") else { throw HarnessError.environment("git is not on PATH") }
        return git
    }

    private static func find(_ name: String) -> String? {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        return path.split(separator: ":").map { "\($0)/\(name)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }
}
