import Glibc

/// One process as /proc shows it. All methods block; a process that ended has nothing to show.
struct ProcessView {
    enum OpenFiles {
        case files([RepositoryUsers.FileKey])
        /// It may not be looked into.
        case hidden
        /// It ended, or is a thread of the kernel.
        case gone
    }

    let number: Int32
    private var folder: String { "/proc/\(number)" }

    init(_ number: Int32) { self.number = number }

    /// The user it acts as on files.
    var owner: uid_t? {
        field("Uid:")?.split(whereSeparator: \.isWhitespace).last.flatMap { uid_t($0) }
    }

    /// The regular files that it has open. By device and number: in another mount namespace the
    /// same file has another name.
    func openFiles() -> OpenFiles {
        // Neither ended processes nor threads of the kernel have a command line.
        guard !arguments.isEmpty else { return .gone }
        errno = 0
        guard let names = RepositoryFolder.entries(of: "\(folder)/fd") else {
            return errno == EACCES || errno == EPERM ? .hidden : .gone
        }
        var files: [RepositoryUsers.FileKey] = []
        for name in names {
            let link = "\(folder)/fd/\(name)"
            // Neither a socket nor a pipe.
            guard Self.target(of: link)?.hasPrefix("/") == true else { continue }
            var status = stat()
            guard stat(link, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { continue }
            files.append(RepositoryUsers.FileKey(status))
        }
        return .files(files)
    }

    /// Whether it is a git program whose folder, `GIT_DIR` or arguments are in the repository, or
    /// another program whose arguments or `GIT_DIR` name it. A shell that merely stands there is
    /// not, nor is what started this process.
    func works(in repository: String, isAncestor: Bool) -> Bool {
        let arguments = arguments
        guard !arguments.isEmpty else { return false }
        let here = Self.target(of: "\(folder)/cwd")
        let isGit = isGit(arguments)
        if isGit, let here, Self.isPath(here, in: repository) { return true }
        guard !isAncestor || isGit else { return false }
        let environment = strings("environ")
        let gitFolder = environment.first { $0.hasPrefix("GIT_DIR=") }?.dropFirst(8)
        let named = arguments.dropFirst().flatMap(Self.candidates) + (gitFolder.map { [$0] } ?? [])
        return named.contains { Self.isPath(Self.absolute($0, from: here), in: repository) }
    }

    /// Whether it runs a git program.
    var isGitProgram: Bool {
        let arguments = arguments
        return !arguments.isEmpty && isGit(arguments)
    }

    /// The processes that `number` descends from.
    static func ancestors(of number: Int32) -> Set<Int32> {
        var found: Set<Int32> = []
        var next = ProcessView(number).parent
        while let process = next, process > 0, found.insert(process).inserted {
            next = ProcessView(process).parent
        }
        return found
    }

    private var parent: Int32? {
        field("PPid:").flatMap { Int32($0.filter(\.isNumber)) }
    }

    private var arguments: [Substring] { strings("cmdline") }

    private func isGit(_ arguments: [Substring]) -> Bool {
        let program = Self.target(of: "\(folder)/exe").map { Substring($0) } ?? arguments[0]
        let name = program.split(separator: "/").last ?? ""
        return name == "git" || name.hasPrefix("git-")
    }

    /// What may be a path in an argument: all of it, what is behind `=`, and in quotes, as the
    /// command of an SSH session has it.
    private static func candidates(_ argument: Substring) -> [Substring] {
        var texts = [argument]
        if let equals = argument.firstIndex(of: "=") {
            texts.append(argument[argument.index(after: equals)...])
        }
        texts += argument.split { $0 == "'" || $0 == "\"" || $0 == " " }
        return texts
    }

    private static func absolute(_ path: Substring, from folder: String?) -> String {
        guard !path.hasPrefix("/"), let folder, !path.isEmpty else { return String(path) }
        return "\(folder)/\(path)"
    }

    /// Whether a path is the repository or inside of it, whatever links it goes through.
    private static func isPath(_ path: String, in repository: String) -> Bool {
        guard path.hasPrefix("/") else { return false }
        if path == repository || path.hasPrefix(repository + "/") { return true }
        guard let resolved = realpath(path, nil) else { return false }
        defer { free(resolved) }
        let real = String(cString: resolved)
        return real == repository || real.hasPrefix(repository + "/")
    }

    private func field(_ name: String) -> Substring? {
        let text = String(decoding: SmallFile.read("\(folder)/status") ?? [], as: UTF8.self)
        return text.split(separator: "\n").first { $0.hasPrefix(name) }?.dropFirst(name.count)
    }

    private func strings(_ name: String) -> [Substring] {
        let text = String(decoding: SmallFile.read("\(folder)/\(name)") ?? [], as: UTF8.self)
        return text.split(separator: "\0")
    }

    private static func target(of link: String) -> String? {
        var bytes = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let count = bytes.withUnsafeMutableBytes { buffer in
            buffer.withMemoryRebound(to: CChar.self) { text in
                text.baseAddress.map { readlink(link, $0, text.count) } ?? -1
            }
        }
        return count > 0 ? String(decoding: bytes.prefix(count), as: UTF8.self) : nil
    }
}
