import Foundation
import Glibc

/// Files and folders that a person named: what keeps them from being written, in plain words.
enum OutputFile {
    /// Finds out before a run whether a file can be written; its contents stay.
    ///
    /// - Throws: `HarnessError.environment` when it cannot.
    static func check(_ path: String) throws(HarnessError) {
        let wasThere = access(path, F_OK) == 0
        let file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0o644)
        // A pipe that nobody reads yet.
        if file < 0, errno == ENXIO { return }
        guard file >= 0 else { throw refusal(path, errno) }
        close(file)
        if !wasThere { unlink(path) }
    }

    /// Writes a file in the place of what it held.
    ///
    /// - Throws: `HarnessError.environment` when the disk is full or the file cannot be written.
    static func write(_ text: String, to path: String) throws(HarnessError) {
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard file >= 0 else { throw refusal(path, errno) }
        defer { close(file) }
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw refusal(path, errno) }
            rest = rest.dropFirst(count)
        }
    }

    /// Makes a folder and finds out whether something can be put into it.
    ///
    /// - Throws: `HarnessError.environment` when it cannot.
    static func makeFolder(_ path: String) throws(HarnessError) {
        let probe = "\(path)/.writable-\(getpid())"
        do {
            let files = FileManager.default
            try files.createDirectory(atPath: path, withIntermediateDirectories: true)
            try files.createDirectory(atPath: probe, withIntermediateDirectories: false)
            try files.removeItem(atPath: probe)
        } catch {
            throw .environment(
                "nothing can be written to the folder \(path): \(words(error)); "
                    + "name another with --out")
        }
    }

    /// What the system says of an error of Foundation.
    static func words(_ error: any Error) -> String {
        code(of: error).map(reason) ?? error.localizedDescription
    }

    /// What keeps a case's files from being written, and what to do; any other error as it is.
    static func refusal(of error: any Error, in folder: String) -> String {
        guard let code = code(of: error) else { return "\(error)" }
        let advice = [ENOSPC, EDQUOT].contains(code) ? "make room, or name" : "name"
        return "\(folder) cannot be written: \(reason(code)); \(advice) another folder with --out"
    }

    private static func code(of error: any Error) -> Int32? {
        let inner = (error as NSError).userInfo[NSUnderlyingErrorKey] as? any Error
        let code = (inner ?? error) as NSError
        if code.domain == NSPOSIXErrorDomain { return Int32(code.code) }
        return (error as? CocoaError)?.code == .fileWriteOutOfSpace ? ENOSPC : nil
    }

    private static func refusal(_ path: String, _ code: Int32) -> HarnessError {
        let advice =
            switch code {
            case ENOENT: "make its folder first"
            case ENOSPC, EDQUOT: "make room, or name a file elsewhere"
            default: "name another file"
            }
        return .environment("\(path) cannot be written: \(reason(code)); \(advice)")
    }

    private static func reason(_ code: Int32) -> String {
        String(cString: strerror(code)).lowercased()
    }
}
