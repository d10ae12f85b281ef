import Glibc

/// The processes of this machine that work in a repository or hold a file of it open, as /proc
/// tells. All methods block.
struct RepositoryUsers: Sendable {
    /// A file, whatever it is called.
    struct FileKey: Hashable, Sendable {
        let device: UInt64
        let inode: UInt64

        init(_ status: stat) {
            device = UInt64(status.st_dev)
            inode = UInt64(status.st_ino)
        }
    }

    /// A git program in the repository, or another program that names it, with the lowest number.
    private(set) var worker: Int32?
    private var holders: [FileKey: Int32] = [:]
    /// Owners of processes that could not be looked into.
    private var hiddenOwners: Set<uid_t>
    /// /proc is missing, or shows nothing of other users.
    private var isBlind: Bool

    /// Nobody seen yet.
    init(hiddenOwners: Set<uid_t> = [], isBlind: Bool = false) {
        self.hiddenOwners = hiddenOwners
        self.isBlind = isBlind
    }

    /// Looks at every process but this one and those that started it, which wait for it; what
    /// this process has open counts too.
    static func look(at repository: String) -> RepositoryUsers {
        var users = RepositoryUsers()
        let own = getpid()
        let numbers = (RepositoryFolder.entries(of: "/proc") ?? []).compactMap { Int32($0) }
        guard numbers.contains(own) else {
            users.isBlind = true
            return users
        }
        // With the mount option hidepid the first process is not shown.
        users.isBlind = !numbers.contains(1)
        let ancestors = ProcessView.ancestors(of: own)
        for number in numbers.sorted() {
            let process = ProcessView(number)
            users.add(process)
            guard number != own, users.worker == nil else { continue }
            let worksHere = process.works(in: repository, isAncestor: ancestors.contains(number))
            if worksHere { users.worker = number }
        }
        return users
    }

    /// The process that has the file open.
    func holder(of file: stat) -> Int32? { holders[FileKey(file)] }

    /// Whether a process that could be the file's holder may have been missed: files are made by
    /// processes of their owner.
    func mayHide(holderOf file: stat) -> Bool {
        if hiddenOwners.contains(file.st_uid) { return true }
        return file.st_uid != geteuid() && (isBlind || !hiddenOwners.isEmpty)
    }

    private mutating func add(_ process: ProcessView) {
        switch process.openFiles() {
        case .files(let files):
            for file in files where holders[file] == nil { holders[file] = process.number }
        case .hidden:
            if let owner = process.owner { hiddenOwners.insert(owner) }
        case .gone: break
        }
    }
}
