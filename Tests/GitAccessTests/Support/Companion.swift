import Foundation

/// Another process that lives as long as a test needs it.
final class Companion {
    private let process = Process()
    private let input = Pipe()

    var number: Int32 { process.processIdentifier }

    /// Starts a program and waits until it has answered `question` with something.
    init(_ arguments: [String], in folder: String? = nil, question: String) throws {
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = arguments
        if let folder { process.currentDirectoryURL = URL(fileURLWithPath: folder) }
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        input.fileHandleForWriting.write(Data("\(question)\n".utf8))
        _ = output.fileHandleForReading.availableData
    }

    /// A git program in a repository, named by its arguments or standing in it.
    static func git(
        in repository: String, standing: Bool = false
    ) throws -> Companion {
        let naming = standing ? ["--git-dir=."] : ["--git-dir=\(repository)"]
        return try Companion(
            ["git"] + naming + ["cat-file", "--batch-check"], in: standing ? repository : nil,
            question: "HEAD")
    }

    /// A program that is no git and has a file open, under a path that does not name it.
    static func holding(_ path: String) throws -> Companion {
        let script = """
            import os, sys
            file = open(sys.stdin.readline().strip())
            print("open", flush=True)
            sys.stdin.read()
            """
        return try Companion(["python3", "-c", script], question: path)
    }

    /// Ends it and waits until it is gone.
    func end() {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    deinit { if process.isRunning { process.terminate() } }
}
