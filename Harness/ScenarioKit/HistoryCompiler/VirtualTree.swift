/// The files of one commit, by path.
struct VirtualTree: Sendable {
    private(set) var files: [String: TreeFile] = [:]
    /// How many TOML records each top folder holds; `.gitsheets` is no sheet.
    private(set) var recordCounts: [String: Int] = [:]
    /// Paths in byte order; rebuilt after paths came or went.
    private var order: [String]?

    subscript(path: String) -> TreeFile? { files[path] }

    /// Paths in byte order.
    mutating func sortedPaths() -> [String] {
        if let order { return order }
        let sorted = files.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        order = sorted
        return sorted
    }

    /// Puts a file. Whatever stands in its way is removed: a file where a folder is needed, and
    /// unless `alone` promises that there is none, a folder where the file goes. Returns the
    /// removed paths.
    mutating func put(_ path: String, _ file: TreeFile, alone: Bool = false) -> [String] {
        if files.updateValue(file, forKey: path) != nil { return [] }
        order = nil
        count(path, 1)
        var removed: [String] = []
        var parent = path[...]
        while let slash = parent.lastIndex(of: "/") {
            parent = parent[..<slash]
            removed += drop(String(parent))
        }
        if !alone { removed += remove(below: path) }
        return removed
    }

    /// Changes a file that exists already.
    mutating func replace(_ path: String, _ file: TreeFile) { files[path] = file }

    /// Removes a file, or a whole folder when `path` ends with a slash. Returns what was removed.
    mutating func remove(_ path: String) -> [String] {
        path.hasSuffix("/") ? remove(below: String(path.dropLast())) : drop(path)
    }

    /// Paths below a folder, sorted.
    func paths(below folder: String) -> [String] {
        files.keys.filter { $0.hasPrefix(folder + "/") }.sorted()
    }

    private mutating func remove(below folder: String) -> [String] {
        paths(below: folder).flatMap { drop($0) }
    }

    private mutating func drop(_ path: String) -> [String] {
        guard files.removeValue(forKey: path) != nil else { return [] }
        order = nil
        count(path, -1)
        return [path]
    }

    private mutating func count(_ path: String, _ difference: Int) {
        guard path.hasSuffix(".toml"), let slash = path.firstIndex(of: "/") else { return }
        let folder = String(path[..<slash])
        guard folder != ".gitsheets" else { return }
        let count = recordCounts[folder, default: 0] + difference
        recordCounts[folder] = count == 0 ? nil : count
    }
}
