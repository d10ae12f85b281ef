import Glibc

/// The outputs of commands that may outlive the server, one file a job.
struct OutputFolder: Sendable {
    let path: String

    /// Makes the folder; where that fails, the command is not started and its report says why.
    func create() { mkdir(path, 0o700) }

    func file(of job: String) -> OutputFile { OutputFile(path: "\(path)/\(job)") }
}
